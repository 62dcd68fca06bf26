import type { Database } from '../database/index.ts';
import { GiveUp } from '../queue/index.ts';
import type { JobHandler } from '../queue/types.ts';
import { MailRefused, type Smtp } from './smtp.ts';
import { type MailBody, mailStore } from './store.ts';

export const MAIL_JOB = 'mail.send';

/** Three days of a mail server that is down: 2 s, 4 s … then every quarter of an hour. */
const retries = { maxAttempts: 300, backoffSeconds: (attempt: number) => Math.min(900, 2 ** Math.min(attempt, 10)) };

/**
 * Brings one mail of the outbox to the server. The row says whether it went out, so a job that comes twice sends once; a
 * process that dies between the server's yes and the row sends again under the same Message-ID.
 */
export function mailJob(options: {
  database: Database;
  smtp: Smtp;
  open: (mail: MailBody & { recipient: string }) => { text: string; html: string };
  backoffSeconds?: JobHandler['backoffSeconds'];
}): JobHandler {
  const { database, smtp, open } = options;
  return {
    kind: MAIL_JOB,
    concurrency: 4,
    leaseSeconds: 60,
    ...retries,
    ...(options.backoffSeconds && { backoffSeconds: options.backoffSeconds }),
    async run(job) {
      const id = Number(job.payload.mailId);
      const mail = await mailStore.find(database, id);
      // A failed one comes again when an administrator retries its dead letter.
      if (mail?.status !== 'waiting' && mail?.status !== 'failed') return;
      if (mail.isOver) {
        await mailStore.settle(database, id, {
          status: 'expired',
          error: 'Its code was over before a mail server took it.',
        });
        return;
      }
      try {
        await smtp.send({ id, recipient: mail.recipient, subject: mail.subject, ...open(mail) });
      } catch (error) {
        throw error instanceof MailRefused ? new GiveUp(error.message) : error;
      }
      await database.transaction(async (tx) => {
        await job.fence(tx);
        await mailStore.settle(tx, id, { status: 'sent' });
      });
    },
    onDead: (tx, { payload, error }) => mailStore.settle(tx, Number(payload.mailId), { status: 'failed', error }),
  };
}
