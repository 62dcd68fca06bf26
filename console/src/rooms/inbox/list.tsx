import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import { useState } from 'react';
import { inboxQuery, markAllRead, markRead, type Notification } from '../../api/notifications.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ago, counted, dateTime } from '../../ui/format.ts';
import { Lamp } from '../../ui/lamp.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Empty, Panel, sentenceOf } from '../../ui/surfaces.tsx';
import { say } from '../../ui/toast.tsx';

const PAGE = 50;
/** As many as one answer holds. */
const MOST = 200;

/** What happened that concerns the signed-in person, newest first. */
export default function Inbox() {
  const [limit, setLimit] = useState(PAGE);
  const inbox = useQuery(inboxQuery(limit));
  const queries = useQueryClient();
  const all = useMutation({
    mutationFn: markAllRead,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['notifications'] }),
    onError: (error) => say(sentenceOf(error), 'danger'),
  });
  const unread = inbox.data?.unread_count ?? 0;
  return (
    <>
      <PageHead
        title="Inbox"
        about={unread > 0 ? `${counted(unread, 'message')} not read yet.` : 'Everything is read.'}
        action={
          unread > 0 && (
            <Button look="board" busy={all.isPending} onClick={() => all.mutate()}>
              Mark all as read
            </Button>
          )
        }
      />
      <Panel flush>
        <Answer query={inbox} lines={6}>
          {({ notifications }) =>
            notifications.length === 0 ? (
              <Empty
                title="Nothing to tell yet"
                action={
                  <ButtonLink to="/training" look="lever">
                    To the training
                  </ButtonLink>
                }
              >
                When a training ends, a deployment arrives or something happens to your account, it is told here.
              </Empty>
            ) : (
              <>
                <ul aria-label="Messages">
                  {notifications.map((notification) => (
                    <Message key={notification.id} notification={notification} />
                  ))}
                </ul>
                {notifications.length === limit && limit < MOST && (
                  <div className="flex justify-center border-rule border-t p-3">
                    <Button look="quiet" busy={inbox.isFetching} onClick={() => setLimit(MOST)}>
                      Show older ones
                    </Button>
                  </div>
                )}
              </>
            )
          }
        </Answer>
      </Panel>
    </>
  );
}

function Message({ notification }: { notification: Notification }) {
  const { id, title, body, created_at, read_at } = notification;
  const queries = useQueryClient();
  const reading = useMutation({
    mutationFn: () => markRead(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['notifications'] }),
    onError: (error) => say(sentenceOf(error), 'danger'),
  });
  const read = () => read_at === null && reading.mutate();
  const way = wayOf(notification);
  return (
    <li className="flex items-start gap-3 border-rule border-b px-4 py-3 last:border-b-0 sm:px-5">
      <span className="pt-1.5">
        <Lamp tone={read_at === null ? toneOf(notification) : 'idle'} />
      </span>
      <div className="min-w-0 flex-1">
        <p className={read_at === null ? 'font-semibold' : ''}>
          {way ? (
            <Link {...way} onClick={read} className="rounded underline-offset-4 hover:underline">
              {title}
            </Link>
          ) : (
            title
          )}
          {read_at === null && <span className="sr-only"> (not read yet)</span>}
        </p>
        <p className="text-quiet text-sm [overflow-wrap:anywhere]">{body}</p>
        <p className="mt-0.5 text-quiet text-xs">
          <time dateTime={created_at} title={dateTime(created_at)}>
            {ago(created_at)}
          </time>
        </p>
      </div>
      {read_at === null && (
        <Button look="quiet" busy={reading.isPending} onClick={read} aria-label={`Mark as read: ${title}`}>
          Mark as read
        </Button>
      )}
    </li>
  );
}

/** Where the thing is that a message tells of. */
function wayOf({ data }: Notification): LinkProps | undefined {
  const { training_id: training, deployment_id: deployment } = data as Record<string, string | undefined>;
  if (deployment) return { to: '/deployments/$id', params: { id: deployment } };
  if (training) return { to: '/training/$id', params: { id: training } };
  return undefined;
}

function toneOf({ type }: Notification): 'clear' | 'notice' | 'caution' | 'danger' {
  if (type.endsWith('_failed')) return 'danger';
  if (type === 'security_alert') return 'caution';
  return type === 'training_complete' || type === 'deployment_ready' ? 'clear' : 'notice';
}
