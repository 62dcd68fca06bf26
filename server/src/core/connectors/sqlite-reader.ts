/* A program of its own, started by `sqlite.ts`: reads one query of one file and hands its rows over as they are asked for. */
import { constants, DatabaseSync } from 'node:sqlite';
import type { SqliteMessage, SqliteOrder } from './sqlite.ts';

const BATCH = 1_000;
const allowed = [constants.SQLITE_SELECT, constants.SQLITE_READ, constants.SQLITE_FUNCTION, constants.SQLITE_RECURSIVE];

function* batches({ path, query, limit }: SqliteOrder): Generator<SqliteMessage> {
  const database = new DatabaseSync(path, { readOnly: true, allowExtension: false });
  database.setAuthorizer((action) => (allowed.includes(action) ? constants.SQLITE_OK : constants.SQLITE_DENY));
  const statement = database.prepare(query);
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  const columns = statement.columns().map(({ name }) => name);
  let rows: unknown[][] = [];
  let read = 0;
  for (const row of statement.iterate() as Iterable<unknown>) {
    if (read++ >= limit) break;
    rows.push(row as unknown[]);
    if (rows.length < BATCH) continue;
    yield { batch: { columns, rows } };
    rows = [];
  }
  yield { batch: { columns, rows } };
  yield { done: true };
}

let reading: Generator<SqliteMessage> | undefined;
process.on('message', (order: SqliteOrder | 'more') => {
  try {
    if (order !== 'more') reading = batches(order);
    process.send?.(reading?.next().value ?? { done: true });
  } catch (error) {
    process.send?.({ failed: (error as Error).message });
  }
});
process.on('disconnect', () => process.exit());
