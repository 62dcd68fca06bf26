import type { Database } from '../../platform/database/index.ts';
import type { Log } from '../../platform/log/index.ts';
import { MOST_MESSAGES, MOST_RECEIPTS, type Push } from '../../platform/push/index.ts';
import type { JobHandler, RunningJob } from '../../platform/queue/types.ts';
import { channelOf } from './schema.ts';
import { type Delivery, pushStore } from './store.ts';

export const PUSH_JOB = 'push.send';
export const RECEIPTS_JOB = 'push.receipts';

/** A day of a push service that is down; after that the news is old. */
const retries = { maxAttempts: 30, backoffSeconds: (attempt: number) => Math.min(3_600, 2 ** Math.min(attempt, 12)) };

/**
 * Sends what waits, up to 100 at once. The delivery's row says whether it went out, so a job that comes twice sends once; only
 * a process that dies between the service's yes and the row sends again.
 */
export function pushJob(options: {
  database: Database;
  push: Push;
  backoffSeconds?: JobHandler['backoffSeconds'];
}): JobHandler {
  const { database, push } = options;
  return {
    kind: PUSH_JOB,
    batchSize: MOST_MESSAGES,
    leaseSeconds: 60,
    ...retries,
    ...(options.backoffSeconds && { backoffSeconds: options.backoffSeconds }),
    async runBatch(jobs) {
      const byId = new Map(jobs.map((job) => [Number(job.payload.deliveryId), job]));
      const waiting = await pushStore.waiting(database, [...byId.keys()]);
      if (waiting.length === 0) return undefined;
      const answers = await push.send(waiting.map(messageOf));
      await database.transaction(async (tx) => {
        for (const [i, delivery] of waiting.entries()) {
          const answer = answers[i];
          if (!answer) continue;
          await (byId.get(delivery.id) as RunningJob).fence(tx);
          if (answer.ok) await pushStore.sent(tx, delivery.id, answer.ticket);
          else await pushStore.failed(tx, delivery.id, answer.error);
          if (!answer.ok && answer.gone) await pushStore.removeToken(tx, delivery.token);
        }
      });
      return undefined;
    },
    onDead: (tx, { payload, error }) => pushStore.failed(tx, Number(payload.deliveryId), error.slice(0, 500)),
  };
}

function messageOf({ token, type, title, body, data }: Delivery) {
  return { to: token, title, body, sound: 'default' as const, channelId: channelOf(type), data: { type, ...data } };
}

/** Asks what became of what was sent; phones that are gone are forgotten. */
export function receiptsJob({ database, push, log }: { database: Database; push: Push; log: Log }): JobHandler {
  return {
    kind: RECEIPTS_JOB,
    maxAttempts: 1,
    async run() {
      const sent = await pushStore.unconfirmed(database, MOST_RECEIPTS);
      if (sent.length === 0) return;
      const receipts = await push.receipts(sent.map(({ ticket }) => ticket));
      await database.transaction(async (tx) => {
        for (const { id, ticket, token } of sent) {
          const receipt = receipts.get(ticket);
          if (!receipt) continue;
          if (receipt.ok) await pushStore.done(tx, id);
          else await pushStore.failed(tx, id, receipt.error);
          if (!receipt.ok && receipt.gone) await pushStore.removeToken(tx, token);
          if (!receipt.ok) log.warn({ delivery: id, error: receipt.error }, 'a push did not reach its phone');
        }
      });
    },
  };
}
