import { useNavigate } from '@tanstack/react-router';
import type { MediaNode } from '../../api/nodes.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Panel } from '../../ui/surfaces.tsx';
import { EventList } from '../events/event-list.tsx';
import { mediaNodeRoute } from './routes.ts';

/** What this node reported. */
export default function EventsView({ node }: { node: MediaNode }) {
  const { page } = mediaNodeRoute.useSearch();
  const navigate = useNavigate();
  const go = (next: number) =>
    navigate({
      to: '/media-nodes/$id',
      params: { id: node.id },
      search: { view: 'events', ...(next > 1 && { page: next }) },
    });
  return (
    <Panel
      title="Events"
      flush
      action={
        <ButtonLink to="/events" search={{ node: node.id }}>
          Filter them
        </ButtonLink>
      }
    >
      <EventList
        filter={{ node: node.id, ...(page && { page }) }}
        nodes={[node]}
        oneNode
        onPage={(next) => void go(next)}
        onClear={() => void go(1)}
      />
    </Panel>
  );
}
