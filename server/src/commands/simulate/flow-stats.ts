import type { Endpoint, Flow } from './edge-config.ts';
import type { Random } from './random.ts';
import { type Condition, healthOf } from './weather.ts';

/** The counters of one running flow. */
export type FlowFigures = {
  usualBps: number;
  bps: number;
  ticks: number;
  packets: number;
  bytes: number;
  lost: number;
  resent: number;
  ccErrors: number;
  sent: number;
};

export type FlowSample = {
  flow: Flow;
  input: Record<string, unknown>;
  outputs: readonly Endpoint[];
  condition: Condition;
  figures: FlowFigures;
  random: Random;
};

const PACKET_BYTES = 1316;

/** What the edge reports of a running flow. */
export function flowStats(sample: FlowSample) {
  const { flow, condition, figures, random } = sample;
  return {
    flow_id: flow.id,
    flow_name: flow.name,
    state: 'Running',
    health: healthOf[condition],
    input: inputStats(sample),
    outputs: sample.outputs.map((output) => outputStats(output, sample)),
    uptime_secs: figures.ticks,
    tr101290: tr101290(sample),
    iat: { min_us: 410, max_us: Math.round(random.between(1_900, 5_200)), avg_us: 1_052 },
    pdv_jitter_us: Math.round(random.between(40, 220) * (condition === 'good' ? 1 : 6)),
    media_analysis: mediaAnalysis(sample),
  };
}

/** A flow that is configured but stopped is there with default values. */
export function stoppedFlowStats({ id, name }: Flow) {
  const nothing = { packets_received: 0, bytes_received: 0, bitrate_bps: 0, packets_lost: 0, packets_filtered: 0 };
  const input = { input_type: '', state: '', ...nothing, packets_recovered_fec: 0, redundancy_switches: 0 };
  return { flow_id: id, flow_name: name, state: 'Idle', health: 'Healthy', input, outputs: [], uptime_secs: 0 };
}

function inputStats({ input, condition, figures, random }: FlowSample) {
  const type = String(input.type ?? '');
  return {
    input_type: type,
    state: { good: 'receiving', lossy: 'receiving', bad: 'receiving', lost: 'waiting' }[condition],
    ...addresses(input, ['mode', 'local_addr', 'remote_addr', 'listen_addr', 'bind_addr', 'rtsp_url', 'whep_url']),
    packets_received: figures.packets,
    bytes_received: figures.bytes,
    bitrate_bps: figures.bps,
    packets_lost: figures.lost,
    packets_filtered: 0,
    packets_recovered_fec: 0,
    redundancy_switches: 0,
    source_discontinuities: 0,
    ...(type === 'srt' ? { srt_stats: srtLeg('recv', figures, condition, random) } : {}),
  };
}

function outputStats(output: Endpoint, { condition, figures, random }: FlowSample) {
  return {
    output_id: output.id,
    output_name: output.name,
    output_type: output.type,
    state: condition === 'lost' ? 'idle' : output.type === 'srt' ? 'connected' : 'active',
    ...addresses(output, ['mode', 'remote_addr', 'dest_addr', 'dest_url', 'ingest_url', 'whip_url', 'local_addr']),
    packets_sent: figures.sent,
    bytes_sent: figures.sent * PACKET_BYTES,
    bitrate_bps: figures.bps,
    packets_dropped: 0,
    fec_packets_sent: 0,
    ...(output.type === 'srt' ? { srt_stats: srtLeg('sent', figures, 'good', random) } : {}),
  };
}

function srtLeg(side: 'recv' | 'sent', figures: FlowFigures, condition: Condition, random: Random) {
  const receives = side === 'recv';
  const mbps = figures.bps / 1e6;
  const total = receives ? figures.packets : figures.sent;
  const resent = receives ? figures.resent : 0;
  return {
    state: condition === 'lost' ? 'broken' : 'connected',
    rtt_ms: tenths(random.between(18, 34) * (condition === 'good' ? 1 : 4)),
    send_rate_mbps: receives ? 0 : tenths(mbps),
    recv_rate_mbps: receives ? tenths(mbps) : 0,
    bandwidth_mbps: tenths(mbps * 8),
    pkt_sent_total: receives ? 0 : total,
    pkt_recv_total: receives ? total : 0,
    pkt_loss_total: resent,
    pkt_retransmit_total: 0,
    pkt_recv_retransmit_total: resent,
    pkt_recv_drop_total: receives ? figures.lost : 0,
    byte_sent_total: receives ? 0 : total * PACKET_BYTES,
    byte_recv_total: receives ? total * PACKET_BYTES : 0,
    pkt_flight_size: random.whole(4, 60),
    ms_send_buf: receives ? 0 : random.whole(80, 200),
    ms_recv_buf: receives ? random.whole(80, 200) : 0,
    ms_recv_tsbpd_delay: 200,
    uptime_ms: figures.ticks * 1_000,
  };
}

function tr101290({ condition, figures }: FlowSample) {
  return {
    ts_packets_analyzed: figures.packets * 7,
    pat_count: figures.ticks * 10,
    pmt_count: figures.ticks * 10,
    sync_loss_count: 0,
    sync_byte_errors: 0,
    cc_errors: figures.ccErrors,
    pat_errors: 0,
    pmt_errors: 0,
    pid_errors: 0,
    tei_errors: 0,
    crc_errors: 0,
    pcr_discontinuity_errors: 0,
    pcr_accuracy_errors: 0,
    priority1_ok: condition === 'good' || condition === 'lossy',
    priority2_ok: true,
    tr07_compliant: false,
  };
}

function mediaAnalysis({ figures }: FlowSample) {
  const video = { pid: 256, codec: 'H.264', stream_type: 27, resolution: '1920x1080', frame_rate: 25, profile: 'High' };
  const audio = { pid: 257, codec: 'AAC', stream_type: 15, sample_rate_hz: 48_000, channels: 2, language: 'eng' };
  return {
    protocol: 'ts',
    payload_format: 'raw_ts',
    program_count: 1,
    video_streams: [{ ...video, level: '4.1', bitrate_bps: Math.round(figures.bps * 0.93) }],
    audio_streams: [{ ...audio, bitrate_bps: 192_000 }],
    total_bitrate_bps: figures.bps,
  };
}

function addresses(from: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]));
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
