import { randomUUID } from 'node:crypto';
import { testCache } from '../../../runtime/test/cache.ts';
import { doorNames, startApp } from '../../src/app.ts';
import type { Role } from '../../src/core/principal.ts';
import { readConfig } from '../../src/platform/config/index.ts';
import { type Database, sql } from '../../src/platform/database/index.ts';
import { type Log, silentLog } from '../../src/platform/log/index.ts';
import { testDatabase } from './database.ts';
import { type CleansUp, defer } from './defer.ts';
import { temporaryFolder } from './spawn-server.ts';

export type Person = { username: string; email: string; userId: string; tenantId: string; token: string };

export type Answer = { status: number; headers: Headers; text: string; json: () => unknown };

export type RequestOptions = { token?: string; body?: unknown; headers?: Record<string, string> };

/** The whole server, as `npm start` puts it together, in this process; everything else goes over HTTP. */
export type TestApp = {
  /** Base of the ML door on the main port. */
  url: string;
  main: string;
  /** By name: `main`, and the doors' own ports. */
  urls: Record<string, string>;
  dataFolder: string;
  database: Database;
  /** Owner of the first tenant. */
  administrator: Person;
  /** Somebody new, logged in: of `tenantId`, or of a tenant of their own. */
  person(role: Role, tenantId?: string): Promise<Person>;
  logIn(username: string): Promise<string>;
  /** The same with `url` and `request` at another door; people log in as before. */
  door(name: string): TestApp;
  /** Sends `body` as JSON, or as it is when it is a FormData or a text. */
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>;
};

/** Of everybody in a test app. */
export const testPassword = 'correct horse 1';
const password = testPassword;

export async function startTestApp(
  t: CleansUp,
  env: Record<string, string> = {},
  log: Log = silentLog,
): Promise<TestApp> {
  const { url: databaseUrl, database } = await testDatabase(t);
  const dataFolder = await temporaryFolder(t);
  const settings = {
    SIGNALBOX_PORT: '0',
    SIGNALBOX_DOOR_PORTS: 'off',
    SIGNALBOX_DATA_DIR: dataFolder,
    SIGNALBOX_CACHE_DIR: testCache,
    SIGNALBOX_RATE_LIMITS: 'off',
    SIGNALBOX_ADMIN_PASSWORD: password,
    DATABASE_URL: databaseUrl,
    ...env,
  };
  const started = await startApp(readConfig(settings, doorNames), log);
  defer(t, () => started.stop());
  const { main } = started.urls;
  const url = `${main}/ml`;

  const request = requestAt(url);
  async function logIn(username: string): Promise<string> {
    const answer = await request('POST', '/api/v1/auth/login', { body: { username, password } });
    if (answer.status !== 200) throw new Error(`${username} could not log in: ${answer.text}`);
    return (answer.json() as { token: string }).token;
  }

  async function known(username: string): Promise<Person> {
    const row = await database.one<{ id: string; tenantId: string; email: string }>(
      sql`select id, tenant_id as "tenantId", email from users where username = ${username}`,
    );
    if (!row) throw new Error(`There is no user ${username}`);
    return { username, email: row.email, userId: row.id, tenantId: row.tenantId, token: await logIn(username) };
  }

  const app: TestApp = {
    url,
    main,
    urls: started.urls,
    dataFolder,
    database,
    administrator: await known('admin'),
    async person(role, tenantId) {
      const username = `${role}_${randomUUID().slice(0, 8)}`;
      const email = `${username}@example.com`;
      const answer = await request('POST', '/api/v1/auth/signup', { body: { username, email, password } });
      if (answer.status !== 201) throw new Error(`${username} could not sign up: ${answer.text}`);
      // Inviting people and giving them roles has no API yet.
      await database.run(sql`
        update users set email_verified_at = now(), role = ${role}, tenant_id = coalesce(${tenantId ?? null}, tenant_id)
        where username = ${username}`);
      return known(username);
    },
    logIn,
    request,
    door: (name) => ({ ...app, url: `${main}/${name}`, request: requestAt(`${main}/${name}`) }),
  };
  return app;
}

function requestAt(url: string): TestApp['request'] {
  return async (method, path, { token, body, headers = {} } = {}) => {
    const isJson = body !== undefined && typeof body !== 'string' && !(body instanceof FormData);
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(isJson ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : (body as string | FormData) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) };
  };
}
