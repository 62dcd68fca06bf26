import { type Queryable, sql } from '../database/index.ts';
import type { Rendered } from './templates.ts';

export type OutboxMail = {
  id: number;
  recipient: string;
  template: string;
  subject: string;
  text: string;
  html: string;
  createdAt: Date;
};

export const mailStore = {
  async insert(on: Queryable, recipient: string, template: string, mail: Rendered): Promise<void> {
    await on.run(sql`
      insert into mail_outbox (recipient, template, subject, body_text, body_html)
      values (${recipient}, ${template}, ${mail.subject}, ${mail.text}, ${mail.html})`);
  },
  async countSince(on: Queryable, recipient: string, seconds: number): Promise<number> {
    const row = await on.one<{ mails: number }>(sql`
      select count(*) as mails from mail_outbox
      where lower(recipient) = lower(${recipient}) and created_at > now() - make_interval(secs => ${seconds})`);
    return row?.mails ?? 0;
  },
  list(on: Queryable, options: { recipient?: string | undefined; limit: number }): Promise<OutboxMail[]> {
    const { recipient, limit } = options;
    return on.query<OutboxMail>(sql`
      select id, recipient, template, subject, body_text as text, body_html as html, created_at as "createdAt"
      from mail_outbox ${recipient === undefined ? sql`` : sql`where lower(recipient) = lower(${recipient})`}
      order by id desc limit ${limit}`);
  },
  removeOlderThan(on: Queryable, days: number): Promise<number> {
    return on.run(sql`delete from mail_outbox where created_at < now() - make_interval(days => ${days})`);
  },
};
