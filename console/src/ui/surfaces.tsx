import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ApiError } from '../api/client.ts';
import { Button } from './button.tsx';

/** A panel with an optional title line. */
export function Panel({
  title,
  about,
  action,
  children,
  className = '',
  flush = false,
}: {
  title?: ReactNode;
  about?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
  className?: string;
  /** No space around the content: tables and plots that reach the edge. */
  flush?: boolean;
}) {
  return (
    <section className={`min-w-0 rounded-panel border border-rule bg-panel shadow-panel ${className}`}>
      {(title || action) && (
        <header className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-2 border-rule border-b px-5 py-2.5">
          <div>
            <h2 className="text-[1.02rem]">{title}</h2>
            {about && <p className="text-quiet text-sm">{about}</p>}
          </div>
          {action && <div className="flex flex-wrap items-center gap-2">{action}</div>}
        </header>
      )}
      <div className={flush ? '' : 'p-5'}>{children}</div>
    </section>
  );
}

/** Nothing here yet: says what would be here and how to get it. */
export function Empty({
  title,
  children,
  action,
  level = 2,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** 1 where it is the whole page. */
  level?: 1 | 2;
}) {
  const Heading = `h${level}` as const;
  return (
    <div className="flex flex-col items-center gap-3 px-4 py-12 text-center">
      <svg
        aria-hidden="true"
        viewBox="0 0 132 46"
        className="w-36 text-faint"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.5"
        strokeLinecap="round"
      >
        <path d="M4 36h124M22 36l14-14h58l14 14" />
        <circle cx="22" cy="36" r="4.5" fill="var(--panel)" />
        <circle cx="110" cy="36" r="4.5" fill="var(--panel)" />
        <path d="M65 22V5" />
        <path d="M65 5.5 80 9.5 65 13.5z" fill="currentColor" strokeWidth="1" strokeLinejoin="round" />
      </svg>
      <Heading className="text-lg">{title}</Heading>
      {children && <div className="max-w-[52ch] text-quiet">{children}</div>}
      {action && <div className="mt-1 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}

/** What an error says to a person: the server's own sentence, or that the server was not reached. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  if (error instanceof TypeError)
    return 'Signalbox does not answer. Is the server running, and is this computer connected?';
  return error instanceof Error ? error.message : String(error);
}

/** Something did not work: what the server says about it, and a way on. */
export function Failure({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const requestId = error instanceof ApiError ? error.requestId : undefined;
  return (
    <div role="alert" className="rounded-md border border-danger/60 bg-danger-soft px-4 py-3 text-sm">
      <p className="font-medium text-danger [overflow-wrap:anywhere]">{sentenceOf(error)}</p>
      {isLimit(error) && (
        <p className="mt-1">
          <Link to="/billing" className="rounded font-medium text-lever underline underline-offset-4">
            See your plan and what it allows
          </Link>
        </p>
      )}
      {requestId && <p className="mt-1 text-quiet text-xs">Request {requestId}</p>}
      {retry && (
        <Button className="mt-3" onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** A plan's limit: there is something to be done about it. */
function isLimit(error: unknown): boolean {
  return error instanceof ApiError && ['LIMIT_EXCEEDED', 'TOKEN_LIMIT_EXCEEDED'].includes(error.code);
}

/** Something worth knowing that is no failure. */
export function Notice({ tone = 'notice', children }: { tone?: 'notice' | 'caution' | 'clear'; children: ReactNode }) {
  const looks = {
    notice: 'bg-notice-soft border-notice/40',
    caution: 'bg-caution-soft border-caution/40',
    clear: 'bg-clear-soft border-clear/40',
  };
  return <div className={`rounded-md border px-4 py-3 text-sm ${looks[tone]}`}>{children}</div>;
}

/** A resting place for content that is on its way. */
export function Skeleton({ lines = 3, className = '' }: { lines?: number; className?: string }) {
  return (
    <div role="status" aria-label="Loading" className={`flex animate-pulse flex-col gap-3 ${className}`}>
      {Array.from({ length: lines }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never move
        <div key={i} className="h-4 rounded bg-well" style={{ width: `${92 - ((i * 17) % 40)}%` }} />
      ))}
    </div>
  );
}
