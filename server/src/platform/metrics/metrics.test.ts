import assert from 'node:assert/strict';
import test from 'node:test';
import { createMetrics } from './index.ts';

test('metrics tell requests, readings and the process, and survive a part that cannot answer', async () => {
  const metrics = createMetrics();
  metrics.observeRequest({ door: 'ml', method: 'GET', route: '/x', status: 200 }, 0.02);
  metrics.gauge('one', 'one', () => 1);
  metrics.gauges('jobs', 'jobs', ['kind'], async () => [{ labels: { kind: 'a' }, value: 3 }]);
  metrics.gauge('broken', 'broken', async () => {
    throw new Error('down');
  });
  const { contentType, text } = await metrics.render();
  assert.match(contentType, /text\/plain/);
  assert.match(text, /signalbox_http_request_seconds_count\{door="ml",method="GET",route="\/x",status="200"\} 1/);
  assert.match(text, /^one 1$/m);
  assert.match(text, /^jobs\{kind="a"\} 3$/m);
  assert.match(text, /^process_resident_memory_bytes /m);
});
