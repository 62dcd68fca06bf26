import { type Queryable, sql, type Transaction } from '../database/index.ts';

export type MailStatus = 'kept' | 'waiting' | 'sent' | 'failed' | 'expired';

/** As it is stored: sealed when the mail has an end. */
export type MailBody = { text: string; html: string; expiresAt: Date | null };

export type StoredMail = MailBody & {
  id: number;
  recipient: string;
  template: string;
  subject: string;
  status: MailStatus;
  /** Why it did not go out. */
  error: string | null;
  createdAt: Date;
  sentAt: Date | null;
  /** What it held is not valid any more. */
  isOver: boolean;
};

const columns = sql`
  id, recipient, template, subject, body_text as text, body_html as html, status, error, expires_at as "expiresAt",
  created_at as "createdAt", sent_at as "sentAt", coalesce(expires_at <= now(), false) as "isOver"`;

export type NewMail = {
  recipient: string;
  template: string;
  subject: string;
  text: string;
  html: string;
  status: MailStatus;
  minutes: number | null;
};

export const mailStore = {
  async insert(tx: Transaction, mail: NewMail): Promise<number> {
    const row = await tx.one<{ id: number }>(sql`
      insert into mail_outbox (recipient, template, subject, body_text, body_html, status, expires_at)
      values (${mail.recipient}, ${mail.template}, ${mail.subject}, ${mail.text}, ${mail.html}, ${mail.status},
              now() + make_interval(mins => ${mail.minutes}::int))
      returning id`);
    return (row as { id: number }).id;
  },
  async countSince(on: Queryable, recipient: string, templates: readonly string[], seconds: number): Promise<number> {
    const row = await on.one<{ mails: number }>(sql`
      select count(*) as mails from mail_outbox
      where lower(recipient) = lower(${recipient}) and template = any(${[...templates]})
        and created_at > now() - make_interval(secs => ${seconds})`);
    return row?.mails ?? 0;
  },
  find(on: Queryable, id: number): Promise<StoredMail | undefined> {
    return on.one<StoredMail>(sql`select ${columns} from mail_outbox where id = ${id}`);
  },
  list(on: Queryable, options: { recipient?: string | undefined; limit: number }): Promise<StoredMail[]> {
    const { recipient, limit } = options;
    return on.query<StoredMail>(sql`
      select ${columns} from mail_outbox
      ${recipient === undefined ? sql`` : sql`where lower(recipient) = lower(${recipient})`}
      order by id desc limit ${limit}`);
  },
  /** Writes down how it went. A mail that went out, or was given up because it was over, stays as it is. */
  async settle(
    on: Queryable,
    id: number,
    end: { status: 'sent' } | { status: 'failed' | 'expired'; error: string },
  ): Promise<void> {
    const error = end.status === 'sent' ? null : end.error;
    await on.run(sql`
      update mail_outbox
      set status = ${end.status}, error = ${error}, sent_at = ${end.status === 'sent' ? sql`now()` : sql`null`}
      where id = ${id} and status in ('waiting', 'failed')`);
  },
  /** Forgets the text of mails whose code or link is over. */
  forgetSecrets(on: Queryable): Promise<number> {
    return on.run(sql`
      update mail_outbox set body_text = '', body_html = '' where expires_at <= now() and body_text <> ''`);
  },
  removeOlderThan(on: Queryable, days: number): Promise<number> {
    return on.run(sql`delete from mail_outbox where created_at < now() - make_interval(days => ${days})`);
  },
};
