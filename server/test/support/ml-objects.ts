import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Person, type RequestOptions, type TestApp, testPassword } from './app.ts';
import type { DoorUnderTest, Ids, MakeObject } from './door-under-test.ts';
import { eventually } from './processes.ts';
import { quick } from './training-data.ts';

/*
 * What the generated tests (isolation, bad input) need to know about each kind of thing the ML door serves. Whoever adds a
 * route with `{id}` adds how to make one here; the tests fail and say so otherwise.
 */

/** By the shortest path that names one thing. */
const objects: Record<string, MakeObject> = {
  '/api/v1/datasets/{id}': async (app, owner) => {
    const answer = await app.request('POST', '/api/v1/datasets', { token: owner.token, body: datasetForm() });
    return { id: (answer.json() as { id: string }).id };
  },
  '/api/v1/training/{id}': async (app, owner) => ({ id: (await trainedRun(app, owner)).id }),
  '/ws/training/{id}': async (app, owner) => ({ id: (await trainedRun(app, owner)).id }),
  '/api/v1/models/{id}': async (app, owner) => ({ id: (await trainedRun(app, owner)).model_id }),
  '/api/v1/evaluations/{id}': async (app, owner) => {
    const run = await trainedRun(app, owner);
    const answer = await app.request('GET', '/api/v1/evaluations', { token: owner.token });
    const evaluations = answer.json() as { id: string; training_run_id: string }[];
    return { id: evaluations.find(({ training_run_id }) => training_run_id === run.id)?.id ?? 'none' };
  },
  '/api/v1/deployments/{id}': async (app, owner) => {
    const { model_id } = await trainedRun(app, owner);
    const body = { model_id, target_ip: '192.0.2.1', target_name: 'Isolated device' };
    const answer = await app.request('POST', '/api/v1/deployments', { token: owner.token, body });
    return { id: (answer.json() as { id: string }).id };
  },
  '/api/v1/agent/history/{id}': async (app, owner) => {
    const body = { message: 'Hello' };
    const answer = await app.request('POST', '/api/v1/agent/chat', { token: owner.token, body });
    return { id: (answer.json() as { conversation_id: string }).conversation_id };
  },
  '/api/v1/notifications/{id}': async (app, owner) => {
    await trainedRun(app, owner);
    const told = await eventually(async () => {
      const answer = await app.request('GET', '/api/v1/notifications', { token: owner.token });
      return (answer.json() as { notifications: { id: string }[] }).notifications[0];
    }, 'somebody is told of a training');
    return { id: told.id };
  },
  '/api/v1/connections/{id}': async (app, owner) => {
    await writeSqlite(join(app.dataFolder, 'imports'));
    const body = { ...sqliteSource, name: 'Isolated source' };
    const answer = await app.request('POST', '/api/v1/connections', { token: owner.token, body });
    return { id: (answer.json() as { id: string }).id };
  },
  '/api/v1/deployments/targets/{id}': async (app, owner) => {
    const body = targetBody('10.0.0.1');
    const answer = await app.request('POST', '/api/v1/deployments/targets', { token: owner.token, body });
    return { id: (answer.json() as { id: string }).id };
  },
  '/api/v1/profile/sessions/{id}': async (app, owner) => {
    const token = await app.logIn(owner.username);
    const answer = await app.request('GET', '/api/v1/profile/sessions', { token });
    const sessions = answer.json() as { id: string; current: boolean }[];
    return { id: sessions.find(({ current }) => current)?.id ?? 'none' };
  },
  '/api/v1/billing/sandbox/{id}': async (app, owner) => {
    const answer = await app.request('POST', '/api/v1/billing/checkout', { token: owner.token, body: { tier: 'pro' } });
    const { checkout_url: address = '' } = answer.json() as { checkout_url?: string };
    // Where payments are real there is no sandbox, and nothing in it.
    return { id: URL.parse(address)?.searchParams.get('session') ?? 'none' };
  },
  '/api/v1/admin/users/{username}': async (app, owner) => {
    const body = newUserBody('walked_over');
    await app.request('POST', '/api/v1/admin/users', { token: owner.token, body });
    return { username: body.username };
  },
};

/**
 * Requests that are right in every way, by operation (`POST /api/v1/training/start`), where the examples of the
 * documentation alone do not make one: multipart bodies, and bodies that name another thing.
 */
const validRequests: Record<string, (ids: Ids) => RequestOptions> = {
  'POST /api/v1/datasets': () => ({ body: datasetForm() }),
  'POST /api/v1/training/start': (ids) => ({
    body: { dataset_id: ids['/api/v1/datasets/{id}']?.id, architecture: 'lstm_autoencoder', hyperparameters: {} },
  }),
  'POST /api/v1/connections': () => ({ body: { ...sqliteSource, name: 'Another source' } }),
  'POST /api/v1/connections/test': (ids) => ({ body: { connection_id: ids['/api/v1/connections/{id}']?.id } }),
  'POST /api/v1/deployments': (ids) => ({
    body: { model_id: ids['/api/v1/models/{id}']?.id, target_ip: '192.0.2.1' },
  }),
  'POST /api/v1/agent/chat': () => ({ body: { message: 'Analyze my data' } }),
  'POST /api/v1/agent/analyze': (ids) => ({
    body: { dataset_id: ids['/api/v1/datasets/{id}']?.id, question: 'Is it any good?' },
  }),
  'POST /api/v1/deployments/targets': () => ({ body: targetBody('10.0.0.2') }),
  'POST /api/v1/models/{id}/compare': (ids) => ({ body: { compare_with: ids['/api/v1/models/{id}']?.id } }),
  // The password stays as it is, for the rest of the walk.
  'PUT /api/v1/auth/change-password': () => ({
    body: { current_password: testPassword, new_password: testPassword },
  }),
  'POST /api/v1/admin/users': () => ({ body: newUserBody(`made_${randomUUID().slice(0, 8)}`) }),
  'PUT /api/v1/admin/users/{username}': () => ({ body: { disabled: false } }),
  'POST /api/v1/models/{id}/score': () => ({ body: { columns: ['temperature', 'pressure'], rows: [[20, 1]] } }),
};

const sqliteSource = { source_type: 'sqlite', connection_string: 'isolated.db', query: 'SELECT * FROM readings' };

/** The file of `sqliteSource`. */
async function writeSqlite(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, 'isolated.db'));
  database.exec('create table if not exists readings (timestamp text, temperature real)');
  database.exec("insert into readings values ('2026-01-01T00:00:00Z', 20.5), ('2026-01-01T00:01:00Z', 21)");
  database.close();
}

/** A device nobody has. */
function targetBody(ip: string) {
  return { name: 'Isolated device', ip, username: 'nobody', password: 'nothing' };
}

function newUserBody(username: string) {
  return { username, email: `${username}@example.com`, password: testPassword, role: 'viewer' };
}

/** An upload of a few readings. */
export function datasetForm(): FormData {
  const rows = Array.from({ length: 20 }, (_, i) => `${new Date(i * 60_000).toISOString()},${20 + i / 10},${i % 5}\n`);
  const form = new FormData();
  form.set('name', 'Isolated readings');
  form.set('equipment_type', 'pump');
  form.set('file', new Blob([`timestamp,temperature,pressure\n${rows.join('')}`]), 'readings.csv');
  return form;
}

/** A small run that is over, and its model. */
export async function trainedRun(app: TestApp, { token }: Person): Promise<{ id: string; model_id: string }> {
  const send = async (method: string, path: string, body?: unknown) => {
    const answer = await app.request(method, path, { token, ...(body === undefined ? {} : { body }) });
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return answer.json() as Record<string, string>;
  };
  const dataset = await send('POST', '/api/v1/datasets', datasetForm());
  await send('POST', `/api/v1/datasets/${dataset.id}/validate`);
  const { id } = await send('POST', '/api/v1/training/start', { dataset_id: dataset.id, hyperparameters: quick });
  return await eventually(
    async () => {
      const run = (await send('GET', `/api/v1/training/${id}`)) as { id: string; status: string; model_id: string };
      return run.status === 'completed' && run;
    },
    'a small run completes',
    60,
  );
}

export const mlDoor: DoorUnderTest = {
  name: 'ml',
  objects,
  validRequests,
  ownAffairs: /^\/api\/v1\/(auth|profile|mfa|push|billing|agent|notifications)\//,
};
