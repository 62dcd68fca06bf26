import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'node:test';
import { createOutbound } from '../../platform/http/index.ts';
import { checkHealth, type SeenHealth } from './health.ts';
import type { Target } from './schema.ts';

test('hazard: a device whose answer cannot be stored does not end the health check of the others', async (t) => {
  const words = { status: 'ok', model_id: 'mdl\0\ud83d', model_version: '\x1b[31mv1' };
  const device = createServer((_request, answer) => answer.end(JSON.stringify(words)));
  await new Promise<void>((done) => device.listen(0, '127.0.0.1', done));
  t.after(() => device.close());
  const outbound = createOutbound({ allow: ['127.0.0.1'] });
  t.after(() => outbound.close());
  const { port: edgePort } = device.address() as AddressInfo;
  // Twice as many as are asked at a time.
  const targets = Array.from({ length: 32 }, (_, i) => ({ id: `tgt_${i}`, host: '127.0.0.1', edgePort }) as Target);
  const seen = new Map<string, SeenHealth>();
  const checking = checkHealth(targets, outbound, async ({ id }, health) => {
    if (seen.size < 20) {
      seen.set(id, health);
      throw new Error('cannot be stored');
    }
    seen.set(id, health);
  });
  await assert.rejects(checking, /cannot be stored/);
  assert.equal(seen.size, 32);
  assert.deepEqual(seen.get('tgt_31'), { online: true, model: 'mdl\ufffd\ufffd', version: '\ufffd[31mv1' });
});
