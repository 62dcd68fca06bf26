/* A program of its own, started by `sqlite.ts`: reads one query of one file and hands its rows over as they are asked for. */
import { constants, DatabaseSync } from 'node:sqlite';
import type { SqliteMessage, SqliteOrder } from './sqlite.ts';

const BATCH = 1_000;
const BATCH_BYTES = 16 * 1024 ** 2;
/** Of a value. SQLite's own limit is 1 GB, and every value is handed to the server. */
const MOST_VALUE_BYTES = 1024 ** 2;
const MOST_COLUMNS = 500;
const allowed = [constants.SQLITE_SELECT, constants.SQLITE_READ, constants.SQLITE_FUNCTION, constants.SQLITE_RECURSIVE];

function* batches({ path, query, limit }: SqliteOrder): Generator<SqliteMessage> {
  const database = new DatabaseSync(path, {
    readOnly: true,
    allowExtension: false,
    limits: { length: MOST_VALUE_BYTES },
  });
  database.setAuthorizer((action) => (allowed.includes(action) ? constants.SQLITE_OK : constants.SQLITE_DENY));
  const statement = database.prepare(query);
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  const columns = statement.columns().map(({ name }) => name);
  if (columns.length > MOST_COLUMNS) throw new Error(`it has more than ${MOST_COLUMNS} columns`);
  let rows: unknown[][] = [];
  let read = 0;
  let bytes = 0;
  for (const row of statement.iterate() as Iterable<unknown>) {
    if (read++ >= limit) break;
    rows.push(row as unknown[]);
    bytes += bytesIn(row as unknown[]);
    if (rows.length < BATCH && bytes < BATCH_BYTES) continue;
    yield { batch: { columns, rows } };
    rows = [];
    bytes = 0;
  }
  yield { batch: { columns, rows } };
  yield { done: true };
}

function bytesIn(row: readonly unknown[]): number {
  let bytes = 0;
  for (const cell of row)
    bytes += typeof cell === 'string' ? cell.length : cell instanceof Uint8Array ? cell.byteLength : 8;
  return bytes;
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
