import { isWord, list, number, object } from '../../platform/json-fields.ts';
import type { Point, Telemetry } from '../telemetry/index.ts';
import type { Connection } from './connection.ts';
import { deviceTypes } from './device-types.ts';
import type { Metrics } from './metrics.ts';
import type { Json } from './schema.ts';

/** Nodes report every second; a chart needs no more than this, and 2,000 nodes are 2,000 points a second with it. */
const SAMPLE_MS = 10_000;
/** Flows of one node that have histories of their own: in one report, and in a day. Series stay, and a node may invent names. */
const MOST_FLOWS = 100;
const MOST_NAMES = 200;
const DAY_MS = 86_400_000;
/** Figures of the node as a whole that are worth a history; counters that only grow say nothing in a chart. */
const kept = new Set([
  'active_flows',
  'active_tunnels',
  'total_bitrate_bps',
  'connected_edges',
  'total_bandwidth_bps',
  'active_tcp_streams',
]);
const healths = ['healthy', 'warning', 'error', 'critical'];

/** The figures of the last stats report; read once a report. */
export function metricsOf(connection: Connection): Metrics {
  connection.metrics ??= deviceTypes[connection.node.deviceType].metrics(connection.stats ?? {});
  return connection.metrics;
}

/** Hands the figures of a connected node to the telemetry, every ten seconds. */
export function createSampler(telemetry: Pick<Telemetry, 'offer'>): (connection: Connection, now: number) => void {
  /** Of a day: by node. */
  let named = new Map<string, Set<string>>();
  let day = 0;

  /** Whether a flow has a history; a node that comes again has no more of them. */
  function has(nodeId: string, flowId: string): boolean {
    const names = named.get(nodeId) ?? new Set();
    if (names.has(flowId)) return true;
    if (names.size >= MOST_NAMES) return false;
    named.set(nodeId, names.add(flowId));
    return true;
  }

  return (connection, now) => {
    if (now < connection.nextSampleAt || !connection.stats) return;
    connection.nextSampleAt = nextMomentOf(connection.node.id, now);
    const today = Math.floor(now / DAY_MS);
    if (today !== day) named = new Map();
    day = today;
    const { id } = connection.node;
    telemetry.offer(pointsOf(connection, now, (flowId) => has(id, flowId)));
  };
}

/** Each node has a moment of its own in every ten seconds: 2,000 that came together after a restart are not stored together. */
function nextMomentOf(nodeId: string, now: number): number {
  const phase = Number.parseInt(nodeId.slice(0, 8), 16) % SAMPLE_MS;
  return now + SAMPLE_MS - ((((now - phase) % SAMPLE_MS) + SAMPLE_MS) % SAMPLE_MS);
}

/**
 * `total_bitrate_bps` and the like of the node, `cpu_percent` and `ram_percent` of its machine, and of each flow
 * `flow.<id>.bitrate_bps`, `.packets_lost` (since the flow's start), `.rtt_ms` (of its slowest SRT connection) and `.health` (0 healthy, 1 warning,
 * 2 error, 3 critical).
 */
function pointsOf(connection: Connection, at: number, hasHistory: (flowId: string) => boolean): Point[] {
  const { id: sourceId, tenantId } = connection.node;
  const stats = connection.stats as Json;
  const points: Point[] = [];
  const add = (metric: string, value: unknown): void => {
    if (typeof value === 'number' && Number.isFinite(value)) points.push({ tenantId, sourceId, metric, at, value });
  };
  for (const [name, value] of metricsOf(connection).metrics) if (kept.has(name)) add(name, value);
  const { cpu_percent: cpu, ram_percent: ram } = object(stats.system_resources);
  add('cpu_percent', cpu);
  add('ram_percent', ram);
  for (const flow of list(stats.flows).slice(0, MOST_FLOWS)) {
    const { flow_id: id, health, state } = flow;
    if (typeof id !== 'string' || id === '' || id.length > 64 || !isWord(state, 'running')) continue;
    if (!hasHistory(id)) continue;
    const input = object(flow.input);
    add(`flow.${id}.bitrate_bps`, number(input.bitrate_bps));
    add(`flow.${id}.packets_lost`, number(input.packets_lost));
    add(`flow.${id}.rtt_ms`, slowestRoundTrip([input, ...list(flow.outputs)]));
    const level = typeof health === 'string' ? healths.indexOf(health.toLowerCase()) : -1;
    if (level >= 0) add(`flow.${id}.health`, level);
  }
  return points;
}

function slowestRoundTrip(ends: readonly Json[]): number | undefined {
  const legs = ends.flatMap((end) => [object(end.srt_stats).rtt_ms, object(end.srt_leg2_stats).rtt_ms]);
  const known = legs.filter((rtt) => typeof rtt === 'number' && Number.isFinite(rtt)) as number[];
  return known.length > 0 ? Math.max(...known) : undefined;
}
