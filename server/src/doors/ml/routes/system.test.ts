import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { startMlHouse } from '../../../../test/support/ml-house.ts';

const house = await startMlHouse({ after });
const { request } = house;
const admin = await house.administrator();

test('health needs no token', async () => {
  const answer = await request('GET', '/health');
  assert.equal(answer.statusCode, 200);
  const { uptime_seconds: uptime, ...rest } = answer.json();
  assert.deepEqual(rest, { status: 'ok', version: '0.1.0', aegis_db: 'connected' });
  assert.ok(Number.isInteger(uptime) && uptime >= 0);
});

test('system metrics are figures of this machine, for anybody with a token', async () => {
  const viewer = await house.somebody('viewer', admin.principal.tenantId);
  const answer = await request('GET', '/api/v1/system/metrics', { token: viewer.token });
  assert.equal(answer.statusCode, 200);
  const figures = answer.json();
  assert.ok(figures.memory_used_mb > 0 && figures.memory_used_mb < figures.memory_total_mb);
  assert.ok(figures.disk_used_gb > 0 && figures.disk_used_gb <= figures.disk_total_gb);
  assert.equal(figures.max_concurrent_trainings, 2);
  assert.equal((await request('GET', '/api/v1/system/metrics')).statusCode, 401);
});

test('the outbox is for administrators of the first tenant', async () => {
  const body = { username: 'newcomer', email: 'newcomer@example.com', password: 'long enough' };
  await request('POST', '/api/v1/auth/signup', { body });
  const read = (token?: string) =>
    request('GET', '/api/v1/admin/outbox?recipient=newcomer@example.com', token === undefined ? {} : { token });
  const [mail] = (await read(admin.token)).json();
  assert.equal(mail.template, 'verification');
  assert.match(mail.text, /^\d{6}$/m);
  const stranger = await house.somebody('owner');
  const colleague = await house.somebody('operator', admin.principal.tenantId);
  assert.equal((await read(stranger.token)).statusCode, 403);
  assert.equal((await read(colleague.token)).statusCode, 403);
  assert.equal((await read()).statusCode, 401);
  assert.equal((await request('GET', '/api/v1/admin/outbox?limit=0', { token: admin.token })).statusCode, 400);
});

test('an unknown path is 404 with a token and 401 without', async () => {
  for (const path of ['/api/v1/nonsense', '/api/v2/datasets', '/ws/nonsense']) {
    assert.equal((await request('GET', path, { token: admin.token })).statusCode, 404, path);
    assert.equal((await request('GET', path)).statusCode, 401, path);
  }
  assert.equal((await request('GET', '/etc/passwd')).statusCode, 404);
});
