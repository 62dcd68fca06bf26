import { randomId } from '../../platform/crypto/index.ts';
import type { Transaction } from '../../platform/database/index.ts';
import { HouseError } from '../../platform/errors.ts';
import type { StoredEvent } from '../../platform/events/types.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Mail } from '../../platform/mail/index.ts';
import type { Queue } from '../../platform/queue/types.ts';
import type { Contact } from '../identity/index.ts';
import { textOf, userIn } from './event-words.ts';
import { occasionOf } from './occasions.ts';
import { placeOf } from './places.ts';
import { PUSH_JOB } from './push.ts';
import type { Occasion, Preferences } from './schema.ts';
import { NEW_PLACE, newPlaceOccasion } from './security.ts';
import { inboxStore, placeStore, pushStore } from './store.ts';

export type TellDeps = {
  mail: Pick<Mail, 'send'>;
  queue: Pick<Queue, 'add'>;
  log: Log;
  /** undefined when the user is gone or disabled. */
  findContact(userId: string): Promise<Contact | undefined>;
  /** Those who run a tenant. */
  administratorsOf(tenantId: string): Promise<string[]>;
  preferencesOf(userId: string): Promise<Preferences>;
  /** Keys the digests of login places. */
  placeKey: Buffer;
};

/** The events that may be worth telling somebody of. */
export const heard = ['training.*', 'deployment.*', 'user.*', 'subscription.*'];

/**
 * Turns events into inbox entries, mails and pushes, in the transaction that moves the reader's place: a crash at any point
 * leaves either all of it or nothing, and the key of the occasion keeps out what is read twice.
 */
export function createTell(deps: TellDeps) {
  async function occasionIn(event: StoredEvent, tx: Transaction): Promise<Occasion | undefined> {
    if (event.type !== NEW_PLACE) return occasionOf(event, (userId, key) => inboxStore.has(tx, userId, key));
    const userId = userIn(event.subject);
    if (!userId || !(await deps.findContact(userId))) return undefined;
    const [address, userAgent] = [textOf(event.data, 'address'), textOf(event.data, 'userAgent')];
    const seen = await placeStore.see(tx, userId, placeOf(deps.placeKey, address, userAgent));
    // Some ways to log in name no browser: then the network decides.
    if (userAgent) await placeStore.see(tx, userId, placeOf(deps.placeKey, address, ''));
    return seen === 'new' ? newPlaceOccasion(userId, event.sequence, event.data) : undefined;
  }

  async function tell(tx: Transaction, contact: Contact, occasion: Occasion): Promise<void> {
    const id = randomId('ntf', 12);
    if (!(await inboxStore.insert(tx, id, contact, occasion))) return;
    const wants = await deps.preferencesOf(contact.userId);
    // Whoever took an account over could turn the notifications off first: alerts about the account are always mailed.
    const isAlert = occasion.type === 'security_alert';
    if (
      occasion.mail &&
      contact.emailVerified &&
      (isAlert || (wants.notificationsEnabled && wants.emailNotifications))
    ) {
      await mailTo(tx, contact, occasion.mail);
    }
    if (!wants.notificationsEnabled) return;
    const deliveries = await pushStore.deliver(tx, id, contact.userId);
    const jobs = deliveries.map((deliveryId) => ({ kind: PUSH_JOB, key: String(deliveryId), payload: { deliveryId } }));
    if (jobs.length > 0) await deps.queue.add(tx, ...jobs);
  }

  async function mailTo(tx: Transaction, { email }: Contact, mail: NonNullable<Occasion['mail']>): Promise<void> {
    try {
      await deps.mail.send(tx, email, mail.template, mail.notice);
    } catch (error) {
      // Refused before anything was written: an address that no mail can go to must not keep the inbox waiting.
      if (!(error instanceof HouseError && error.kind === 'invalid')) throw error;
      deps.log.warn({ template: mail.template }, 'a notification was not mailed: the address cannot be written to');
    }
  }

  return async function tellOf(events: readonly StoredEvent[], tx: Transaction): Promise<void> {
    for (const event of events) {
      const occasion = await occasionIn(event, tx);
      if (!occasion) continue;
      const { to } = occasion;
      const userIds = 'userId' in to ? [to.userId] : await deps.administratorsOf(to.tenantId);
      for (const userId of userIds) {
        const contact = await deps.findContact(userId);
        if (contact) await tell(tx, contact, occasion);
      }
    }
  };
}
