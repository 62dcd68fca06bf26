import type { FlowEnds, Tunnel } from '../../api/tunnels.ts';

/** An output of a flow that feeds an input of a flow of another node. */
export type FlowLink = {
  from: string;
  fromFlow: string;
  to: string;
  toFlow: string;
  /** What it runs through; null without a tunnel. */
  tunnelId: string | null;
};

type End = { node: string; flow: string; local: Address | undefined; remote: Address | undefined };
type Address = { host: string; port: number };

const everywhere = new Set(['0.0.0.0', '[::]', '']);
const isLoopback = (host: string) => /^(127\.|localhost$|\[::1\]$)/.test(host);
/** The same group in two networks is two groups. */
const isMulticast = (host: string) => /^(22[4-9]|23\d)\.|^\[ff/i.test(host);

/** Host and port of `host:port` or of a URL. */
export function addressOf(text: string | null): Address | undefined {
  const [, host, port] =
    /^(?:[a-z]+:\/\/)?(?:[^@/]*@)?(\[[^\]]*\]|[^:/[\]]*):(\d{1,5})(?:[/?].*)?$/i.exec(text ?? '') ?? [];
  if (host === undefined || !port || Number(port) === 0) return undefined;
  return { host: host.toLowerCase(), port: Number(port) };
}

/**
 * Which flows feed which, as far as their configurations say for sure: one side's address is the other side's own, or
 * both are the ends of one tunnel. An address that two nodes have tells nothing.
 *
 * @param addresses the IP addresses of each node
 */
export function flowLinks(
  { nodes }: FlowEnds,
  tunnels: readonly Tunnel[],
  addresses: ReadonlyMap<string, readonly string[]>,
): FlowLink[] {
  const outputs = endsOf(nodes, 'outputs');
  const inputs = endsOf(nodes, 'inputs');
  const owner = ownersOf(addresses);
  const isAt = ({ node, local }: End, { host, port }: Address): boolean => {
    if (local?.port !== port || isLoopback(host) || isMulticast(host)) return false;
    return everywhere.has(local.host) ? owner.get(host) === node : local.host === host && owner.get(host) === node;
  };
  const isOwn = (node: string, host: string) => isLoopback(host) || owner.get(host) === node;
  const links: FlowLink[] = [];
  for (const output of outputs) {
    const { node, remote } = output;
    const entered = remote && isOwn(node, remote.host) ? entries(tunnels, node, remote.port) : [];
    for (const input of inputs) {
      if (input.node === node) continue;
      const tunnel = entered.find((one) => leadsTo(one, input, isOwn));
      const isFed = (remote && isAt(input, remote)) || (input.remote && isAt(output, input.remote));
      if (!tunnel && !isFed) continue;
      links.push({
        from: node,
        fromFlow: output.flow,
        to: input.node,
        toFlow: input.flow,
        tunnelId: tunnel?.id ?? null,
      });
    }
  }
  return links;
}

const entries = (tunnels: readonly Tunnel[], node: string, port: number) =>
  tunnels.filter((tunnel) => tunnel.ingress_node_id === node && tunnel.ingress_listen_port === port);

function leadsTo(tunnel: Tunnel, { node, local }: End, isOwn: (node: string, host: string) => boolean): boolean {
  const target = addressOf(tunnel.egress_forward_addr);
  return (
    tunnel.egress_node_id === node && target?.port === local?.port && target !== undefined && isOwn(node, target.host)
  );
}

function endsOf(nodes: FlowEnds['nodes'], side: 'inputs' | 'outputs'): End[] {
  return nodes.flatMap(({ node_id, flows }) =>
    flows.flatMap((flow) =>
      flow[side].map(({ local_addr, remote_addr }) => ({
        node: node_id,
        flow: flow.flow_name ?? flow.flow_id,
        local: addressOf(local_addr),
        remote: addressOf(remote_addr),
      })),
    ),
  );
}

/** By address, the one node that has it; none where several do. */
function ownersOf(addresses: ReadonlyMap<string, readonly string[]>): Map<string, string | undefined> {
  const owners = new Map<string, string | undefined>();
  for (const [node, own] of addresses)
    for (const address of own) {
      const host = address.includes(':') ? `[${address.toLowerCase()}]` : address;
      owners.set(host, owners.has(host) && owners.get(host) !== node ? undefined : node);
    }
  return owners;
}
