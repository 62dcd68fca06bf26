import type { Database } from '../../platform/database/index.ts';
import { invalid, notFound } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import type { Push } from '../../platform/push/index.ts';
import type { JobHandler, Queue } from '../../platform/queue/types.ts';
import type { Principal } from '../principal.ts';
import { pushJob, RECEIPTS_JOB, receiptsJob } from './push.ts';
import type { Notification, PushDevice } from './schema.ts';
import { inboxStore, placeStore, pushStore } from './store.ts';
import { createTell, heard, type TellDeps } from './tell.ts';

export { type Notification, type NotificationType, notificationTypes, type Preferences } from './schema.ts';

const KEPT_DAYS = 90;
const PLACES_KEPT_DAYS = 365;
const MOST_PHONES = 20;

/** What people are told: an inbox for everybody; mail and push for who wants them. */
export type Notifications = {
  /** Follows the event stream, from where any process stopped, until the returned function is called. */
  start(): Promise<() => Promise<void>>;
  /** One's own, newest first. */
  list(
    principal: Principal,
    page?: { limit?: number; offset?: number; unread?: boolean },
  ): Promise<{ notifications: Notification[]; unread: number }>;
  /** @throws not_found */
  markRead(principal: Principal, id: string): Promise<Notification>;
  /** Returns how many were unread. */
  markAllRead(principal: Principal): Promise<number>;
  /** Sends pushes to this phone from now on; a phone belongs to whoever registered it last. @throws invalid */
  registerPhone(principal: Principal, device: PushDevice): Promise<void>;
  /** Forgets what is older than 90 days; returns how much. */
  removeExpired(): Promise<number>;
};

export type NotificationsOptions = Omit<TellDeps, 'queue'> & {
  database: Database;
  events: Events;
  queue: Pick<Queue, 'add' | 'handle' | 'cron'>;
  push: Push;
  /** For tests that do not want to wait for a service to come back. */
  pushBackoffSeconds?: JobHandler['backoffSeconds'];
};

export function createNotifications(options: NotificationsOptions): Notifications {
  const { database, events, queue, push, log, pushBackoffSeconds } = options;
  queue.handle(pushJob({ database, push, ...(pushBackoffSeconds && { backoffSeconds: pushBackoffSeconds }) }));
  queue.handle(receiptsJob({ database, push, log }));
  queue.cron('push-receipts', '*/5 * * * *', { kind: RECEIPTS_JOB, key: 'all' });
  return {
    start: () => events.consume('notifications', { types: heard }, createTell(options)),
    async list({ id }, { limit = 50, offset = 0, unread = false } = {}) {
      const notifications = await inboxStore.list(database, id, { limit, offset, unread });
      return { notifications, unread: await inboxStore.countUnread(database, id) };
    },
    async markRead(principal, id) {
      const notification = await inboxStore.markRead(database, principal.id, id);
      if (!notification) throw notFound('Notification not found', { details: id });
      return notification;
    },
    markAllRead: ({ id }) => inboxStore.markAllRead(database, id),
    async registerPhone({ id }, device) {
      if (!/^Expo(nent)?PushToken\[[^\]\s]{1,200}\]$/.test(device.token)) {
        throw invalid('The token must be an Expo push token, such as ExponentPushToken[…].', {
          code: 'VALIDATION_ERROR',
        });
      }
      await database.transaction((tx) => pushStore.register(tx, id, device, MOST_PHONES));
    },
    async removeExpired() {
      const notifications = await inboxStore.removeOlderThan(database, KEPT_DAYS);
      return notifications + (await placeStore.removeOlderThan(database, PLACES_KEPT_DAYS));
    },
  };
}
