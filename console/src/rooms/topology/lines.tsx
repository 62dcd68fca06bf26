import { Link } from '@tanstack/react-router';
import type { Tunnel } from '../../api/tunnels.ts';
import { TunnelStatus } from '../tunnels/words.tsx';
import type { FlowLink } from './flow-links.ts';
import type { Topology } from './use-topology.ts';

export function NodeName({ id, name }: { id: string; name: string }) {
  return (
    <Link
      to="/media-nodes/$id"
      params={{ id }}
      className="rounded font-medium underline-offset-4 hover:underline [overflow-wrap:anywhere]"
    >
      {name}
    </Link>
  );
}

/** Tunnels, and flows that feed each other without one, in words. */
export function LineList({
  topology,
  tunnels,
  links,
  className,
}: {
  topology: Topology;
  tunnels: readonly Tunnel[];
  links: readonly FlowLink[];
  className: string;
}) {
  return (
    <ul className={`flex flex-col text-sm ${className}`}>
      {tunnels.map((tunnel) => (
        <li key={tunnel.id}>
          <TunnelWords tunnel={tunnel} links={topology.links} />
        </li>
      ))}
      {links.length > 0 && (
        <li>
          <FlowWords links={links} nodeOf={topology.nodeOf} />
        </li>
      )}
    </ul>
  );
}

/** A tunnel in words: name, state, its way, and the flows that run through it. */
function TunnelWords({ tunnel, links }: { tunnel: Tunnel; links: readonly FlowLink[] }) {
  const through = links.filter(({ tunnelId }) => tunnelId === tunnel.id);
  return (
    <>
      <span className="flex flex-wrap items-center gap-x-3">
        <Link
          to="/tunnels"
          search={{ q: tunnel.name }}
          className="rounded font-medium underline-offset-4 hover:underline [overflow-wrap:anywhere]"
        >
          {tunnel.name}
        </Link>
        <TunnelStatus status={tunnel.status} />
      </span>
      <span className="block text-quiet [overflow-wrap:anywhere]">
        {[tunnel.ingress_node_name, ...(tunnel.relay_node_id ? [tunnel.relay_node_name] : []), tunnel.egress_node_name]
          .map((name) => name ?? 'a node you do not see')
          .join(' → ')}
      </span>
      {through.length > 0 && <FlowWords links={through} />}
    </>
  );
}

function FlowWords({ links, nodeOf }: { links: readonly FlowLink[]; nodeOf?: Topology['nodeOf'] }) {
  const end = (id: string, flow: string) => (nodeOf ? `${flow} of ${nodeOf(id)?.name}` : flow);
  return (
    <ul className="text-quiet">
      {links.map(({ from, fromFlow, to, toFlow }) => (
        <li key={`${from} ${fromFlow} ${to} ${toFlow}`}>
          The flow {end(from, fromFlow)} feeds {end(to, toFlow)}
        </li>
      ))}
    </ul>
  );
}

/** All that runs to, from or over a node. */
export function ofNode({ tunnels, links }: Topology, id: string): { tunnels: Tunnel[]; links: FlowLink[] } {
  return {
    tunnels: tunnels.filter((tunnel) =>
      [tunnel.ingress_node_id, tunnel.egress_node_id, tunnel.relay_node_id].includes(id),
    ),
    links: links.filter(({ from, to, tunnelId }) => tunnelId === null && (from === id || to === id)),
  };
}
