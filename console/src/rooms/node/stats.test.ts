import assert from 'node:assert/strict';
import test from 'node:test';
import { flowsOf, tunnelsOf } from './stats.ts';

test('states of flows are read without case, and figures of SRT, video and TR 101 290 are found', () => {
  const [flow] = flowsOf({
    flows: [
      {
        flow_id: 'f1',
        flow_name: 'News',
        state: 'Running',
        health: 'Warning',
        health_reasons: [{ code: 'loss', severity: 'warning', detail: 'Packets are lost' }],
        input: {
          input_type: 'srt',
          mode: 'listener',
          state: 'receiving',
          local_addr: '0.0.0.0:9000',
          bitrate_bps: 5_000_000,
          packets_lost: 7,
          srt_stats: { rtt_ms: 41.5, pkt_recv_loss_total: 7, pkt_recv_retransmit_total: 6, ms_recv_tsbpd_delay: 120 },
        },
        outputs: [
          { output_id: 'o1', output_name: 'Out', output_type: 'udp', state: 'Active', dest_addr: '239.0.0.1:5000' },
        ],
        media_analysis: {
          video_streams: [{ codec: 'H.264', resolution: '1920x1080', frame_rate: 25, bitrate_bps: 4_000_000 }],
          audio_streams: [{ codec: 'AAC', sample_rate_hz: 48_000, channels: 2, bitrate_bps: 128_000 }],
        },
        tr101290: {
          ts_packets_analyzed: 9,
          cc_errors: 3,
          window_cc_errors: 1,
          pat_errors: 0,
          priority1_ok: false,
          priority2_ok: true,
        },
      },
    ],
  });
  assert.ok(flow?.isRunning);
  assert.equal(flow.health, 'warning');
  assert.deepEqual(flow.reasons, ['Packets are lost']);
  assert.deepEqual(flow.input?.srt, [{ rttMs: 41.5, lost: 7, retransmitted: 6, latencyMs: 120 }]);
  assert.equal(flow.outputs[0]?.address, '239.0.0.1:5000');
  assert.deepEqual(
    flow.streams.map(({ what }) => what),
    ['H.264, 1920x1080, 25 fps', 'AAC, 48 kHz, 2 channels'],
  );
  assert.deepEqual(flow.transport, { isCompliant: false, failing: ['priority 1'], errors: [['cc', 3]] });
});

test('a flow that never ran has no input, and nonsense does no harm', () => {
  const [idle] = flowsOf({ flows: [{ flow_id: 'f2', state: 'Idle', health: 'Healthy', input: {}, outputs: [] }] });
  assert.equal(idle?.input, undefined);
  assert.equal(idle?.isRunning, false);
  assert.deepEqual(flowsOf({ flows: 'none' }), []);
  assert.deepEqual(flowsOf({ flows: [null, 3] }), []);
});

test('tunnels of an edge and of a relay become the same line', () => {
  const [edge] = tunnelsOf({
    tunnels: [{ id: 't', name: 'North', state: 'ready', stats: { bitrate_in_bps: 3, bitrate_out_bps: 9 } }],
  });
  assert.deepEqual([edge?.name, edge?.state, edge?.bitrate], ['North', 'ready', 9]);
  const leg = (direction: string) => tunnelsOf({ tunnels: [{ id: 't', direction, local_addr: '0.0.0.0:94' }] })[0];
  assert.deepEqual([leg('egress')?.about, leg('ingress')?.about], ['in at 0.0.0.0:94', 'out to 0.0.0.0:94']);
  const [relay] = tunnelsOf({ tunnels: [{ tunnel_id: 't', status: 'waiting_egress' }] });
  assert.deepEqual([relay?.id, relay?.state, relay?.bitrate], ['t', 'waiting egress', undefined]);
});

test('a tunnel of a relay is called what people call it, its ends in the order in which traffic goes', () => {
  const names: Record<string, string> = { t: 'Oslo to Bergen', o: 'edge-oslo', b: 'edge-bergen' };
  const tunnel = { tunnel_id: 't', protocol: 'udp', status: 'active', ingress_edge_id: 'b', egress_edge_id: 'o' };
  const [line] = tunnelsOf({ tunnels: [tunnel] }, (id) => names[id] ?? id);
  assert.deepEqual([line?.name, line?.about], ['Oslo to Bergen', 'udp, edge-oslo → edge-bergen']);
});
