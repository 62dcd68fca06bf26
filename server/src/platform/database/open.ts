import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../log/types.ts';
import { isConnectionFailure, isStalePlan, isWorthRetrying, translateFailure } from './failures.ts';
import { createListener } from './listener.ts';
import { createQueryable, type WithClient } from './queryable.ts';
import { createStatementNames } from './statement-names.ts';
import type { Database, Transaction } from './types.ts';
import { valueTypes } from './values.ts';

export type OpenOptions = {
  /** `postgres://…`; a folder in `?host=` means a Unix socket. */
  url: string;
  /** Most connections at once; one more is used by `listen`. Default 10. */
  poolSize?: number;
  /** Shown in pg_stat_activity. */
  applicationName?: string;
  log: Log;
};

const transactionAttempts = 5;

/** Opens a pool of connections. Connects on first use; `ping()` tells whether the database is there. */
export function openDatabase({ url, poolSize = 10, applicationName = 'signalbox', log }: OpenOptions): Database {
  const connection = {
    connectionString: url,
    application_name: applicationName,
    types: valueTypes,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  };
  const pool = new pg.Pool({ ...connection, max: poolSize, idleTimeoutMillis: 30_000 });
  // Without these listeners a connection that dies while idle, or between two queries of a transaction, ends the process.
  pool.on('error', (error) => {
    if (!pool.ending) log.warn({ error }, 'an idle database connection was lost');
  });
  pool.on('connect', (client) => client.on('error', () => {}));
  const names = createStatementNames();
  const listener = createListener(() => new pg.Client(connection), log);

  const withClient: WithClient = async (work) => {
    for (let attempt = 1; ; attempt++) {
      const client = await pool.connect();
      try {
        const result = await work(client);
        client.release();
        return result;
      } catch (error) {
        const stale = isStalePlan(error);
        client.release(stale || isConnectionFailure(error));
        if (!stale || attempt > poolSize) throw error;
      }
    }
  };

  async function attemptTransaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let broken = false;
    try {
      await client.query('begin');
      const tx: Transaction = { ...createQueryable((run) => run(client), names), inTransaction: true };
      const result = await work(tx);
      const { command } = await client.query('commit');
      // PostgreSQL answers ROLLBACK to the commit of a transaction in which a statement failed and the error was swallowed.
      if (command !== 'COMMIT')
        throw new Error('The transaction was rolled back: a statement in it failed and its error was ignored.');
      return result;
    } catch (error) {
      await client.query('rollback').catch(() => {
        broken = true;
      });
      broken ||= isStalePlan(error);
      throw error;
    } finally {
      client.release(broken);
    }
  }

  return {
    ...createQueryable(withClient, names),
    async transaction(work) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await attemptTransaction(work);
        } catch (error) {
          const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
          const again = isWorthRetrying(cause) || isStalePlan(cause);
          if (!again || attempt >= transactionAttempts) throw translateFailure(error);
          await sleep(Math.random() * 10 * 2 ** attempt);
        }
      }
    },
    listen: listener.listen,
    async ping() {
      await withClient((client) => client.query('select 1')).catch((error) => {
        throw translateFailure(error);
      });
    },
    async close() {
      await listener.close();
      await pool.end();
    },
  };
}
