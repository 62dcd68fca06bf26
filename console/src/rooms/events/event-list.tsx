import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { acknowledge, type NodeEvent, nodeEventsQuery } from '../../api/node-events.ts';
import type { MediaNode } from '../../api/nodes.ts';
import { useCanWrite } from '../../api/session.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/fields.tsx';
import { counted } from '../../ui/format.ts';
import { Empty, sentenceOf } from '../../ui/surfaces.tsx';
import { say } from '../../ui/toast.tsx';
import { EventRow } from './event-row.tsx';
import { PAGE_SIZE, queryOf } from './query.ts';
import type { EventFilter } from './routes.ts';

/** A page of events, and what can be done with them. */
export function EventList({
  filter,
  nodes,
  onPage,
  onClear,
  oneNode = false,
}: {
  filter: EventFilter;
  nodes: readonly Pick<MediaNode, 'id' | 'name'>[];
  onPage(page: number): void;
  onClear(): void;
  /** The name of the node goes without saying. */
  oneNode?: boolean;
}) {
  const query = useQuery(nodeEventsQuery(queryOf(filter)));
  const nameOf = new Map(nodes.map(({ id, name }) => [id, name]));
  const isFiltered = Object.keys(filter).some((name) => name !== 'page' && (!oneNode || name !== 'node'));
  const page = filter.page ?? 1;
  return (
    <Answer query={query} lines={8}>
      {(events) => (
        <>
          {events.length === 0 ? (
            <Empty
              title={isFiltered || page > 1 ? 'No event is like that' : 'Nothing was reported yet'}
              action={
                (isFiltered || page > 1) && (
                  <Button look="lever" onClick={onClear}>
                    Show all events
                  </Button>
                )
              }
            >
              {isFiltered || page > 1
                ? 'None of those kept fits what is chosen.'
                : 'Nodes tell when streams fail and recover, when somebody changes them, and when they come and go.'}
            </Empty>
          ) : (
            <Events events={events} nameOf={oneNode ? undefined : nameOf} />
          )}
          {(page > 1 || events.length === PAGE_SIZE) && (
            <nav
              aria-label="Pages"
              className="flex items-center justify-between gap-3 border-rule border-t px-4 py-2.5 text-sm"
            >
              <Button disabled={page === 1} onClick={() => onPage(page - 1)}>
                Newer
              </Button>
              <span className="text-quiet">Page {page}</span>
              <Button disabled={events.length < PAGE_SIZE} onClick={() => onPage(page + 1)}>
                Older
              </Button>
            </nav>
          )}
        </>
      )}
    </Answer>
  );
}

function Events({ events, nameOf }: { events: readonly NodeEvent[]; nameOf: ReadonlyMap<string, string> | undefined }) {
  const canWrite = useCanWrite();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const queries = useQueryClient();
  const acknowledgement = useMutation({
    mutationFn: acknowledge,
    onSuccess: async (count) => {
      say(`${counted(count, 'event')} acknowledged.`);
      setChosen(new Set());
      await queries.invalidateQueries({ queryKey: ['node-events'] });
    },
    onError: (error) => say(sentenceOf(error), 'danger'),
  });
  const open = events.filter(({ acknowledged }) => !acknowledged).map(({ id }) => id);
  // What was chosen and is acknowledged or off this page by now is chosen no more.
  const picked = open.filter((id) => chosen.has(id));
  const toggle = (id: number) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <>
      {canWrite && open.length > 0 && (
        <div className="flex min-h-14 flex-wrap items-center justify-between gap-3 border-rule border-b px-4 py-2 sm:px-5">
          <Checkbox
            label={picked.length === 0 ? `All ${open.length} of this page` : `${picked.length} chosen`}
            checked={picked.length === open.length}
            ref={(box) => {
              if (box) box.indeterminate = picked.length > 0 && picked.length < open.length;
            }}
            onChange={() => setChosen(new Set(picked.length === open.length ? [] : open))}
          />
          <Button
            look="lever"
            disabled={picked.length === 0}
            busy={acknowledgement.isPending}
            onClick={() => acknowledgement.mutate(picked)}
          >
            Acknowledge
          </Button>
        </div>
      )}
      <ul aria-label="Events">
        {events.map((event) => (
          <EventRow
            key={event.id}
            event={event}
            node={nameOf && (nameOf.get(event.node_id) ?? 'Unknown node')}
            isChosen={chosen.has(event.id)}
            onToggle={canWrite ? () => toggle(event.id) : undefined}
            onAcknowledge={canWrite ? () => acknowledgement.mutate([event.id]) : undefined}
          />
        ))}
      </ul>
    </>
  );
}
