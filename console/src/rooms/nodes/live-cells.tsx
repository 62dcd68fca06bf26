import { Link } from '@tanstack/react-router';
import type { MediaNode } from '../../api/nodes.ts';
import { useFleet, useLiveNode } from '../../api/use-fleet.ts';
import { ago, bitrate, counted } from '../../ui/format.ts';
import { stateOf } from './choose.ts';
import { StateLamp } from './state-lamp.tsx';

/* Small parts that follow a node by themselves, so that a report renders them and not the row around them. */

/** Lamp and word, as the live line says. */
export function NodeLamp({ node }: { node: MediaNode }) {
  const { isKnown } = useFleet();
  const isLive = useLiveNode(node.id) !== undefined;
  return <StateLamp state={stateOf(node, isKnown ? isLive : undefined)} />;
}

export function Bitrate({ id }: { id: string }) {
  const live = useLiveNode(id);
  return <>{live ? bitrate(live.bitrate) : '–'}</>;
}

/** What it carries: flows of an edge, tunnels and edges of a relay. */
export function Load({ id, type }: { id: string; type: string }) {
  const figures = useLiveNode(id)?.figures;
  if (!figures) return <>–</>;
  if (type === 'relay')
    return (
      <>
        {figures.active_tunnels ?? 0} of {counted(figures.total_tunnels ?? 0, 'tunnel')},{' '}
        {counted(figures.connected_edges ?? 0, 'edge')}
      </>
    );
  return (
    <>
      {figures.active_flows ?? 0} of {counted(figures.total_flows ?? 0, 'flow')}
    </>
  );
}

/** Empty when it never said one. */
export function Version({ node }: { node: MediaNode }) {
  return <>{useLiveNode(node.id)?.version ?? node.software_version}</>;
}

/** What it carries; of one that is away, when it was last there. */
export function LoadOrLeft({ node }: { node: MediaNode }) {
  const isLive = useLiveNode(node.id) !== undefined;
  if (isLive) return <Load id={node.id} type={node.device_type} />;
  return <>{node.last_seen_at ? `last seen ${ago(node.last_seen_at)}` : 'never connected'}</>;
}

/** Leads to a node's warnings that nobody has acknowledged. */
export function Alerts({ node, count }: { node: MediaNode; count: number }) {
  if (count === 0) return <span className="text-quiet">none</span>;
  return (
    <Link
      to="/events"
      search={{ node: node.id, open: true }}
      className="rounded-full bg-caution-soft px-2.5 py-0.5 font-medium text-caution text-sm underline-offset-4 hover:underline"
    >
      {count > 999 ? '999+' : count}
      <span className="sr-only"> open alerts of {node.name}</span>
    </Link>
  );
}
