import assert from 'node:assert/strict';
import test from 'node:test';
import type { Connection } from './connection.ts';
import { createLive } from './live.ts';

test('a report is told when it comes, although something else was told of its node just before', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
  const connection = { node: { id: 'n' }, stats: undefined, toldStats: undefined, toldAt: 0, statsToldAt: 0 };
  const node = connection as unknown as Connection;
  const live = createLive(new Map([['n', node]]), () => 1000);
  const told: [at: number, report: unknown][] = [];
  live.listen(() => told.push([Date.now() - 1_000_000, node.stats?.number]));
  const come = (number?: number) => {
    if (number !== undefined) node.stats = { number };
    live.changed(node);
  };
  come(1);
  t.mock.timers.tick(60);
  // Its health, too late for the report's own update.
  come();
  for (let i = 0; i < 47; i++) t.mock.timers.tick(20);
  come(2);
  for (let i = 0; i < 5; i++) t.mock.timers.tick(20);
  come(3);
  for (let i = 0; i < 20; i++) t.mock.timers.tick(20);
  live.stop();
  assert.deepEqual(
    told.map(([, report]) => report),
    [1, 1, 2],
    'the third came within the interval of the second, and waits',
  );
  const late = (told[2]?.[0] ?? 0) - 1000;
  assert.ok(late <= 60, `the second report was told ${late} ms after it came`);
});
