import type { Json } from '../../api/live-nodes.ts';

/*
 * What is shown of the reports of edges and relays. They are other people's programs, of many versions: every field may be
 * missing or of another kind, states come with a capital or without, and what is not known here is in the raw report.
 */
export type Srt = { rttMs: number; lost: number; retransmitted: number; latencyMs: number };
export type Port = {
  id: string;
  name: string;
  type: string;
  state: string;
  address: string;
  bitrate: number;
  /** Packets lost on the way in, or dropped on the way out. */
  lost: number;
  recovered: number;
  srt: Srt[];
};
export type Stream = { kind: 'video' | 'audio'; what: string; bitrate: number };
export type TransportStream = { isCompliant: boolean; failing: string[]; errors: [name: string, count: number][] };
export type Flow = {
  id: string;
  name: string;
  isRunning: boolean;
  state: string;
  health: string;
  reasons: string[];
  uptime: number;
  input: Port | undefined;
  outputs: Port[];
  streams: Stream[];
  transport: TransportStream | undefined;
};
/** `bitrate` is missing where it is not reported: relays tell bytes. */
export type TunnelLine = { id: string; name: string; state: string; about: string; bitrate?: number };

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const object = (value: unknown): Json => (isObject(value) ? value : {});
export const list = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);
export const figure = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const lower = (value: unknown) => text(value).toLowerCase();

export const flowsOf = (stats: Json): Flow[] => list(stats.flows).map(flowOf);

function flowOf(flow: Json): Flow {
  const state = lower(flow.state) || 'unknown';
  const input = object(flow.input);
  return {
    id: text(flow.flow_id),
    name: text(flow.flow_name) || text(flow.flow_id),
    isRunning: state === 'running',
    state,
    health: lower(flow.health),
    reasons: list(flow.health_reasons).map(({ detail, code }) => text(detail) || text(code)),
    uptime: figure(flow.uptime_secs),
    // One that was configured and never ran has an input without a type.
    input: text(input.input_type) ? portOf(input, 'input') : undefined,
    outputs: list(flow.outputs).map((output) => portOf(output, 'output')),
    streams: streamsOf(object(flow.media_analysis)),
    transport: transportOf(flow.tr101290),
  };
}

const addresses = [
  'dest_addr',
  'dest_url',
  'ingest_url',
  'whip_url',
  'rtsp_url',
  'whep_url',
  'remote_addr',
  'local_addr',
  'listen_addr',
  'bind_addr',
];

function portOf(port: Json, side: 'input' | 'output'): Port {
  const address = addresses.map((name) => text(port[name])).find(Boolean) ?? '';
  const type = text(port[`${side}_type`]);
  return {
    id: text(port[`${side}_id`]),
    name: text(port[`${side}_name`]) || text(port[`${side}_id`]),
    type: [type, text(port.mode)].filter(Boolean).join(' '),
    state: lower(port.state) || 'unknown',
    address,
    bitrate: figure(port.bitrate_bps),
    lost: figure(side === 'input' ? port.packets_lost : port.packets_dropped),
    recovered: figure(port.packets_recovered_fec),
    srt: [port.srt_stats, port.srt_leg2_stats].filter(isObject).map((leg) => srtOf(leg, side)),
  };
}

function srtOf(leg: Json, side: 'input' | 'output'): Srt {
  const own = side === 'input' ? 'recv' : 'send';
  return {
    rttMs: figure(leg.rtt_ms),
    lost: figure(leg[`pkt_${own}_loss_total`]) || figure(leg.pkt_loss_total),
    retransmitted: figure(side === 'input' ? leg.pkt_recv_retransmit_total : leg.pkt_retransmit_total),
    latencyMs: figure(leg[`ms_${own}_tsbpd_delay`]),
  };
}

function streamsOf(media: Json): Stream[] {
  const video = list(media.video_streams).map((stream): Stream => {
    const rate = figure(stream.frame_rate);
    const what = [
      text(stream.codec),
      text(stream.resolution),
      rate ? `${Number(rate.toFixed(2))} fps` : '',
      text(stream.profile),
    ];
    return { kind: 'video', what: what.filter(Boolean).join(', '), bitrate: figure(stream.bitrate_bps) };
  });
  const audio = list(media.audio_streams).map((stream): Stream => {
    const [rate, channels] = [figure(stream.sample_rate_hz), figure(stream.channels)];
    const what = [
      text(stream.codec),
      rate ? `${rate / 1000} kHz` : '',
      channels ? `${channels} channels` : '',
      text(stream.language),
    ];
    return { kind: 'audio', what: what.filter(Boolean).join(', '), bitrate: figure(stream.bitrate_bps) };
  });
  return [...video, ...audio];
}

function transportOf(value: unknown): TransportStream | undefined {
  if (!isObject(value) || figure(value.ts_packets_analyzed) === 0) return undefined;
  const failing = [1, 2, 3].filter((priority) => value[`priority${priority}_ok`] === false).map((p) => `priority ${p}`);
  const errors = Object.entries(value)
    .filter(
      ([name, count]) => /_errors?$|sync_loss_count$/.test(name) && !name.startsWith('window_') && figure(count) > 0,
    )
    .map(([name, count]): [string, number] => [
      name.replace(/_errors?$|_count$/, '').replaceAll('_', ' '),
      figure(count),
    ]);
  return { isCompliant: failing.length === 0, failing, errors };
}

/**
 * Tunnels as an edge or a relay reports them.
 *
 * @param nameOf what people call a tunnel or an edge; relays know only ids
 */
export function tunnelsOf(stats: Json, nameOf = (id: string) => id): TunnelLine[] {
  return list(stats.tunnels).map((tunnel) => {
    const figures = object(tunnel.stats);
    // The programs see it from the tunnel: `egress` is the edge at which traffic comes in, and sends it into the tunnel.
    const ends = [text(tunnel.egress_edge_id), text(tunnel.ingress_edge_id)].filter(Boolean).map(nameOf).join(' → ');
    const about = [text(tunnel.protocol), text(tunnel.mode), endOf(tunnel), ends];
    const rates = [figures.bitrate_in_bps, figures.bitrate_out_bps].filter((rate) => typeof rate === 'number');
    const id = text(tunnel.id) || text(tunnel.tunnel_id);
    return {
      id,
      name: text(tunnel.name) || nameOf(id),
      state: (lower(tunnel.state) || lower(tunnel.status) || 'unknown').replaceAll('_', ' '),
      about: about.filter(Boolean).join(', '),
      ...(rates.length > 0 && { bitrate: Math.max(...rates) }),
    };
  });
}

function endOf({ direction, local_addr }: Json): string {
  const address = text(local_addr);
  if (!address) return '';
  return direction === 'egress' ? `in at ${address}` : direction === 'ingress' ? `out to ${address}` : address;
}
