import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { deploymentLogQuery } from '../../api/deployments.ts';
import { Failure, Skeleton } from '../../ui/surfaces.tsx';

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** What happened, line by line, as it happens. Stays at the end unless one scrolled away from it. */
export function DeploymentLog({ id, live }: { id: string; live: boolean }) {
  const { data, error, refetch } = useQuery(deploymentLogQuery(id, live));
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  // The last lines are written after the deployment is over.
  useEffect(() => {
    if (!live) void refetch();
  }, [live, refetch]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines are the reason to scroll
  useEffect(() => {
    if (box.current && isAtEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [data?.length]);
  if (error)
    return (
      <div className="p-5">
        <Failure error={error} retry={() => void refetch()} />
      </div>
    );
  if (!data) return <Skeleton className="p-5" />;
  // A deployment is asked for in the state that its first step enters.
  const lines = data.filter(({ line }, i) => line !== data[i - 1]?.line);
  return (
    <div
      ref={box}
      role="log"
      aria-label="Log of the deployment"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable with the keyboard
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < 24;
      }}
      className="max-h-80 overflow-y-auto rounded-b-panel bg-frame px-5 py-4 font-mono text-[12.5px] text-frame-ink leading-6"
    >
      {data.length === 0 && <p className="text-frame-quiet">Nothing was written yet.</p>}
      {lines.map(({ at, line }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
        <p key={i} className="flex gap-4">
          <time dateTime={at} className="shrink-0 text-frame-quiet">
            {clock.format(new Date(at))}
          </time>
          <span className="min-w-0 [overflow-wrap:anywhere]">{line}</span>
        </p>
      ))}
    </div>
  );
}
