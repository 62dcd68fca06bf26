import { bindToken, type Direction } from './bind-token.ts';
import type { Generation, Tunnel } from './edge-config.ts';
import type { Random } from './random.ts';
import type { Relays } from './relay-switch.ts';

export type EdgeTunnels = {
  /** Lets go of the relay, as when the tunnel is deleted or given anew. */
  release(tunnelId: string): void;
  keepOnly(tunnelIds: readonly string[]): void;
  releaseAll(): void;
  readyCount(): number;
  /** One stats tick: binds what is enabled and reports every tunnel. */
  tick(tunnels: readonly Tunnel[]): unknown[];
};

type Leg = { direction: Direction; address: string | undefined; state: string; bytes: number; packets: number };

export type EdgeTunnelsOptions = {
  generation: Generation;
  relays: Relays;
  random: Random;
  remoteAddr: string;
  /** The node id as the running process knows it. */
  nodeId(): string | undefined;
  connectionId: string;
};

/** The edge's side of its tunnels. A relay of another process is out of reach: such a tunnel stays `connecting`. */
export function createEdgeTunnels(options: EdgeTunnelsOptions): EdgeTunnels {
  const legs = new Map<string, Leg>();

  function release(id: string): void {
    const leg = legs.get(id);
    if (leg?.address) options.relays.get(leg.address)?.unbind(id, leg.direction);
    legs.delete(id);
  }

  function bind(tunnel: Tunnel): Leg {
    const direction: Direction = tunnel.direction === 'ingress' ? 'ingress' : 'egress';
    const [address] = relayAddresses(tunnel);
    const leg = legs.get(tunnel.id) ?? { direction, address, state: 'connecting', bytes: 0, packets: 0 };
    legs.set(tunnel.id, leg);
    leg.state = stateOf(tunnel, direction, address);
    if (leg.state !== 'ready') return leg;
    const bytes = options.random.whole(400_000, 1_200_000);
    leg.bytes += bytes;
    leg.packets += Math.ceil(bytes / 1316);
    return leg;
  }

  function stateOf(tunnel: Tunnel, direction: Direction, address: string | undefined): string {
    if (!tunnel.enabled) return 'down';
    const relay = address === undefined ? undefined : options.relays.get(address);
    if (!relay || tunnel.mode !== 'relay') return 'connecting';
    const secret = tunnel.tunnel_bind_secret;
    const token = typeof secret === 'string' ? bindToken(secret, tunnel.id, direction) : '';
    return relay.bind({
      tunnelId: tunnel.id,
      protocol: String(tunnel.protocol),
      direction,
      token,
      edgeId: options.nodeId() ?? options.connectionId,
      remoteAddr: options.remoteAddr,
    });
  }

  return {
    release,
    keepOnly(ids) {
      for (const id of legs.keys()) if (!ids.includes(id)) release(id);
    },
    releaseAll() {
      for (const id of legs.keys()) release(id);
    },
    readyCount: () => [...legs.values()].filter(({ state }) => state === 'ready').length,
    tick: (tunnels) => tunnels.map((tunnel) => report(options.generation, tunnel, bind(tunnel))),
  };
}

function report(generation: Generation, tunnel: Tunnel, { state, bytes, packets, direction, address }: Leg) {
  const { id, name, protocol, mode, local_addr } = tunnel;
  // The media enters the tunnel on the side that listens, which edges call egress.
  const sends = direction === 'egress';
  const relays = { relay_addrs: relayAddresses(tunnel), active_relay_idx: 0, active_relay_addr: address ?? null };
  const bps = state === 'ready' && packets > 0 ? 6_400_000 : 0;
  return {
    id,
    name,
    protocol,
    mode,
    direction,
    local_addr,
    state,
    ...(generation === 'v2' ? relays : {}),
    stats: {
      packets_sent: sends ? packets : 0,
      packets_received: sends ? 0 : packets,
      bytes_sent: sends ? bytes : 0,
      bytes_received: sends ? 0 : bytes,
      bitrate_in_bps: sends ? 0 : bps,
      bitrate_out_bps: sends ? bps : 0,
      send_errors: 0,
      ...(generation === 'v2' ? { decrypt_errors: 0 } : {}),
      connections_total: protocol === 'tcp' ? 1 : 0,
      connections_active: protocol === 'tcp' && state === 'ready' ? 1 : 0,
    },
  };
}

function relayAddresses({ relay_addrs: many, relay_addr: one }: Tunnel): string[] {
  if (Array.isArray(many)) return many.map(String);
  return typeof one === 'string' ? [one] : [];
}
