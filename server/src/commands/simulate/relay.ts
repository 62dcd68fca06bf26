import type { Disk } from './disk.ts';
import type { SimulatedNode } from './edge.ts';
import { createNodeClient } from './node-client.ts';
import type { SessionEnd } from './open-socket.ts';
import { createRandom } from './random.ts';
import { executeRelayCommand } from './relay-commands.ts';
import { createRelaySwitch, type Relays } from './relay-switch.ts';
import { newTiming, type Timing } from './timing.ts';

export type RelayOptions = {
  name: string;
  urls: readonly string[];
  disk: Disk;
  /** Where edges reach it, as tunnels name it: `host:port`. */
  address: string;
  relays?: Relays;
  seed?: number;
  timing?: Partial<Timing>;
  acceptSelfSigned?: boolean;
  allowPlain?: boolean;
  onSessionEnd?: (end: SessionEnd) => void;
};

export type Relay = SimulatedNode;

const BACKLOG = 1024;
const VERSION = '0.10.6';

/** A relay that is not there: it authorizes and joins the tunnels of simulated edges, but moves no bytes. */
export function createRelay(options: RelayOptions): Relay {
  const random = createRandom(options.seed ?? 1);
  const timing = { ...newTiming, ...options.timing };
  const relay = createRelaySwitch(options.address, (event) => client.event(event));
  let startUpConfig: Record<string, unknown> = {};
  let ticks = 0;
  let peakTunnels = 0;
  let peakEdges = 0;
  let forwarded = 0;
  const client = createNodeClient({
    urls: options.urls,
    disk: options.disk,
    softwareVersion: VERSION,
    protocolVersion: 1,
    timing,
    backsOff: false,
    minTlsVersion: 'TLSv1.3',
    acceptSelfSigned: options.acceptSelfSigned ?? false,
    allowPlain: options.allowPlain ?? false,
    eventBacklog: BACKLOG,
    health,
    stats,
    config: () => startUpConfig,
    execute: (action) => executeRelayCommand(relay, action, (secret) => client.rotateSecret(secret, 'start-up')),
    ack: ({ success, error, data }) => ({ success, error: error ?? null, ...(data === undefined ? {} : { data }) }),
    commandDelay: () => 0,
    onSessionEnd: options.onSessionEnd,
  });

  function figures() {
    const tunnels = relay.tunnels();
    const edges = relay.edges();
    const active = tunnels.filter(({ status }) => status === 'active').length;
    peakTunnels = Math.max(peakTunnels, tunnels.length);
    peakEdges = Math.max(peakEdges, edges.length);
    return {
      connected_edges: edges.length,
      active_tunnels: active,
      total_tunnels: tunnels.length,
      total_bytes_forwarded: forwarded,
      peak_tunnels: peakTunnels,
      peak_edges: peakEdges,
      connections_total: relay.connectionsTotal(),
      uptime_secs: Math.round((ticks * timing.statsMs) / 1_000),
      udp_sessions_total: 0,
      udp_sessions_active: 0,
    };
  }

  function health() {
    return {
      status: 'ok',
      version: VERSION,
      ...figures(),
      api_addr: '127.0.0.1:4480',
      quic_addr: options.address,
      public_quic_addr: null,
      public_udp_addr: null,
      capabilities: ['udp-relay'],
    };
  }

  function stats() {
    ticks++;
    let passed = 0;
    relay.tick(() => {
      const bytes = random.whole(400_000, 1_200_000);
      passed += bytes;
      return bytes;
    });
    forwarded += 2 * passed;
    const tunnels = relay.tunnels();
    const sum = (of: keyof (typeof tunnels)[number]['stats']) =>
      tunnels.reduce((total, tunnel) => total + tunnel.stats[of], 0);
    return {
      tunnels,
      udp_sessions: [],
      edges: relay.edges(),
      ...figures(),
      total_bytes_ingress: sum('bytes_ingress'),
      total_bytes_egress: sum('bytes_egress'),
      total_bandwidth_bps: Math.round((passed * 8_000) / timing.statsMs),
      total_tcp_streams: sum('tcp_streams_total'),
      active_tcp_streams: sum('tcp_streams_active'),
      total_udp_datagrams: sum('udp_datagrams_total'),
    };
  }

  /** As loaded at the start and never updated; the token is not redacted, nor is it by the real one. */
  function loadConfig(): Record<string, unknown> {
    const { registrationToken, nodeId, nodeSecret } = options.disk.read();
    const manager = {
      enabled: true,
      urls: options.urls,
      ...(registrationToken ? { registration_token: registrationToken } : {}),
      ...(nodeId ? { node_id: nodeId } : {}),
      ...(nodeSecret ? { node_secret: '***REDACTED***' } : {}),
    };
    return { quic_addr: options.address, api_addr: '127.0.0.1:4480', api_token: '***REDACTED***', manager };
  }

  function leave(): void {
    options.relays?.delete(options.address);
    relay.forget();
  }

  return {
    ...client,
    start() {
      startUpConfig = loadConfig();
      ticks = 0;
      forwarded = 0;
      options.relays?.set(options.address, relay);
      client.start();
    },
    async stop() {
      await client.stop();
      leave();
    },
    kill() {
      client.kill();
      leave();
    },
  };
}
