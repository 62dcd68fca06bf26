import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import test, { after, type TestContext } from 'node:test';
import { Type } from 'typebox';
import { testDatabase } from '../../../test/support/database.ts';
import { sql } from '../database/index.ts';
import { invalid } from '../errors.ts';
import { silentLog } from '../log/index.ts';
import { createHttpServer, createIdempotency, once } from './index.ts';
import { createSampleDoor } from './sample-door.ts';

const fingerprintKey = randomBytes(32);
const { database } = await testDatabase({ after });
await database.run(sql`create table payments (id int generated always as identity, amount int)`);

/** A server whose POST /pay makes a payment; `hold` lets a test stop it just before it commits. */
async function start(t: TestContext, hold: () => Promise<void> = async () => {}) {
  const idempotency = createIdempotency(database, fingerprintKey);
  const door = createSampleDoor();
  door.register = (app) => {
    const schema = { body: Type.Object({ amount: Type.Integer() }) };
    app.post('/api/pay', { schema }, (request, reply) =>
      once(request, reply, { status: 201, view: (id: number) => ({ payment: id }) }, (remember) =>
        database.transaction(async (tx) => {
          const { amount } = request.body;
          const row = await tx.one<{ id: number }>(sql`insert into payments (amount) values (${amount}) returning id`);
          if (amount < 0) throw invalid('Amounts are positive');
          await hold();
          await remember(tx, row?.id as number);
          return row?.id as number;
        }),
      ),
    );
  };
  const { app, close } = await createHttpServer({ log: silentLog, doors: [{ door, prefix: '' }], idempotency });
  t.after(close);
  const pay = (key: string | undefined, amount: number, who = 'ada') =>
    app.inject({
      method: 'POST',
      url: '/api/pay',
      headers: { authorization: `Bearer ${who}-token`, ...(key === undefined ? {} : { 'idempotency-key': key }) },
      payload: { amount },
    });
  return { pay, idempotency };
}

const payments = async (amount: number) =>
  (await database.query(sql`select 1 from payments where amount = ${amount}`)).length;

test('the same request with the same key has one effect and one answer', async (t) => {
  const { pay } = await start(t);
  const first = await pay('k1', 10);
  const again = await pay('k1', 10);
  assert.equal(first.statusCode, 201);
  assert.equal(again.statusCode, 201);
  assert.equal(again.body, first.body);
  assert.equal(first.headers['idempotency-replayed'], undefined);
  assert.equal(again.headers['idempotency-replayed'], 'true');
  assert.equal(await payments(10), 1);
});

test('without a key every request counts, and keys belong to their caller', async (t) => {
  const { pay } = await start(t);
  await pay(undefined, 20);
  await pay(undefined, 20);
  await pay('k2', 20, 'ada');
  await pay('k2', 20, 'bob');
  assert.equal(await payments(20), 4);
});

test('a key used for another body is refused', async (t) => {
  const { pay } = await start(t);
  await pay('k3', 30);
  const other = await pay('k3', 31);
  assert.equal(other.statusCode, 400);
  assert.equal(other.json().code, 'IDEMPOTENCY_KEY_REUSED');
  assert.equal(await payments(31), 0);
});

test('a second request is a conflict while the first is in flight', async (t) => {
  const reached = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const { pay } = await start(t, async () => {
    reached.resolve();
    await go.promise;
  });
  const first = pay('k4', 40);
  await reached.promise;
  const second = await pay('k4', 40);
  assert.equal(second.statusCode, 409);
  assert.equal(second.headers['retry-after'], '1');
  go.resolve();
  assert.equal((await first).statusCode, 201);
  assert.equal(await payments(40), 1);
});

test('what failed can be sent again with the same key', async (t) => {
  const { pay } = await start(t);
  assert.equal((await pay('k5', -5)).statusCode, 400);
  assert.equal((await pay('k5', 50)).statusCode, 201);
});

test('an attempt that was overtaken after its process hung rolls its effect back', async (t) => {
  const reached = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const hung = await start(t, async () => {
    reached.resolve();
    await go.promise;
  });
  const healthy = await start(t);
  const first = hung.pay('k6', 60);
  await reached.promise;
  await database.run(sql`update idempotency_keys set claimed_at = now() - interval '61 seconds' where key = 'k6'`);
  assert.equal((await healthy.pay('k6', 60)).statusCode, 201);
  go.resolve();
  assert.equal((await first).statusCode, 409);
  assert.equal(await payments(60), 1);
});

test('a key is forgotten after a day', async (t) => {
  const { pay, idempotency } = await start(t);
  await pay('k7', 70);
  await database.run(sql`update idempotency_keys set expires_at = now() - interval '1 second' where key = 'k7'`);
  assert.equal((await pay('k7', 71)).statusCode, 201, 'also before the sweep');
  await database.run(sql`update idempotency_keys set expires_at = now() - interval '1 second' where key = 'k7'`);
  assert.equal(await idempotency.removeExpired(), 1);
});

test('a malformed key is refused', async (t) => {
  const { pay } = await start(t);
  assert.equal((await pay('x'.repeat(256), 80)).statusCode, 400);
  assert.equal((await pay('a b', 80)).statusCode, 400);
});

test('hazard: what is kept of a request is no hash that passwords could be tried against', async (t) => {
  const { pay } = await start(t);
  await pay('k-secret', 77);
  const row = await database.one<{ fingerprint: Buffer }>(
    sql`select fingerprint from idempotency_keys where key = 'k-secret'`,
  );
  const guess = createHash('sha256')
    .update(`POST /api/pay\n${JSON.stringify({ amount: 77 })}`)
    .digest();
  assert.ok(row && !row.fingerprint.equals(guess));
});
