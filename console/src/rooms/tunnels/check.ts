import type { NodesAnswer, NodesRequest } from '@signalbox/sdk';

type Tunnel = NodesAnswer<'/api/v1/tunnels/{id}', 'get'>;
type NewTunnel = NodesRequest<'/api/v1/tunnels', 'post'>;
type TunnelChange = NodesRequest<'/api/v1/tunnels/{id}', 'put'>;

/** A tunnel as it is being typed; a field of the other mode keeps what was typed there. */
export type Draft = {
  name: string;
  protocol: Tunnel['protocol'];
  mode: Tunnel['mode'];
  ingress_node_id: string;
  ingress_listen_port: string;
  egress_node_id: string;
  egress_forward_addr: string;
  relay_node_id: string;
  relay_addr: string;
  egress_peer_addr: string;
  associated_flow_ids: string[];
};
export type Problems = Partial<Record<keyof Draft, string>>;

const MOST_FLOWS = 100;
/** RFC 1035: a name has at most 253 characters. */
const MOST_HOST = 253;

export function draftOf(tunnel: Tunnel | undefined): Draft {
  return {
    name: tunnel?.name ?? '',
    protocol: tunnel?.protocol ?? 'udp',
    mode: tunnel?.mode ?? 'relay',
    ingress_node_id: tunnel?.ingress_node_id ?? '',
    ingress_listen_port: tunnel ? String(tunnel.ingress_listen_port) : '',
    egress_node_id: tunnel?.egress_node_id ?? '',
    egress_forward_addr: tunnel?.egress_forward_addr ?? '',
    relay_node_id: tunnel?.relay_node_id ?? '',
    relay_addr: tunnel?.relay_addr ?? '',
    egress_peer_addr: tunnel?.egress_peer_addr ?? '',
    associated_flow_ids: tunnel?.associated_flow_ids ?? [],
  };
}

/** What the server would refuse, by field, before it is asked. */
export function problemsOf(draft: Draft): Problems {
  const { name, mode, ingress_node_id: from, egress_node_id: to, relay_node_id: relay } = draft;
  const found: Record<string, string | undefined> = {
    name: problemOfName(name.trim()),
    ingress_node_id: from ? undefined : 'Choose the edge where traffic comes in.',
    ingress_listen_port: isPort(draft.ingress_listen_port) ? undefined : 'A whole number from 1 to 65535.',
    egress_node_id: !to
      ? 'Choose the edge where traffic goes out.'
      : to === from
        ? 'It takes two edges: this one is the other end already.'
        : undefined,
    egress_forward_addr: problemOfAddress(draft.egress_forward_addr),
    associated_flow_ids:
      draft.associated_flow_ids.length > MOST_FLOWS ? `At most ${MOST_FLOWS} flows can be named.` : undefined,
    ...(mode === 'relay'
      ? {
          relay_node_id: relay ? undefined : 'Choose the relay between them.',
          relay_addr: problemOfAddress(draft.relay_addr),
        }
      : { egress_peer_addr: problemOfAddress(draft.egress_peer_addr) }),
  };
  return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem !== undefined));
}

function problemOfName(name: string): string | undefined {
  if (name === '') return 'Give it a name.';
  if (name.length > 128) return 'At most 128 characters.';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  return /[\x00-\x1f\x7f]/.test(name) ? 'It holds characters that cannot be seen.' : undefined;
}

const isPort = (typed: string) => /^\d{1,5}$/.test(typed) && Number(typed) >= 1 && Number(typed) <= 65_535;

function problemOfAddress(typed: string): string | undefined {
  const address = typed.trim();
  if (address === '') return 'A host and a port, such as 203.0.113.7:4433.';
  const [, v6, host, port] = /^(?:\[([^\]]*)\]|([^:[\]]*)):(\d{1,5})$/.exec(address) ?? [];
  const isHost = v6 === undefined ? isName(host ?? '') : isIpv6(v6);
  if (isHost && isPort(port ?? '')) return undefined;
  return 'It must be a host and a port, such as 203.0.113.7:4433 or [2001:db8::7]:4433.';
}

/** A host name or an IPv4 address. */
function isName(host: string): boolean {
  return host.length <= MOST_HOST && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(host);
}

const isIpv6 = (host: string) => /^[0-9a-f:.]+$/i.test(host) && URL.canParse(`http://[${host}]/`);

/** A checked draft, as the server takes it. */
export function bodyOf(draft: Draft): NewTunnel {
  const { name, protocol, mode, ingress_node_id, egress_node_id, associated_flow_ids } = draft;
  return {
    name: name.trim(),
    protocol,
    mode,
    ingress_node_id,
    ingress_listen_port: Number(draft.ingress_listen_port),
    egress_node_id,
    egress_forward_addr: draft.egress_forward_addr.trim(),
    associated_flow_ids,
    ...(mode === 'relay'
      ? { relay_node_id: draft.relay_node_id, relay_addr: draft.relay_addr.trim() }
      : { egress_peer_addr: draft.egress_peer_addr.trim() }),
  };
}

/** Only what is not as it was: a node that is told nothing new goes on undisturbed. */
export function changesOf(tunnel: Tunnel, draft: Draft): TunnelChange {
  const before: Record<string, unknown> = tunnel;
  const changed = Object.entries(bodyOf(draft)).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
  );
  return Object.fromEntries(changed);
}
