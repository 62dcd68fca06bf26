import type { Vault } from '../crypto/index.ts';
import type { Database, Transaction } from '../database/index.ts';
import { invalid } from '../errors.ts';
import type { Log } from '../log/index.ts';
import type { JobHandler, Queue } from '../queue/types.ts';
import { MAIL_JOB, mailJob } from './delivery.ts';
import { createSmtp, type SmtpOptions } from './smtp.ts';
import { type MailStatus, mailStore, type StoredMail } from './store.ts';
import { type MailValues, type Notice, renderMail, type Template } from './templates.ts';

export type { MailValues, Notice, SmtpOptions, Template };

/** A mail as an administrator sees it. */
export type OutboxMail = {
  id: number;
  recipient: string;
  template: string;
  subject: string;
  text: string;
  html: string;
  /** `kept` without a mail server, else how far it came. */
  status: MailStatus;
  /** Why it did not go out. */
  error: string | null;
  createdAt: Date;
  sentAt: Date | null;
};

const MOST_IN_WINDOW = 5;
const WINDOW_SECONDS = 300;
const KEPT_DAYS = 30;

/**
 * What strangers can make us send: at most 5 of a group go to one recipient in 5 minutes. Alerts have a count of their own,
 * so that whoever asks for codes in somebody's name cannot keep the alerts away.
 */
const guarded: readonly (readonly Template[])[] = [['verification', 'password_reset', 'welcome'], ['security_alert']];

/** Mails leave in the caller's transaction: either the account changed and the mail is out, or neither. */
export type Mail = {
  /**
   * Puts a mail into the outbox, from where a mail server gets it if there is one. Of what strangers can cause, at most 5
   * go to one recipient in 5 minutes; further ones are left out ('suppressed'), which nobody outside may be told.
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
  /** Forgets codes and links that are over, and mails older than 30 days. */
  removeExpired(): Promise<number>;
};

export type MailOptions = {
  database: Database;
  log: Log;
  /** Where people reach this installation; asked for at each mail. */
  baseUrl: () => string;
  /** Seals the mails that hold a code or a link. */
  vault: Vault;
  /** A mail server; without one mails stay in the outbox, where administrators read them. */
  delivery?: { queue: Pick<Queue, 'add' | 'handle'>; smtp: SmtpOptions; backoffSeconds?: JobHandler['backoffSeconds'] };
};

/** The mail port: an outbox in the database, and a mail server behind it where there is one. */
export function createMail({ database, log, baseUrl, vault, delivery }: MailOptions): Mail {
  const open = (mail: StoredMail | Pick<StoredMail, 'recipient' | 'text' | 'html' | 'expiresAt'>) => {
    if (mail.expiresAt === null) return { text: mail.text, html: mail.html };
    if (mail.text === '') return { text: 'What this mail held is not valid any more.', html: '' };
    return {
      text: vault.open(mail.text, context(mail.recipient)),
      html: vault.open(mail.html, context(mail.recipient)),
    };
  };
  if (delivery) {
    const { queue, smtp, backoffSeconds } = delivery;
    queue.handle(mailJob({ database, smtp: createSmtp(smtp), open, ...(backoffSeconds && { backoffSeconds }) }));
  }
  return {
    async send(tx, to, template, values) {
      if (!/^[^\s@,;<>"]+@[^\s@,;<>"]+$/.test(to)) throw invalid('Invalid email format', { code: 'VALIDATION_ERROR' });
      const group = guarded.find((templates) => templates.includes(template));
      if (group && (await mailStore.countSince(tx, to, group, WINDOW_SECONDS)) >= MOST_IN_WINDOW) {
        log.warn({ template }, 'a mail was left out: its recipient got five in five minutes');
        return 'suppressed';
      }
      const { subject, text, html } = renderMail(template, values, baseUrl());
      // A mail that says how long it is valid holds something that opens an account.
      const minutes = 'minutes' in values ? values.minutes : null;
      const seal = (body: string) => (minutes === null ? body : vault.seal(body, context(to)));
      const status = delivery ? 'waiting' : 'kept';
      const id = await mailStore.insert(tx, {
        recipient: to,
        template,
        subject,
        text: seal(text),
        html: seal(html),
        status,
        minutes,
      });
      await delivery?.queue.add(tx, { kind: MAIL_JOB, key: String(id), payload: { mailId: id } });
      log.info({ template }, 'a mail is in the outbox');
      return 'sent';
    },
    async outbox({ recipient, limit = 100 } = {}) {
      const mails = await mailStore.list(database, { recipient, limit });
      return mails.map(({ expiresAt, isOver: _, ...mail }) => ({ ...mail, ...open({ ...mail, expiresAt }) }));
    },
    async removeExpired() {
      return (await mailStore.forgetSecrets(database)) + (await mailStore.removeOlderThan(database, KEPT_DAYS));
    },
  };
}

/** Binds sealed text to its recipient. */
function context(recipient: string): string {
  return `mail_outbox:${recipient.toLowerCase()}`;
}
