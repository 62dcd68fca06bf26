import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase, QueryResult } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { translateFailure } from './failures.ts';
import type { Sql } from './sql.ts';
import type { StatementNames } from './statement-names.ts';
import type { Queryable } from './types.ts';

/** Runs `work` with a connection and gives the connection back. */
export type WithClient = <T>(work: (client: ClientBase) => Promise<T>) => Promise<T>;

/** The four ways to run SQL, over whatever `withClient` provides: any connection of a pool, or the one of a transaction. */
export function createQueryable(withClient: WithClient, names: StatementNames): Queryable {
  const execute = (statement: Sql): Promise<QueryResult> =>
    withClient((client) => {
      const name = names.nameOf(statement.text);
      const config = { text: statement.text, values: statement.values as unknown[] };
      return client.query(name === undefined ? config : { ...config, name });
    }).catch(rethrow);

  return {
    query: async <Row extends object>(statement: Sql) => (await execute(statement)).rows as Row[],
    one: async <Row extends object>(statement: Sql) => (await execute(statement)).rows[0] as Row | undefined,
    run: async (statement) => (await execute(statement)).rowCount ?? 0,
    copyIn: (target, rows) =>
      withClient(async (client) => {
        const sink = client.query(copyFrom(`copy ${target} from stdin (format csv)`));
        await pipeline(Readable.from(rows, { objectMode: true, highWaterMark: 64 }), sink);
        return sink.rowCount;
      }).catch(rethrow),
  };
}

export function rethrow(error: unknown): never {
  throw translateFailure(error);
}
