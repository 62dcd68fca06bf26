import { type Queryable, sql, type Transaction } from '../../platform/database/index.ts';
import type { Contact } from '../identity/index.ts';
import type { Notification, Occasion, PushDevice } from './schema.ts';

const columns = sql`id, type, title, body, data, created_at as "createdAt", read_at as "readAt"`;

/** SQL of the inbox. */
export const inboxStore = {
  /** False when this person was told of the occasion before. */
  async insert(tx: Transaction, id: string, contact: Contact, occasion: Occasion): Promise<boolean> {
    const { key, type, title, body, data } = occasion;
    const rows = await tx.run(sql`
      insert into notifications (id, tenant_id, user_id, occasion, type, title, body, data)
      values (${id}, ${contact.tenantId}, ${contact.userId}, ${key}, ${type}, ${title}, ${body}, ${JSON.stringify(data)}::jsonb)
      on conflict (user_id, occasion) do nothing`);
    return rows > 0;
  },
  async has(on: Queryable, userId: string, occasion: string): Promise<boolean> {
    const row = await on.one(
      sql`select 1 as x from notifications where user_id = ${userId} and occasion = ${occasion}`,
    );
    return row !== undefined;
  },
  list(
    on: Queryable,
    userId: string,
    page: { limit: number; offset: number; unread: boolean },
  ): Promise<Notification[]> {
    return on.query<Notification>(sql`
      select ${columns} from notifications
      where user_id = ${userId} ${page.unread ? sql`and read_at is null` : sql``}
      order by number desc limit ${page.limit} offset ${page.offset}`);
  },
  async countUnread(on: Queryable, userId: string): Promise<number> {
    const row = await on.one<{ n: number }>(
      sql`select count(*)::int as n from notifications where user_id = ${userId} and read_at is null`,
    );
    return row?.n ?? 0;
  },
  markRead(on: Queryable, userId: string, id: string): Promise<Notification | undefined> {
    return on.one<Notification>(sql`
      update notifications set read_at = coalesce(read_at, now()) where user_id = ${userId} and id = ${id}
      returning ${columns}`);
  },
  markAllRead(on: Queryable, userId: string): Promise<number> {
    return on.run(sql`update notifications set read_at = now() where user_id = ${userId} and read_at is null`);
  },
  removeOlderThan(on: Queryable, days: number): Promise<number> {
    return on.run(sql`delete from notifications where created_at < now() - make_interval(days => ${days})`);
  },
};

export type Delivery = { id: number; token: string } & Pick<Notification, 'type' | 'title' | 'body' | 'data'>;

/** SQL of phones and of what is sent to them. */
export const pushStore = {
  /** Keeps at most `most` phones of a person, those seen last. */
  async register(tx: Transaction, userId: string, device: PushDevice, most: number): Promise<void> {
    const { token, platform, deviceName } = device;
    await tx.run(sql`
      insert into push_tokens (token, user_id, platform, device_name) values (${token}, ${userId}, ${platform}, ${deviceName})
      on conflict (token) do update
      set user_id = excluded.user_id, platform = excluded.platform, device_name = excluded.device_name, seen_at = now()`);
    await tx.run(sql`
      delete from push_tokens where token in
        (select token from push_tokens where user_id = ${userId} order by seen_at desc, token offset ${most})`);
  },
  /** Makes a delivery for each phone of a person; returns their ids. */
  async deliver(tx: Transaction, notificationId: string, userId: string): Promise<number[]> {
    const rows = await tx.query<{ id: number }>(sql`
      insert into push_deliveries (notification_id, token)
      select ${notificationId}, token from push_tokens where user_id = ${userId}
      on conflict (notification_id, token) do nothing returning id`);
    return rows.map(({ id }) => id);
  },
  /** What is still to be sent of these, to phones that are still registered; failed ones come when a dead letter is retried. */
  waiting(on: Queryable, ids: readonly number[]): Promise<Delivery[]> {
    return on.query<Delivery>(sql`
      select d.id, d.token, n.type, n.title, n.body, n.data
      from push_deliveries d join notifications n on n.id = d.notification_id
      join push_tokens t on t.token = d.token and t.user_id = n.user_id
      where d.id = any(${[...ids]}) and d.status in ('waiting', 'failed') order by d.id`);
  },
  async sent(on: Queryable, id: number, ticket: string): Promise<void> {
    await on.run(sql`
      update push_deliveries set status = 'sent', ticket = ${ticket}, error = null, sent_at = now()
      where id = ${id} and status in ('waiting', 'failed')`);
  },
  async failed(on: Queryable, id: number, error: string): Promise<void> {
    await on.run(sql`
      update push_deliveries set status = 'failed', error = ${error} where id = ${id} and status in ('waiting', 'sent')`);
  },
  async done(on: Queryable, id: number): Promise<void> {
    await on.run(sql`update push_deliveries set status = 'done' where id = ${id} and status = 'sent'`);
  },
  /** Sent ones whose receipt is not here yet; the service keeps receipts for a day. */
  unconfirmed(on: Queryable, limit: number): Promise<{ id: number; ticket: string; token: string }[]> {
    return on.query(sql`
      select id, ticket, token from push_deliveries
      where status = 'sent' and sent_at > now() - interval '1 day' order by sent_at limit ${limit}`);
  },
  async removeToken(on: Queryable, token: string): Promise<void> {
    await on.run(sql`delete from push_tokens where token = ${token}`);
  },
};

/** SQL of the places people log in from. */
export const placeStore = {
  /** `first` for the first place ever, `new` for another one, `known` otherwise. */
  async see(tx: Transaction, userId: string, place: string): Promise<'first' | 'new' | 'known'> {
    const before = await tx.one<{ places: number; known: boolean }>(sql`
      select count(*)::int as places, coalesce(bool_or(place = ${place}), false) as known
      from login_places where user_id = ${userId}`);
    await tx.run(sql`
      insert into login_places (user_id, place) values (${userId}, ${place})
      on conflict (user_id, place) do update set seen_at = now()`);
    if (before?.known) return 'known';
    return before?.places ? 'new' : 'first';
  },
  removeOlderThan(on: Queryable, days: number): Promise<number> {
    return on.run(sql`delete from login_places where seen_at < now() - make_interval(days => ${days})`);
  },
};
