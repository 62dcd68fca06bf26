import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defer } from '../../../test/support/defer.ts';
import { createLoad } from './load.ts';
import { clientFrame, statsPayload } from './load-frame.ts';
import { startScriptedManager } from './scripted-manager.ts';

test('a stats message of the load has the size that was asked for, and says its round', () => {
  const text = statsPayload(2048, 7, '2026-01-01T00:00:00.000000000+00:00');
  assert.equal(text.length, 2048);
  assert.equal(JSON.parse(text).payload.uptime_secs, 7);
  assert.equal(clientFrame(text).length, 2048 + 8);
  assert.equal(clientFrame('x'.repeat(70_000)).length, 70_000 + 14);
});

test('a load registers, keeps its secret after the bounce, reports without end and acknowledges commands', async (t) => {
  const manager = await startScriptedManager(t);
  const credentials = [{ registrationToken: 'token-1' }];
  const load = createLoad({ url: manager.url, credentials, everyMs: 20, reconnectMs: 1, allowPlain: true });
  defer(t, () => load.stop());
  const started = load.start();
  const first = await manager.connection();
  assert.equal(first.auth.registration_token, 'token-1');
  first.say({ type: 'register_ack', payload: { node_id: 'n', node_secret: 's' } });
  await started;
  first.socket.close(1012);
  const second = await manager.connection();
  assert.equal(second.auth.node_secret, 's');
  second.say({ type: 'auth_ok' });
  await second.next('health');
  await second.next('stats', ({ payload }) => Number(payload.uptime_secs) > 1);
  assert.equal((await second.ask({ type: 'stop_flow', flow_id: 'flow-1' })).success, true);
  second.command('c', { type: 'get_config' });
  await second.next('config_response');
  second.say({ type: 'ping', payload: null });
  await second.next('pong');
  assert.equal(load.figures().connected, 1);
  assert.equal(load.figures().commands, 2);
});
