import { randomUUID } from 'node:crypto';
import type { Disk } from './disk.ts';
import { type EdgeWorks, executeEdgeCommand } from './edge-commands.ts';
import { type EdgeConfig, firstConfig, type Generation, withoutSecrets } from './edge-config.ts';
import { createEdgeTunnels } from './edge-tunnels.ts';
import { createFlowRunner } from './flow-runner.ts';
import { type CommandResult, createNodeClient, type NodeClient } from './node-client.ts';
import type { SessionEnd } from './open-socket.ts';
import { createRandom } from './random.ts';
import type { Relays } from './relay-switch.ts';
import { newTiming, oldTiming, type Timing } from './timing.ts';
import { usualWeather, type WeatherOptions } from './weather.ts';

export type EdgeOptions = {
  name: string;
  urls: readonly string[];
  disk: Disk;
  /** v1: edge 0.10.0 with flows that embed their parts. v2: edge 0.106.0. */
  generation: Generation;
  /** How many flows a new edge has. */
  flows?: number;
  /** The config file of an edge that has one already. */
  config?: EdgeConfig;
  seed?: number;
  timing?: Partial<Timing>;
  weather?: WeatherOptions;
  /** How often a stats message has an empty list of flows, 0 … 1; the first one always has. */
  emptyFlowsShare?: number;
  relays?: Relays;
  acceptSelfSigned?: boolean;
  allowPlain?: boolean;
  onSessionEnd?: (end: SessionEnd) => void;
};

export type SimulatedNode = Pick<
  NodeClient,
  'start' | 'stop' | 'kill' | 'cut' | 'event' | 'memory' | 'connected' | 'commandsServed' | 'lastEnd'
>;
export type Edge = SimulatedNode & {
  /** The config in force, secrets included. */
  config(): EdgeConfig;
};

const BACKLOG = 4096;
const REMOTE_PORT = 50_000;
const capabilities = ['optional-input', 'resources', 'network-info', 'interface-binding', 'native-udp-tunnel'];

/** A media edge that is not there: it speaks, obeys and misbehaves as a real one, but moves no media. */
export function createEdge(options: EdgeOptions): Edge {
  const { generation, disk, name } = options;
  const isNew = generation === 'v2';
  const random = createRandom(options.seed ?? 1);
  const timing = { ...(isNew ? newTiming : oldTiming), ...options.timing };
  const emptyShare = options.emptyFlowsShare ?? 0.01;
  let statsSent = 0;
  const flows = createFlowRunner(options.weather ?? usualWeather, random, (event) => client.event(event));
  const tunnels = createEdgeTunnels({
    generation,
    random,
    relays: options.relays ?? new Map(),
    remoteAddr: `203.0.113.${random.whole(2, 250)}:${REMOTE_PORT + random.whole(0, 9_999)}`,
    nodeId: () => client.memory().nodeId,
    connectionId: `conn-${randomUUID().slice(0, 8)}`,
  });
  const works: EdgeWorks = {
    generation,
    config: structuredClone(options.config ?? firstConfig(generation, name, options.flows ?? 2, random)),
    flows,
    tunnels,
    rotateSecret: (secret) => client.rotateSecret(secret, 'disk'),
    tell: (event) => client.event(event),
  };
  const client = createNodeClient({
    urls: options.urls,
    disk,
    softwareVersion: isNew ? '0.106.0' : '0.10.0',
    protocolVersion: isNew ? 4 : 1,
    timing,
    backsOff: !isNew,
    minTlsVersion: 'TLSv1.2',
    acceptSelfSigned: options.acceptSelfSigned ?? false,
    allowPlain: options.allowPlain ?? false,
    eventBacklog: BACKLOG,
    health,
    stats,
    config: () => ({ ...withoutSecrets(works.config), manager: managerBlock() }),
    execute: (action) => executeEdgeCommand(works, action),
    ack: isNew ? newAck : oldAck,
    // The newer edge runs each command in a task of its own, so acks overtake each other; the old one works in turn.
    commandDelay: () => (isNew ? Math.round(random.between(0, timing.commandMs)) : 0),
    onSessionEnd: options.onSessionEnd,
  });

  function health() {
    return {
      status: 'ok',
      version: isNew ? '0.106.0' : '0.10.0',
      uptime_secs: uptime(),
      active_flows: flows.runningCount(),
      total_flows: isNew ? works.config.flows.length : flows.runningCount(),
      api_addr: '0.0.0.0:8080',
      monitor_addr: isNew ? '0.0.0.0:9090' : null,
      capabilities: isNew ? capabilities : ['media-analysis'],
      ...(isNew ? { system_resources: resources(), network_interfaces: [networkInterface] } : {}),
    };
  }

  function stats() {
    const flowStats = flows.tick(works.config);
    const tunnelStats = tunnels.tick(works.config.tunnels);
    const isEmpty = statsSent++ === 0 || random.chance(emptyShare);
    return {
      flows: isEmpty ? [] : flowStats,
      tunnels: tunnelStats,
      uptime_secs: uptime(),
      active_flows: flows.runningCount(),
      total_flows: works.config.flows.length,
      ...(isNew ? { system_resources: resources(), standby_inputs: [] } : {}),
    };
  }

  /** The old program reports 0 for ever. */
  function uptime(): number {
    return isNew ? Math.round((statsSent * timing.statsMs) / 1_000) : 0;
  }

  function resources() {
    const used = random.whole(900, 1_400);
    const cpu_percent = Math.round(random.between(30, 120)) / 10;
    return { cpu_percent, ram_percent: Math.round(used / 80), ram_used_mb: used, ram_total_mb: 8_000 };
  }

  function managerBlock() {
    const { nodeId } = client.memory();
    const address = isNew ? { urls: options.urls } : { url: options.urls[0] };
    return { enabled: true, ...address, ...(nodeId ? { node_id: nodeId } : {}) };
  }

  function letGo(): void {
    tunnels.releaseAll();
    flows.halt();
  }

  return {
    ...client,
    start() {
      statsSent = 0;
      for (const flow of works.config.flows) if (flow.enabled && !flows.isRunning(flow.id)) flows.start(flow);
      client.start();
    },
    async stop() {
      await client.stop();
      letGo();
    },
    kill() {
      client.kill();
      letGo();
    },
    config: () => works.config,
  };
}

const networkInterface = {
  name: 'eth0',
  ipv4: ['192.0.2.10'],
  ipv6: [],
  mtu: 1500,
  link_speed_mbps: 1_000,
  is_up: true,
  is_loopback: false,
};

/** Newest: `error` and `error_code` only on failure, `data` only when there is some. */
function newAck({ success, error, code, data }: CommandResult): Record<string, unknown> {
  if (!success) return { success, error, error_code: code };
  return { success, ...(data === undefined ? {} : { data }) };
}

/** Old: always `error`, null on success; never `data` or `error_code`. */
function oldAck({ success, error }: CommandResult): Record<string, unknown> {
  return { success, error: error ?? null };
}
