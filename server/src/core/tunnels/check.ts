import { isIPv6 } from 'node:net';
import { invalid } from '../../platform/errors.ts';
import { modes, type NewTunnel, protocols, type TunnelWish } from './schema.ts';

const MOST_FLOWS = 100;
/** RFC 1035: a name has at most 253 characters. */
const MOST_HOST = 253;

/** A whole wish out of what was given; of the two modes' fields only those of its own mode stay. */
export function wishOf(given: NewTunnel): TunnelWish {
  const { enabled = true, relayNodeId, relayAddr, egressPeerAddr, associatedFlowIds = [] } = given;
  const isRelay = given.mode === 'relay';
  return {
    name: given.name,
    protocol: given.protocol,
    mode: given.mode,
    enabled,
    ingressNodeId: given.ingressNodeId.toLowerCase(),
    ingressListenPort: given.ingressListenPort,
    egressNodeId: given.egressNodeId.toLowerCase(),
    egressForwardAddr: given.egressForwardAddr,
    relayNodeId: isRelay ? (relayNodeId?.toLowerCase() ?? null) : null,
    relayAddr: isRelay ? (relayAddr ?? null) : null,
    egressPeerAddr: isRelay ? null : (egressPeerAddr ?? null),
    associatedFlowIds,
  };
}

/**
 * Checks everything but whether its nodes exist.
 *
 * @throws invalid
 */
export function checkWish(wish: TunnelWish): void {
  const { name, protocol, mode, ingressListenPort, associatedFlowIds } = wish;
  if (name.trim() === '' || name.length > 128) throw invalid('name must have 1 to 128 characters');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/[\x00-\x1f\x7f]/.test(name)) throw invalid('name must not hold control characters');
  if (!protocols.includes(protocol)) throw invalid('protocol must be tcp or udp');
  if (!modes.includes(mode)) throw invalid('mode must be relay or direct');
  if (!isPort(ingressListenPort)) throw invalid('ingress_listen_port must be a whole number from 1 to 65535');
  checkAddress('egress_forward_addr', wish.egressForwardAddr);
  if (mode === 'relay') {
    if (wish.relayNodeId === null) throw invalid('A tunnel in relay mode needs relay_node_id');
    checkAddress('relay_addr', wish.relayAddr);
  } else checkAddress('egress_peer_addr', wish.egressPeerAddr);
  if (wish.ingressNodeId === wish.egressNodeId)
    throw invalid('A tunnel needs two nodes: ingress_node_id and egress_node_id are the same');
  if (associatedFlowIds.length > MOST_FLOWS || associatedFlowIds.some((id) => id === '' || id.length > 64))
    throw invalid(`associated_flow_ids may hold ${MOST_FLOWS} ids of 1 to 64 characters`);
}

const isPort = (port: number) => Number.isInteger(port) && port >= 1 && port <= 65535;

/** @throws invalid for what is no `host:port` */
function checkAddress(field: string, address: string | null): void {
  if (address === null) throw invalid(`The tunnel needs ${field}, a host and a port such as 203.0.113.7:4433`);
  const [, v6, host, port] = /^(?:\[([^\]]*)\]|([^:[\]]*)):(\d{1,5})$/.exec(address) ?? [];
  const isHost = v6 === undefined ? isName(host ?? '') : isIPv6(v6) && !v6.includes('%');
  if (isHost && isPort(Number(port))) return;
  throw invalid(`${field} must be a host and a port, such as 203.0.113.7:4433 or [2001:db8::7]:4433`);
}

/** A host name or an IPv4 address. */
function isName(host: string): boolean {
  return host.length <= MOST_HOST && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(host);
}

/** The port of a checked address. */
export function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1));
}
