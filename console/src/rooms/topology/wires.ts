import type { Tunnel } from '../../api/tunnels.ts';
import type { FlowLink } from './flow-links.ts';

/** What runs from one node straight to another: tunnels, or flows without one. */
export type Wire = {
  id: string;
  kind: 'tunnel' | 'flow';
  from: string;
  to: string;
  /** None where flows run without one. */
  tunnels: readonly Tunnel[];
  flows: readonly FlowLink[];
};

/** The state that counts where several stand for one: the one that needs somebody most. */
const byNeed = ['error', 'pending', 'active', 'disabled'] as const;

export const worstOf = (tunnels: readonly Tunnel[]): Tunnel['status'] =>
  byNeed.find((status) => tunnels.some((tunnel) => tunnel.status === status)) ?? 'active';

/** The nodes a tunnel runs over, in the order traffic takes; a relay the person does not see is left out. */
export function wayOf(tunnel: Tunnel, isKnown: (id: string) => boolean): string[] {
  const { ingress_node_id, relay_node_id, egress_node_id } = tunnel;
  const relay = relay_node_id !== null && isKnown(relay_node_id) ? [relay_node_id] : [];
  return [ingress_node_id, ...relay, egress_node_id].filter(isKnown);
}

/** One wire for each two nodes and kind, in the order in which they come. */
export function wiresOf(
  tunnels: readonly Tunnel[],
  links: readonly FlowLink[],
  isKnown: (id: string) => boolean,
): Wire[] {
  const wires = new Map<string, Wire & { tunnels: Tunnel[]; flows: FlowLink[] }>();
  const wire = (kind: Wire['kind'], from: string, to: string) => {
    const id = `${kind}:${from}>${to}`;
    const found = wires.get(id) ?? { id, kind, from, to, tunnels: [], flows: [] };
    wires.set(id, found);
    return found;
  };
  for (const tunnel of tunnels) {
    const way = wayOf(tunnel, isKnown);
    for (const [i, to] of way.entries()) {
      const from = way[i - 1];
      if (from !== undefined && from !== to) wire('tunnel', from, to).tunnels.push(tunnel);
    }
  }
  for (const link of links)
    if (link.tunnelId === null && isKnown(link.from) && isKnown(link.to))
      wire('flow', link.from, link.to).flows.push(link);
  return [...wires.values()];
}
