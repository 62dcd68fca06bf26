import { Link, type LinkProps } from '@tanstack/react-router';
import type { ButtonHTMLAttributes, ReactNode } from 'react';

const looks = {
  lever: 'bg-lever text-lever-ink border-transparent hover:brightness-110 active:translate-y-px',
  plain: 'bg-panel text-ink border-rule hover:border-faint active:translate-y-px',
  quiet: 'bg-transparent text-quiet border-transparent hover:bg-well hover:text-ink',
  danger: 'bg-transparent text-danger border-rule hover:bg-danger-soft hover:border-danger',
  /** For the heads of pages, on enamel. */
  board: 'bg-board-ink text-board border-transparent hover:bg-white active:translate-y-px',
  boardQuiet: 'bg-transparent text-board-ink border-board-rule hover:border-board-ink',
};
export type Look = keyof typeof looks;

const frame =
  'inline-flex min-h-10 items-center justify-center gap-2 rounded-md border px-3.5 font-medium text-sm transition disabled:cursor-not-allowed disabled:opacity-55';

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & { look?: Look; busy?: boolean };

/** A button; `busy` says so to screen readers and takes no second click. */
export function Button({ look = 'plain', busy = false, className = '', children, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={`${frame} ${looks[look]} ${className}`}
    >
      {busy && (
        <span
          aria-hidden="true"
          className="size-3.5 animate-spin rounded-full border-2 border-current border-r-transparent"
        />
      )}
      {children}
    </button>
  );
}

/** A way to another page that looks like a button. */
export function ButtonLink({
  look = 'plain',
  className = '',
  children,
  ...link
}: LinkProps & { look?: Look; className?: string; children: ReactNode }) {
  return (
    <Link {...link} className={`${frame} ${looks[look]} ${className}`}>
      {children}
    </Link>
  );
}
