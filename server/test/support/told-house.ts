import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { createNotifications, type Preferences } from '../../src/core/notifications/index.ts';
import { sql } from '../../src/platform/database/index.ts';
import type { NewEvent } from '../../src/platform/events/types.ts';
import { silentLog } from '../../src/platform/log/index.ts';
import { createExpoPush } from '../../src/platform/push/index.ts';
import { openQueue } from '../../src/platform/queue/index.ts';
import { type MlHouse, type Somebody, startMlHouse } from './ml-house.ts';
import { eventually } from './processes.ts';

type Message = {
  to: string;
  title: string;
  body: string;
  channelId: string;
  sound: string;
  data: Record<string, unknown>;
};

/** Expo's push service as its documentation has it. */
async function expo(t: TestContext) {
  const batches: Message[][] = [];
  const state = {
    fail: [] as number[],
    gone: new Set<string>(),
    goneLater: new Set<string>(),
    tickets: new Map<string, string>(),
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const body = JSON.parse((request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString());
    const answer = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const notRegistered = {
      status: 'error',
      message: 'not a registered recipient',
      details: { error: 'DeviceNotRegistered' },
    };
    if (request.url?.endsWith('/getReceipts')) {
      const receipts = (body.ids as string[]).map((id) => {
        const gone = state.goneLater.has(state.tickets.get(id) ?? '');
        return [id, gone ? notRegistered : { status: 'ok' }];
      });
      return answer(200, { data: Object.fromEntries(receipts) });
    }
    const status = state.fail.shift();
    if (status !== undefined) return answer(status, { errors: [{ code: 'TOO_MANY_REQUESTS', message: 'slow down' }] });
    batches.push(body);
    const data = (body as Message[]).map(({ to }) => {
      if (state.gone.has(to)) return notRegistered;
      const id = `ticket-${state.tickets.size}`;
      state.tickets.set(id, to);
      return { status: 'ok', id };
    });
    answer(200, { data });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, batches, state };
}

export type Told = MlHouse & {
  service: Awaited<ReturnType<typeof expo>>;
  preferences: Preferences;
  notifications: ReturnType<typeof createNotifications>;
  happen(...events: NewEvent[]): Promise<void>;
  inbox(who: Somebody, count: number): Promise<{ type: string; title: string; body: string }[]>;
  idle(): Promise<void>;
};

/** A house whose notifications are at work. */
export async function toldHouse(t: TestContext): Promise<Told> {
  const house = await startMlHouse(t);
  const service = await expo(t);
  const preferences = { notificationsEnabled: true, emailNotifications: true };
  // A queue of its own: the house's has handlers already.
  const queue = openQueue({ database: house.database, log: silentLog });
  t.after(() => queue.stop());
  const notifications = createNotifications({
    database: house.database,
    events: house.events,
    queue,
    mail: house.mail,
    log: silentLog,
    push: createExpoPush({ url: service.url }),
    findContact: house.identity.contactOf,
    administratorsOf: house.identity.administratorsOf,
    preferencesOf: async () => preferences,
    placeKey: randomBytes(32),
    pushBackoffSeconds: () => 0.1,
  });
  t.after(await notifications.start());
  await queue.start();
  return {
    ...house,
    queue,
    service,
    preferences,
    notifications,
    happen: (...events) => house.database.transaction((tx) => house.events.append(tx, ...events)),
    inbox: (who, count) =>
      eventually(async () => {
        const found = await notifications.list(who.principal, { limit: 200 });
        return found.notifications.length >= count && found.notifications;
      }, `${count} notifications`),
    idle: async () => {
      const head = await house.events.head();
      await eventually(
        () =>
          house.database.one(
            sql`select 1 as x from event_consumers where name = 'notifications' and sequence >= ${head}`,
          ),
        'everything was read',
      );
      await eventually(
        async () => (await queue.counts()).every((c) => c.waiting + c.running === 0),
        'the queue is empty',
      );
    },
  };
}

export const aboutRun = (owner: Somebody, type: string, data: object = {}, run = 'tr_1'): NewEvent => ({
  tenantId: owner.principal.tenantId,
  type,
  subject: `training:${run}`,
  actor: 'system',
  data: { run_id: run, owner_id: owner.principal.id, model_id: 'mdl_1', ...data },
});
export const aboutUser = (who: Somebody, type: string, data: object = {}): NewEvent => ({
  tenantId: who.principal.tenantId,
  type,
  subject: `user:${who.principal.id}`,
  actor: `user:${who.principal.id}`,
  data: { ...data },
});
