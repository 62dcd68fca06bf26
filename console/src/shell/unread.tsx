import { useQuery } from '@tanstack/react-query';
import { unreadQuery } from '../api/notifications.ts';

/** How many messages of the inbox wait to be read; nothing when none does. */
export function Unread({ className = '' }: { className?: string }) {
  const unread = useQuery(unreadQuery).data ?? 0;
  if (unread === 0) return null;
  return (
    <span
      className={`min-w-5 rounded-full bg-[#ffd666] px-1.5 text-center font-semibold text-[#1b1a12] text-xs leading-5 ${className}`}
    >
      {unread > 99 ? '99+' : unread}
      <span className="sr-only"> not read</span>
    </span>
  );
}
