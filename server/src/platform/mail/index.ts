import type { Database, Transaction } from '../database/index.ts';
import { invalid } from '../errors.ts';
import type { Log } from '../log/index.ts';
import { mailStore, type OutboxMail } from './store.ts';
import { type MailValues, renderMail, type Template } from './templates.ts';

export type { MailValues, OutboxMail, Template };

const MOST_IN_WINDOW = 5;
const WINDOW_SECONDS = 300;
const KEPT_DAYS = 30;

/** Mails leave in the caller's transaction: either the account changed and the mail is out, or neither. */
export type Mail = {
  /**
   * Puts a mail into the outbox. At most 5 go to one recipient in 5 minutes; further ones are left out ('suppressed'),
   * which nobody outside may be told.
   *
   * @throws invalid for a recipient that is no single address
   */
  send<Name extends Template>(
    tx: Transaction,
    to: string,
    template: Name,
    values: MailValues[Name],
  ): Promise<'sent' | 'suppressed'>;
  /** What was sent, newest first. Holds codes and links: for administrators of the installation and tests only. */
  outbox(options?: { recipient?: string; limit?: number }): Promise<OutboxMail[]>;
  /** Forgets mails older than 30 days. */
  removeExpired(): Promise<number>;
};

/** The default mail port: an outbox in the database that administrators read. `baseUrl` is asked for at each mail. */
export function createMail(options: { database: Database; log: Log; baseUrl: () => string }): Mail {
  const { database, log, baseUrl } = options;
  return {
    async send(tx, to, template, values) {
      if (!/^[^\s@,;<>"]+@[^\s@,;<>"]+$/.test(to)) throw invalid('Invalid email format', { code: 'VALIDATION_ERROR' });
      if ((await mailStore.countSince(tx, to, WINDOW_SECONDS)) >= MOST_IN_WINDOW) {
        log.warn({ template }, 'a mail was left out: its recipient got five in five minutes');
        return 'suppressed';
      }
      await mailStore.insert(tx, to, template, renderMail(template, values, baseUrl()));
      log.info({ template }, 'a mail is in the outbox');
      return 'sent';
    },
    outbox: ({ recipient, limit = 100 } = {}) => mailStore.list(database, { recipient, limit }),
    removeExpired: () => mailStore.removeOlderThan(database, KEPT_DAYS),
  };
}
