import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { generateSync } from 'otplib';
import { WebSocket } from 'ws';
import { type Answer, type Person, startTestApp } from './app.ts';
import { type DoorUnderTest, filled as fill, type Ids, makeObjects } from './door-under-test.ts';
import { exampleOf, neededQuery, type Operation, servedOperations } from './openapi.ts';

/*
 * Walks every served operation as somebody who may not: without a token, with a revoked one, as a viewer, as a user of
 * another tenant. Nothing leaks, nothing is a 5xx.
 */
export async function walkIsolation(door: DoorUnderTest): Promise<void> {
  const app = (await startTestApp({ after })).door(door.name);
  const { validRequests, ownAffairs } = door;
  const filled = (path: string, ids: Ids, instead?: string) => fill(door, path, ids, instead);
  const operations = await servedOperations(app);
  const closed = operations.filter(({ isPublic }) => !isPublic);
  const owner = app.administrator;
  const ids = await makeObjects(
    door,
    app,
    owner,
    operations.map(({ path }) => path),
  );

  const pendingToken = await halfLoggedIn();

  /** Somebody with a second factor who has only given the password. */
  async function halfLoggedIn(): Promise<string> {
    const ml = app.door('ml');
    const { username, token } = await app.person('owner', owner.tenantId);
    const setup = await ml.request('POST', '/api/v1/mfa/setup', { token });
    const code = generateSync({ secret: (setup.json() as { secret: string }).secret });
    await ml.request('POST', '/api/v1/mfa/verify', { token, body: { code } });
    return app.logIn(username);
  }

  const changes = ({ method }: Operation) => method !== 'GET';

  async function send(operation: Operation, token: string | undefined): Promise<Pick<Answer, 'status' | 'text'>> {
    const path = filled(operation.path, ids) + neededQuery(operation);
    if (operation.isSocket) return { status: await upgradeStatus(path, token), text: '' };
    const valid = validRequests[operation.name]?.(ids) ?? exampleRequest(operation);
    return app.request(operation.method, path, { ...valid, ...(token === undefined ? {} : { token }) });
  }

  function exampleRequest({ name, body }: Operation) {
    if (!body) return {};
    assert.equal(
      body.mediaType,
      'application/json',
      `server/test/support/${door.name}-objects.ts has no valid request of ${name}`,
    );
    return { body: exampleOf(body.schema) };
  }

  /** The status of the answer to an upgrade; 101 when it became a WebSocket. */
  function upgradeStatus(path: string, token: string | undefined): Promise<number> {
    return new Promise((resolve, reject) => {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const socket = new WebSocket(`${app.url.replace('http', 'ws')}${path}`, { headers });
      socket.on('open', () => {
        socket.close();
        resolve(101);
      });
      socket.on('unexpected-response', (_request, response) => {
        response.resume();
        resolve(response.statusCode as number);
      });
      socket.on('error', reject);
    });
  }

  /** What another tenant's answers must never hold: names and ids of the owner and of everything that is theirs. */
  const secrets = [
    owner.email,
    owner.userId,
    owner.tenantId,
    // Short ones (the number of an event) are in everything.
    ...Object.entries(ids)
      .filter(([path]) => !door.everybodys?.test(path))
      .flatMap(([, values]) => Object.values(values).filter((value) => value.length > 5)),
  ];

  function assertTight(answer: Pick<Answer, 'status' | 'text'>, name: string): void {
    assert.ok(answer.status < 500, `${name}: ${answer.status} ${answer.text}`);
    if (answer.status >= 400)
      assert.doesNotMatch(answer.text, /node_modules|\.ts:\d|select |insert |constraint/i, name);
  }

  for (const operation of closed) {
    const { name } = operation;

    test(`${door.name} isolation: ${name} without a token is 401`, async () => {
      const answer = await send(operation, undefined);
      assertTight(answer, name);
      assert.equal(answer.status, 401);
    });

    test(`${door.name} isolation: ${name} with a revoked token is 401`, async () => {
      const token = await app.logIn(owner.username);
      await app.request('POST', '/api/v1/auth/logout', { token });
      assert.equal((await send(operation, token)).status, 401);
    });

    test(`${door.name} isolation: ${name} with the token of a login that waits for its second factor is 401`, async () => {
      const answer = await send(operation, pendingToken);
      assertTight(answer, name);
      assert.equal(answer.status, 401);
    });
  }

  test('isolation: a viewer reads, and changes nothing', async (t) => {
    const viewer = await app.person('viewer', owner.tenantId);
    for (const operation of closed) {
      await t.test(operation.name, async () => {
        const answer = await send(operation, await tokenFor(operation, viewer));
        assertTight(answer, operation.name);
        if (changes(operation) && !ownAffairs.test(operation.path)) {
          assert.equal(answer.status, 403, answer.text);
        } else if (ownAffairs.test(operation.path)) assert.notEqual(answer.status, 401, answer.text);
        else assert.ok([101, 200, 403, 404].includes(answer.status), `${answer.status} ${answer.text}`);
      });
    }
  });

  test('isolation: another tenant’s user sees and reaches nothing of it', async (t) => {
    const stranger = await app.person('owner');
    for (const operation of closed) {
      await t.test(operation.name, async () => {
        const answer = await send(operation, await tokenFor(operation, stranger));
        assertTight(answer, operation.name);
        if (operation.path.includes('{') && !door.everybodys?.test(operation.path)) {
          assert.ok([403, 404].includes(answer.status), `${answer.status} ${answer.text}`);
        }
        if (answer.status < 400) {
          for (const secret of secrets) assert.ok(!answer.text.includes(secret), `the answer holds ${secret}`);
        }
      });
    }
  });

  test('isolation: what was walked over is still there for its owner', async (t) => {
    for (const operation of closed.filter(
      ({ method, path, isSocket }) => method === 'GET' && path.includes('{') && !isSocket,
    )) {
      await t.test(operation.name, async () => {
        const answer = await send(operation, owner.token);
        // Not ready yet is fine; gone or taken away is not.
        assert.ok(![401, 403, 404].includes(answer.status) && answer.status < 500, `${answer.status} ${answer.text}`);
      });
    }
  });

  test('isolation: public operations answer strangers without a 5xx', async (t) => {
    for (const operation of operations.filter(({ isPublic }) => isPublic)) {
      await t.test(operation.name, async () => assertTight(await send(operation, undefined), operation.name));
    }
  });

  /** Logging out ends the session that is used: it gets one of its own. */
  function tokenFor({ path }: Operation, person: Person): Promise<string> | string {
    return path.endsWith('/logout') ? app.logIn(person.username) : person.token;
  }
}
