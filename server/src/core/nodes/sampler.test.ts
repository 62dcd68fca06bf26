import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Point } from '../telemetry/index.ts';
import type { Connection } from './connection.ts';
import { createSampler } from './sampler.ts';

test('figures of a node and its running flows are handed over every ten seconds, whatever it sends', () => {
  const connection = {
    node: { id: '00000000-1111-4222-8333-444455556666', tenantId: 't1', deviceType: 'edge' },
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
  const sample = createSampler(telemetry);
  for (let now = 1; now < 10_000; now += 1000) sample(connection, now);
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
  sample(connection, 10_002);
  assert.equal(offered.length, 16);
});

test('each node has its own moment in every ten seconds, so that they are not all stored together', () => {
  const offered = new Map<number, number>();
  const clock = { now: 0 };
  const telemetry = { offer: () => void offered.set(clock.now, (offered.get(clock.now) ?? 0) + 1) };
  const sample = createSampler(telemetry);
  const connections = Array.from({ length: 1000 }, (_, i) => {
    const id = `${((i * 0x9e3779b1) >>> 0).toString(16).padStart(8, '0')}-1111-4222-8333-444455556666`;
    return { node: { id, tenantId: 't1', deviceType: 'edge' }, nextSampleAt: 0, stats: {} } as unknown as Connection;
  });
  for (clock.now = 1_000_000; clock.now < 1_030_000; clock.now += 1000)
    for (const connection of connections) sample(connection, clock.now);
  offered.delete(1_000_000); // when they came
  const counts = [...offered.values()];
  assert.ok(counts.length >= 29 && Math.max(...counts) < 150, counts.join(' '));
});

test('hazard: a node that invents new flows in every report fills no table with their histories', () => {
  const metrics = new Set<string>();
  const sample = createSampler({ offer: (points) => points.forEach(({ metric }) => void metrics.add(metric)) });
  const report = (now: number, names: string) => {
    const flows = Array.from({ length: 100 }, (_, i) => ({ flow_id: `${names}-${i}`, state: 'running', input: {} }));
    const node = { id: '00000000-1111-4222-8333-444455556666', tenantId: 't1', deviceType: 'edge' };
    // Each time over a connection of its own.
    sample({ node, nextSampleAt: 0, stats: { flows } } as unknown as Connection, now);
  };
  const flows = () => new Set([...metrics].flatMap((metric) => metric.match(/^flow\.(.*)\.bitrate_bps$/)?.[1] ?? []));
  const day = 86_400_000;
  for (let i = 0; i < 50; i++) report(day + i * 10_000, `names-${i}`);
  assert.equal(flows().size, 200);
  report(day + 600_000, 'names-0');
  assert.equal(flows().size, 200);
  report(2 * day, 'tomorrow');
  assert.equal(flows().size, 300);
});
