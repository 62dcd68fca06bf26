import { isWord, list, number, object } from '../../platform/json-fields.ts';
import type { Json } from './schema.ts';

/** Figures by name, in the order of the contract, and the flows or tunnels they were taken from. */
export type Metrics = { metrics: [name: string, value: number][]; items: unknown[] };

/** Source: §3.9 of the nodes contract's facts; states compared without case. */
export function edgeMetrics(stats: Json): Metrics {
  const flows = list(stats.flows);
  const tunnels = list(stats.tunnels);
  let bitrate = 0;
  let running = 0;
  for (const flow of flows) {
    bitrate += number(object(flow.input).bitrate_bps);
    if (isWord(flow.state, 'running')) running++;
  }
  let ready = 0;
  for (const { stats: figures, state } of tunnels) {
    const { bitrate_in_bps: incoming, bitrate_out_bps: outgoing } = object(figures);
    bitrate += Math.max(number(incoming), number(outgoing));
    if (isWord(state, 'ready')) ready++;
  }
  return {
    metrics: [
      ['active_flows', running],
      ['total_flows', flows.length],
      ['active_tunnels', ready],
      ['total_tunnels', tunnels.length],
      ['total_bitrate_bps', bitrate],
      ['uptime_secs', number(stats.uptime_secs)],
    ],
    items: [...flows, ...tunnels],
  };
}

const relayFigures = [
  'active_tunnels',
  'total_tunnels',
  'connected_edges',
  'total_bytes_ingress',
  'total_bytes_egress',
  'total_bytes_forwarded',
  'total_bandwidth_bps',
  'total_tcp_streams',
  'active_tcp_streams',
  'total_udp_datagrams',
  'peak_tunnels',
  'peak_edges',
  'connections_total',
  'uptime_secs',
];

export function relayMetrics(stats: Json): Metrics {
  return { metrics: relayFigures.map((name) => [name, number(stats[name])]), items: list(stats.tunnels) };
}
