import type { ButtonHTMLAttributes, InputHTMLAttributes, ReactNode, SelectHTMLAttributes } from 'react';
import { useId } from 'react';

const looks = {
  lever: 'bg-lever text-lever-ink border-transparent hover:brightness-110 shadow-panel',
  plain: 'bg-panel text-ink border-rule hover:border-faint',
  quiet: 'bg-transparent text-quiet border-transparent hover:bg-well hover:text-ink',
  danger: 'bg-transparent text-danger border-rule hover:bg-danger-soft hover:border-danger',
};

export type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & { look?: keyof typeof looks; busy?: boolean };

/** A button; `busy` keeps its width, says so to screen readers and takes no second click. */
export function Button({ look = 'plain', busy = false, className = '', children, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={`${buttonLook(look)} ${className}`}
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

/** For links that are to look like buttons. */
export function buttonLook(look: keyof typeof looks): string {
  return `inline-flex min-h-10 items-center justify-center gap-2 rounded-lg border px-4 font-medium text-sm transition disabled:cursor-not-allowed disabled:opacity-55 ${looks[look]}`;
}

const box =
  'min-h-10 w-full rounded-lg border border-rule bg-panel px-3 py-2 text-ink placeholder:text-faint hover:border-faint aria-invalid:border-danger';

type FieldFrame = { label: string; hint?: ReactNode; error?: string | undefined };

/** A labelled text input with its hint and, after a failed try, what is wrong with it. */
export function TextField({ label, hint, error, ...rest }: FieldFrame & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <Labelled id={id} label={label} hint={hint} error={error}>
      <input
        {...rest}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={`${id}-about`}
        className={box}
      />
    </Labelled>
  );
}

export function SelectField({
  label,
  hint,
  error,
  children,
  ...rest
}: FieldFrame & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId();
  return (
    <Labelled id={id} label={label} hint={hint} error={error}>
      <select
        {...rest}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={`${id}-about`}
        className={box}
      >
        {children}
      </select>
    </Labelled>
  );
}

function Labelled({ id, label, hint, error, children }: FieldFrame & { id: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      {children}
      <p
        id={`${id}-about`}
        className={`text-xs ${error ? 'text-danger' : 'text-quiet'}`}
        role={error ? 'alert' : undefined}
      >
        {error ?? hint}
      </p>
    </div>
  );
}
