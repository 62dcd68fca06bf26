import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type MediaNode, nodesQuery } from '../../api/nodes.ts';
import { useListed } from '../../api/removals.ts';
import { useCanWrite } from '../../api/session.ts';
import { flowEndsQuery, type Tunnel, tunnelsQuery } from '../../api/tunnels.ts';
import { addressesOf } from '../tunnels/addresses.ts';
import { type FlowLink, flowLinks } from './flow-links.ts';
import { type Wire, wiresOf } from './wires.ts';

export type Topology = {
  nodes: readonly MediaNode[];
  tunnels: readonly Tunnel[];
  links: readonly FlowLink[];
  wires: readonly Wire[];
  nodeOf(id: string): MediaNode | undefined;
};

const none: never[] = [];
const words = new Intl.Collator('en', { numeric: true });

/** Nodes by name, and what runs between them. Viewers are not told of tunnels. */
export function useTopology() {
  const canWrite = useCanWrite();
  const nodes = useListed(nodesQuery);
  const tunnels = useListed({ ...tunnelsQuery, enabled: canWrite });
  const ends = useQuery(flowEndsQuery);
  const all = nodes.data;
  const tunnelList = tunnels.data ?? none;
  const topology = useMemo((): Topology | undefined => {
    if (!all) return undefined;
    const byId = new Map(all.map((node) => [node.id, node]));
    const addresses = new Map(all.map(({ id, last_health }) => [id, addressesOf(last_health)]));
    const links = ends.data ? flowLinks(ends.data, tunnelList, addresses) : none;
    return {
      nodes: [...all].sort((a, b) => words.compare(a.name, b.name)),
      tunnels: tunnelList,
      links,
      wires: wiresOf(tunnelList, links, (id) => byId.has(id)),
      nodeOf: (id) => byId.get(id),
    };
  }, [all, tunnelList, ends.data]);
  return { topology, nodes, tunnels, ends };
}
