/*
 * Attacks on the nodes door: by strangers, by nodes with good credentials, by people who may see only some nodes, by other
 * tenants, by websites in somebody's browser, and by those whose rights ended while a socket was open.
 */
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { startTestApp } from './support/app.ts';
import { openNodeSocket } from './support/node-client.ts';

const app = (await startTestApp({ after })).door('nodes');

test('hazard: a stranger’s first frame in letters of many bytes must not end the server', async () => {
  for (const frame of [JSON.stringify({ type: '漢'.repeat(64) }), `漢${'漢'.repeat(200)}`]) {
    const stranger = await openNodeSocket(app);
    stranger.raw(frame);
    assert.equal((await stranger.next('auth_error')).type, 'auth_error');
    assert.equal((await stranger.ended).code, 1008);
  }
  assert.equal((await app.request('GET', '/health')).status, 200);
});
