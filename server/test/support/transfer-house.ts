import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { generateSync } from 'otplib';
import { sql } from '../../src/platform/database/index.ts';
import { type Answer, type RequestOptions, startTestApp } from './app.ts';
import { connectNode, registerNode } from './node-client.ts';
import { tunnelBody } from './nodes-objects.ts';
import { eventually } from './processes.ts';

/** A server whose people, nodes and belongings leave as a file, or arrive. */
export type House = Awaited<ReturnType<typeof startHouse>>;
export type File = { version: number; data: Record<string, Record<string, unknown>[]> & { encryption?: object } };
export type Report = {
  applied: boolean;
  sections: Record<string, { created: number; updated: number; unchanged: number; skipped: number }>;
  conflicts: { section: string; id: string; reason: string }[];
};

export const passphrase = 'a passphrase for the file';
export const secretly = { 'x-export-passphrase': passphrase };

export async function startHouse(t: TestContext) {
  const app = await startTestApp(t);
  const url = `${app.main}/nodes`;
  const admin = app.administrator;
  const send = async (method: string, path: string, { token = admin.token, body, headers }: RequestOptions = {}) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) } as Answer;
  };
  const make = async <T>(path: string, body: unknown, token?: string) => {
    const answer = await send('POST', path, { body, ...(token !== undefined && { token }) });
    assert.equal(answer.status, 201, answer.text);
    return answer.json() as T & { id: string };
  };
  const leave = async (query = '', headers: Record<string, string> = {}, token?: string) => {
    const answer = await send('GET', `/export${query}`, { headers, ...(token !== undefined && { token }) });
    assert.equal(answer.status, 200, answer.text);
    return answer.text;
  };
  const enter = (file: unknown, headers: Record<string, string> = {}, query = '', token?: string) =>
    send('POST', `/import${query}`, { body: file, headers, ...(token !== undefined && { token }) });
  const logIn = (username: string, password: string, more: object = {}) =>
    send('POST', '/auth/login', { body: { username, password, ...more } });
  /** All that an import could write. */
  const everything = async () =>
    JSON.stringify([
      await app.database.query(sql`select * from users order by id`),
      await app.database.query(sql`select * from nodes order by id`),
      await app.database.query(sql`select * from node_events order by id`),
      await app.database.query(sql`select * from settings order by name`),
      await app.database.query(sql`select * from mfa_factors order by user_id`),
      await app.database.query(sql`select * from tunnels order by id`),
      await app.database.query(sql`select * from tunnel_legs order by tunnel_id, node_id`),
      await app.database.query(sql`select * from saved_layouts order by user_id, name`),
      await app.database.query(sql`select * from provider_keys order by id`),
    ]);
  return { ...app, url, admin, send, make, leave, enter, logIn, everything };
}

/** What stands after `"data":`, as it was sent. */
export const dataOf = (text: string) => text.slice(text.indexOf('"data":'));
export const fileOf = (text: string) => JSON.parse(text) as File;
export const reportOf = (answer: Answer) => answer.json() as Report;

/** Nodes, people, settings, tunnels, layouts and events of every kind. */
export async function furnish(house: House) {
  const edge = await house.make<{ registration_token: string }>('/nodes', {
    name: 'edge-oslo',
    description: 'by the sea',
  });
  const credentials = await registerNode(house, edge);
  // Back with its secret: only now its token is certainly used up.
  await (await connectNode(house, { node_id: credentials.id, node_secret: credentials.secret })).close();
  const relay = await house.make<{ registration_token: string }>('/nodes', {
    name: 'relay-1',
    device_type: 'relay',
    expires_at: '2031-05-06T07:08:09.123Z',
  });
  const person = (username: string, more: object = {}) =>
    house.make('/users', {
      username,
      password: 'Passw0rd.x',
      display_name: username,
      role: 'operator',
      is_temporary: false,
      ...more,
    });
  await person('watcher.1', { role: 'viewer', allowed_node_ids: [edge.id], email: 'Watcher@example.com' });
  await person('guest', { is_temporary: true, expires_at: '2032-01-01T00:00:00Z', display_name: 'Gäste ☕' });
  const entered = await house.logIn('guest', 'Passw0rd.x');
  const guest = entered.json() as { user: { id: string } };
  const guestToken = /\bsession=([^;]+)/.exec(entered.headers.get('set-cookie') ?? '')?.[1];
  const mfa = await house.person('admin', house.admin.tenantId);
  const secret = ((await house.request('POST', '/api/v1/mfa/setup', { token: mfa.token })).json() as { secret: string })
    .secret;
  const code = generateSync({ secret });
  await house.request('POST', '/api/v1/mfa/verify', { token: mfa.token, body: { code } });
  await house.send('PUT', '/settings', { body: { settings: { events_retention_days: 77 } } });
  await eventually(async () => {
    const row = await house.database.one<{ n: number }>(sql`select count(*) as n from node_events`);
    return Number(row?.n) >= 3;
  }, 'events of the node');
  const far = await house.make('/nodes', { name: 'edge-bergen', expires_at: '9999-12-31T23:59:59Z' });
  const dig = async (more: object) => {
    const answer = await house.send('POST', '/tunnels', { body: { ...tunnelBody(edge.id, far.id), ...more } });
    assert.equal(answer.status, 200, answer.text);
    return answer.json() as { id: string };
  };
  const relayed = {
    mode: 'relay',
    egress_peer_addr: undefined,
    relay_node_id: relay.id,
    relay_addr: 'relay.example:4433',
  };
  const tunnels = [
    await dig({ name: 'direct', associated_flow_ids: ['f1', 'f2'] }),
    await dig({ ...relayed, name: 'relayed', protocol: 'tcp', egress_forward_addr: '[2001:db8::7]:80' }),
    await dig({ name: 'switched off', enabled: false }),
  ] as const;
  const keep = async (path: string, body: object, token?: string) => {
    const answer = await house.send('PUT', path, { body, ...(token !== undefined && { token }) });
    assert.equal(answer.status, 204, answer.text);
  };
  await keep('/topology/positions', { positions: { [edge.id]: { x: 1.5, y: -20 }, [far.id]: { x: 1e21, y: 0 } } });
  await keep('/topology/positions?view=flow', { positions: {} });
  await keep('/preferences/node_table_order', { value: '["name","größe ☕"]' });
  await keep('/preferences/nodes_view', { value: 'table' }, guestToken);
  return { edge, relay, far, credentials, guest: guest.user, mfa, secret, tunnels };
}
