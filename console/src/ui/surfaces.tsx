import type { ReactNode } from 'react';
import { Button } from './controls.tsx';

/** A panel with an optional title line. */
export function Panel({
  title,
  action,
  children,
  className = '',
}: {
  title?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section className={`rounded-panel border border-rule bg-panel shadow-panel ${className}`}>
      {(title || action) && (
        <header className="flex flex-wrap items-center justify-between gap-3 border-rule border-b px-5 py-3">
          <h2 className="text-base">{title}</h2>
          {action}
        </header>
      )}
      <div className="p-5">{children}</div>
    </section>
  );
}

/** A page's head: what it is, in one line what for, and its main action. */
export function PageHead({ title, about, action }: { title: ReactNode; about?: ReactNode; action?: ReactNode }) {
  return (
    <header className="mb-6 flex flex-wrap items-end justify-between gap-4">
      <div className="min-w-0">
        <h1 className="break-words text-2xl">{title}</h1>
        {about && <p className="mt-1 max-w-prose text-quiet">{about}</p>}
      </div>
      {action && <div className="flex flex-wrap gap-2">{action}</div>}
    </header>
  );
}

/** Nothing here yet: says what would be here and how to get it. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-3 px-4 py-12 text-center">
      <svg
        aria-hidden="true"
        viewBox="0 0 120 40"
        className="w-32 text-faint"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
      >
        <path d="M4 30h112M20 30l14-14h52l14 14" />
        <circle cx="20" cy="30" r="4" fill="var(--panel)" />
        <circle cx="100" cy="30" r="4" fill="var(--panel)" />
        <path d="M60 16V4m0 1 12 3-12 4" />
      </svg>
      <h2 className="text-lg">{title}</h2>
      {children && <div className="max-w-prose text-quiet">{children}</div>}
      {action}
    </div>
  );
}

/** Something did not work: the house's own sentence, and a way on. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const message = error instanceof Error ? error.message : String(error);
  const requestId = (error as { requestId?: string } | null)?.requestId;
  return (
    <div role="alert" className="rounded-panel border border-danger bg-danger-soft p-4 text-sm">
      <p className="font-medium text-danger">{message}</p>
      {requestId && <p className="mt-1 text-quiet text-xs">Request {requestId}</p>}
      {retry && (
        <Button className="mt-3" onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** A resting place for content that is on its way. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div role="status" aria-label="Loading" className="flex animate-pulse flex-col gap-3">
      {Array.from({ length: lines }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never move
        <div key={i} className="h-4 rounded bg-well" style={{ width: `${92 - ((i * 17) % 40)}%` }} />
      ))}
    </div>
  );
}
