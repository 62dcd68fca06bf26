import { randomBytes } from 'node:crypto';

/**
 * A stats message of one running flow, filled up to `bytes`. `round` shows as `uptime_secs` and moves the bitrate;
 * `sent_unix_ms` says at a dashboard when it was sent.
 */
export function statsPayload(bytes: number, round: number, timestamp: string): string {
  const bps = 8_000_000 + ((round * 7_919) % 400_000);
  const total = round * 1_000_000;
  const input = { input_type: 'srt', state: 'receiving', mode: 'listener', local_addr: '0.0.0.0:9001' };
  const counters = { packets_received: round * 760, bytes_received: total, bitrate_bps: bps, packets_lost: 0 };
  const output = { output_id: 'out-1', output_name: 'To the hub', output_type: 'udp', dest_addr: '239.20.0.1:5700' };
  const flow = {
    flow_id: 'flow-1',
    flow_name: 'Main programme',
    state: 'Running',
    health: 'Healthy',
    input: { ...input, ...counters, packets_filtered: 0, packets_recovered_fec: 0, redundancy_switches: 0 },
    outputs: [{ ...output, state: 'active', packets_sent: round * 760, bytes_sent: total, bitrate_bps: bps }],
    uptime_secs: round,
    content_analysis: '',
  };
  const counts = { uptime_secs: round, active_flows: 1, total_flows: 1, sent_unix_ms: Date.now() };
  const payload = { flows: [flow], tunnels: [], ...counts };
  const write = () => JSON.stringify({ type: 'stats', timestamp, payload });
  flow.content_analysis = 'x'.repeat(Math.max(0, bytes - write().length));
  return write();
}

/** One whole text frame as a client sends it (RFC 6455, 5.2): masked, whoever it is written to. */
export function clientFrame(text: string): Buffer {
  const body = Buffer.from(text);
  const mask = randomBytes(4);
  const head = header(body.length);
  const out = Buffer.allocUnsafe(head.length + 4 + body.length);
  head.copy(out);
  mask.copy(out, head.length);
  const start = head.length + 4;
  for (let i = 0; i < body.length; i++) out[start + i] = (body[i] ?? 0) ^ (mask[i & 3] ?? 0);
  return out;
}

function header(length: number): Buffer {
  const finalText = 0x81;
  const masked = 0x80;
  if (length < 126) return Buffer.from([finalText, masked | length]);
  if (length < 65_536) return Buffer.from([finalText, masked | 126, length >> 8, length & 255]);
  const head = Buffer.alloc(10);
  head.set([finalText, masked | 127]);
  head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}
