import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Point } from '../telemetry/index.ts';
import type { Connection } from './connection.ts';
import { sample } from './figures.ts';

test('figures of a node and its running flows are handed over every ten seconds, whatever it sends', () => {
  const connection = {
    node: { id: 'n1', tenantId: 't1', deviceType: 'edge' },
    nextSampleAt: 0,
    stats: {
      flows: [
        {
          flow_id: 'a',
          state: 'Running',
          health: 'Warning',
          input: { bitrate_bps: 5e6, packets_lost: 3, srt_stats: { rtt_ms: 21 }, srt_leg2_stats: { rtt_ms: 'slow' } },
          outputs: [{ srt_stats: { rtt_ms: 34.5 } }, { srt_stats: null }, 'nonsense'],
        },
        { flow_id: 'b', state: 'Idle', health: 'Healthy', input: {} },
        { flow_id: 7, state: 'running' },
        'nonsense',
      ],
      system_resources: { cpu_percent: 3.1, ram_percent: 'much' },
    },
  } as unknown as Connection;
  const offered: Point[] = [];
  const telemetry = { offer: (points: readonly Point[]) => void offered.push(...points) };
  for (let now = 1; now < 10_000; now += 1000) sample(telemetry, connection, now);
  assert.deepEqual(Object.fromEntries(offered.map(({ metric, value }) => [metric, value])), {
    active_flows: 2,
    active_tunnels: 0,
    total_bitrate_bps: 5e6,
    cpu_percent: 3.1,
    'flow.a.bitrate_bps': 5e6,
    'flow.a.packets_lost': 3,
    'flow.a.rtt_ms': 34.5,
    'flow.a.health': 1,
  });
  sample(telemetry, connection, 10_002);
  assert.equal(offered.length, 16);
});
