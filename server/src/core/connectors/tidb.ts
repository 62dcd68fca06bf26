import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { Connection } from 'mysql2';
import { invalid } from '../../platform/errors.ts';
import { boundBatches } from './batch-bytes.ts';
import { addressOf, required } from './fields.ts';
import { readRest } from './rest.ts';
import type { Batch, ReadSource, SourceConfig, SourceContext } from './schema.ts';
import { readingStatement } from './statement.ts';

const BATCH = 1_000;
const STATEMENT_SECONDS = 30;

/** TiDB, MySQL and MariaDB by their own protocol, row by row in a read-only transaction. With `api_url` by REST instead. */
export const readTidb: ReadSource = (config, context) =>
  config.connection_string === undefined && config.api_url !== undefined
    ? readRest(config, context)
    : read(config, context);

async function* read(config: SourceConfig, { outbound, limit, signal }: SourceContext): AsyncGenerator<Batch> {
  const query = readingStatement(required(config, 'query'));
  // Writing a file needs no writing transaction, and quotes hide more here than in standard SQL: the words are not taken at all.
  if (/\binto\b[\s\S]*\b(outfile|dumpfile)\b/i.test(query))
    throw invalid('The query may only read, and says INTO OUTFILE or DUMPFILE.', { code: 'QUERY_REFUSED' });
  const address = addressOf(required(config, 'connection_string'), ['mysql:', 'tidb:', 'mariadb:'], 4000);
  const mode = address.options.get('ssl-mode') ?? address.options.get('sslmode') ?? 'preferred';
  let socket: Socket | undefined;
  const open = async (encrypted: boolean) => {
    socket = await outbound.connect(address.host, address.port, { signal });
    return connect(address, encrypted && { verify: /verify/i.test(mode) }, socket);
  };
  const connection = await open(!/disable/i.test(mode)).catch((error: Error & { code?: string }) => {
    if (error.code === 'HANDSHAKE_NO_SSL_SUPPORT' && /^prefer/i.test(mode)) return open(false);
    throw error;
  });
  // The driver's `destroy` says goodbye and reads on.
  let answer: Readable | undefined;
  const destroy = () => {
    connection.destroy();
    socket?.destroy();
    // It does not notice when its connection is gone.
    answer?.destroy(new Error('terminated'));
  };
  signal.addEventListener('abort', destroy, { once: true });
  const bound = boundBatches(() => socket?.bytesRead ?? 0, destroy);
  const ask = (sql: string) => connection.promise().query(sql);
  try {
    await ask("set time_zone = '+00:00'");
    // TiDB and MySQL know the first, MariaDB the second.
    await ask(`set max_execution_time = ${STATEMENT_SECONDS * 1000}`).catch(() =>
      ask(`set max_statement_time = ${STATEMENT_SECONDS}`),
    );
    // TiDB refuses what MySQL knows as read-only unless it is told to ignore it; the statement was judged before.
    await ask('start transaction read only').catch(() => ask('start transaction'));
    const asked = connection.query({ sql: query, rowsAsArray: true, typeCast: (field) => field.string() });
    let columns: string[] = [];
    asked.on('fields', (fields: { name: string }[]) => {
      columns = fields.map(({ name }) => name);
    });
    let rows: unknown[][] = [];
    let read = 0;
    answer = asked.stream({ highWaterMark: BATCH });
    for await (const row of answer) {
      rows.push((row as (string | null)[]).map(timeText));
      read++;
      if (rows.length >= BATCH || read >= limit) {
        bound.whole();
        yield { columns, rows };
        rows = [];
      }
      if (read >= limit) return;
    }
    yield { columns, rows };
  } catch (error) {
    throw bound.reason(error);
  } finally {
    bound.stop();
    destroy();
  }
}

async function connect(
  { host, user, password, database }: ReturnType<typeof addressOf>,
  tls: { verify: boolean } | false,
  socket: Socket,
): Promise<Connection> {
  const { createConnection } = await import('mysql2');
  const connection = createConnection({
    host,
    user: user || 'root',
    password,
    ...(database && { database }),
    stream: () => socket,
    ...(tls && { ssl: { rejectUnauthorized: tls.verify, verifyIdentity: tls.verify } }),
    connectTimeout: 10_000,
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
  });
  return await new Promise((resolve, reject) => {
    connection.on('error', reject);
    connection.connect((error) => {
      if (error) {
        connection.destroy();
        reject(error);
      } else resolve(connection);
    });
  });
}

/** The session's zone is UTC, so a time without a zone is one of UTC. */
function timeText(text: string | null): string | null {
  return text !== null && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/.test(text) ? `${text.replace(' ', 'T')}Z` : text;
}
