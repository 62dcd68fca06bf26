import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from './platform/database/index.ts';
import { HouseError } from './platform/errors.ts';
import type { Log } from './platform/log/index.ts';

/** Waits for a database that may be starting at the same time as we do (containers, a rebooted machine). */
export async function waitForDatabase(database: Database, log: Log, seconds = 30): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await database.ping();
    } catch (error) {
      if (Date.now() > deadline || !(error instanceof HouseError)) throw unreachable(error);
      log.warn({ error }, 'the database does not answer yet; waiting for it');
      await sleep(1000);
    }
  }
}

function unreachable(error: unknown): Error {
  const reason =
    error instanceof Error
      ? error.cause instanceof Error
        ? error.cause.message || String(error.cause)
        : error.message
      : String(error);
  return new Error(
    `The database cannot be used: ${reason}. Check DATABASE_URL, or leave it out to use the embedded PostgreSQL.`,
    { cause: error },
  );
}
