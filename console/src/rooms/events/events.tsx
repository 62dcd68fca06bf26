import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { openEventsQuery } from '../../api/node-events.ts';
import { nodesQuery } from '../../api/nodes.ts';
import { useListed } from '../../api/removals.ts';
import { counted } from '../../ui/format.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { Panel } from '../../ui/surfaces.tsx';
import { EventFilters } from './event-filters.tsx';
import { EventList } from './event-list.tsx';
import { type EventFilter, eventsRoute } from './routes.ts';

/** What the nodes reported, newest first. */
export default function Events() {
  const filter = eventsRoute.useSearch();
  const navigate = useNavigate();
  const nodes = useListed(nodesQuery).data ?? [];
  const open = useQuery(openEventsQuery).data;
  const choose = (next: EventFilter) => navigate({ to: '/events', search: next, replace: true, resetScroll: false });
  return (
    <>
      <PageHead
        title="Events"
        about={
          open === undefined
            ? 'What edges and relays report.'
            : open.count === 0
              ? 'No warning waits for somebody.'
              : `${counted(open.count, 'warning')} that nobody has acknowledged, of ${counted(Object.keys(open.by_node).length, 'node')}.`
        }
      />
      <EventFilters filter={filter} nodes={nodes} onFilter={choose} />
      <Panel flush>
        <EventList
          filter={filter}
          nodes={nodes}
          onPage={(page) => navigate({ to: '/events', search: { ...filter, page } })}
          onClear={() => choose({})}
        />
      </Panel>
    </>
  );
}
