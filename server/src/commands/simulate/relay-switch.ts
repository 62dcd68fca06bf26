import type { Direction } from './bind-token.ts';
import type { NodeEvent } from './event-backlog.ts';

export type Bind = {
  tunnelId: string;
  protocol: string;
  direction: Direction;
  token: string;
  /** The edge's node id once it knows it, else an id of its connection. */
  edgeId: string;
  remoteAddr: string;
};

type Side = { edgeId: string; remoteAddr: string };
type Open = { protocol: string; ingress?: Side; egress?: Side; bytes: number; datagrams: number; age: number };

/** The tunnels of one relay, as edges and the manager see them. */
export type RelaySwitch = {
  address: string;
  authorize(tunnelId: string, tokens: Record<Direction, string>): void;
  revoke(tunnelId: string): void;
  /** An edge holds its side up; called again and again. `waiting` also where the token is not the authorized one. */
  bind(bind: Bind): 'waiting' | 'ready';
  unbind(tunnelId: string, direction: Direction): void;
  /** @returns false when there is no such tunnel */
  close(tunnelId: string): boolean;
  /** @returns false when no such edge is connected */
  disconnect(edgeId: string): boolean;
  tunnels(): ReturnType<typeof describe>[];
  edges(): { edge_id: string; remote_addr: string }[];
  connectionsTotal(): number;
  /** One stats tick: bytes flow through the active tunnels. */
  tick(bytesPerTunnel: () => number): void;
  /** All of it is in memory only: a restart forgets bindings and authorizations. */
  forget(): void;
};

/** The relays of one simulation, by address: how simulated edges find them. */
export type Relays = Map<string, RelaySwitch>;

export function createRelaySwitch(address: string, tell: (event: NodeEvent) => void): RelaySwitch {
  const authorized = new Map<string, Record<Direction, string>>();
  const open = new Map<string, Open>();
  const known = new Set<string>();
  let connections = 0;

  function edges() {
    const found = new Map<string, string>();
    for (const { ingress, egress } of open.values())
      for (const side of [ingress, egress]) if (side) found.set(side.edgeId, side.remoteAddr);
    return found;
  }

  function unbind(tunnelId: string, direction: Direction): void {
    const tunnel = open.get(tunnelId);
    if (!tunnel?.[direction]) return;
    delete tunnel[direction];
    if (!tunnel.ingress && !tunnel.egress) open.delete(tunnelId);
    for (const edge of known) if (!edges().has(edge)) known.delete(edge);
  }

  return {
    address,
    authorize: (id, tokens) => void authorized.set(id, tokens),
    revoke(id) {
      authorized.delete(id);
      open.delete(id);
    },
    bind({ tunnelId, protocol, direction, token, edgeId, remoteAddr }) {
      if (authorized.get(tunnelId)?.[direction] !== token) {
        unbind(tunnelId, direction);
        return 'waiting';
      }
      const tunnel = open.get(tunnelId) ?? { protocol, bytes: 0, datagrams: 0, age: 0 };
      open.set(tunnelId, tunnel);
      const isNew = tunnel[direction]?.edgeId !== edgeId;
      tunnel[direction] = { edgeId, remoteAddr };
      if (isNew && !known.has(edgeId)) {
        known.add(edgeId);
        connections++;
        tell({ severity: 'info', category: 'edge', message: `Edge connected from ${remoteAddr}` });
      }
      const ready = tunnel.ingress !== undefined && tunnel.egress !== undefined;
      if (isNew) {
        const message = ready ? 'Tunnel active (both sides bound)' : `Tunnel waiting: ${direction} side bound`;
        tell({ severity: 'info', category: 'tunnel', message, flow_id: tunnelId });
      }
      return ready ? 'ready' : 'waiting';
    },
    unbind,
    close: (id) => open.delete(id),
    disconnect(edgeId) {
      if (!edges().has(edgeId)) return false;
      known.delete(edgeId);
      for (const [id, tunnel] of open)
        for (const direction of ['ingress', 'egress'] as const)
          if (tunnel[direction]?.edgeId === edgeId) unbind(id, direction);
      return true;
    },
    tunnels: () => [...open].map(([id, tunnel]) => describe(id, tunnel)),
    edges: () => [...edges()].map(([edge_id, remote_addr]) => ({ edge_id, remote_addr })),
    connectionsTotal: () => connections,
    tick(bytesPerTunnel) {
      for (const tunnel of open.values()) {
        tunnel.age++;
        if (!tunnel.ingress || !tunnel.egress) continue;
        const bytes = bytesPerTunnel();
        tunnel.bytes += bytes;
        tunnel.datagrams += Math.ceil(bytes / 1316);
      }
    },
    forget() {
      authorized.clear();
      open.clear();
      known.clear();
    },
  };
}

function describe(tunnel_id: string, { protocol, ingress, egress, bytes, datagrams, age }: Open) {
  const waiting = ingress ? 'waiting_egress' : egress ? 'waiting_ingress' : 'empty';
  return {
    tunnel_id,
    protocol,
    status: ingress && egress ? 'active' : waiting,
    ingress_edge_id: ingress?.edgeId ?? null,
    egress_edge_id: egress?.edgeId ?? null,
    ingress_remote_addr: ingress?.remoteAddr ?? null,
    egress_remote_addr: egress?.remoteAddr ?? null,
    stats: {
      bytes_ingress: bytes,
      bytes_egress: bytes,
      tcp_streams_total: protocol === 'tcp' ? 1 : 0,
      tcp_streams_active: protocol === 'tcp' && ingress && egress ? 1 : 0,
      udp_datagrams_total: protocol === 'udp' ? datagrams : 0,
      uptime_secs: age,
    },
  };
}
