import { useQuery } from '@tanstack/react-query';
import { openEventsQuery } from '../api/node-events.ts';
import { unreadQuery } from '../api/notifications.ts';

/** How much waits in a room: messages of the inbox that are not read, events that nobody has acknowledged. */
export function Waiting({ room, className = '' }: { room: string; className?: string }) {
  if (room === '/inbox') return <Unread className={className} />;
  if (room === '/events') return <OpenEvents className={className} />;
  return null;
}

/** How many messages of the inbox wait to be read; nothing when none does. */
export function Unread({ className = '' }: { className?: string }) {
  return <Badge count={useQuery(unreadQuery).data ?? 0} what="not read" className={className} />;
}

function OpenEvents({ className }: { className: string }) {
  return <Badge count={useQuery(openEventsQuery).data?.count ?? 0} what="not acknowledged" className={className} />;
}

function Badge({ count, what, className }: { count: number; what: string; className: string }) {
  if (count === 0) return null;
  return (
    <span
      className={`min-w-5 rounded-full bg-[#ffd666] px-1.5 text-center font-semibold text-[#1b1a12] text-xs leading-5 ${className}`}
    >
      {count > 99 ? '99+' : count}
      <span className="sr-only"> {what}</span>
    </span>
  );
}
