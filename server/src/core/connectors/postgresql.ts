import type { Socket } from 'node:net';
import pg from 'pg';
import { upstreamFailed } from '../../platform/errors.ts';
import { boundBatches } from './batch-bytes.ts';
import { addressOf, required } from './fields.ts';
import { readRest } from './rest.ts';
import type { Batch, ReadSource, SourceConfig, SourceContext } from './schema.ts';
import { readingStatement } from './statement.ts';

const BATCH = 2_000;
const STATEMENT_MS = 30_000;

/** PostgreSQL by its own protocol: a cursor in a read-only transaction. With `api_url` by REST instead. */
export const readPostgresql: ReadSource = (config, context) =>
  config.connection_string === undefined && config.api_url !== undefined
    ? readRest(config, context)
    : read(config, context);

async function* read(config: SourceConfig, { outbound, limit, signal }: SourceContext): AsyncGenerator<Batch> {
  const query = readingStatement(required(config, 'query'));
  const address = addressOf(required(config, 'connection_string'), ['postgresql:', 'postgres:'], 5432);
  const host = await outbound.address(address.host, { port: address.port });
  const client = await connect({ ...address, checked: host }, signal);
  const stream = streamOf(client);
  const bound = boundBatches(
    () => stream.bytesRead,
    () => stream.destroy(),
  );
  try {
    await client.query(`set statement_timeout = ${STATEMENT_MS}`);
    await client.query("set timezone = 'UTC'");
    await client.query("set datestyle = 'ISO'");
    await client.query('begin transaction isolation level repeatable read read only');
    // The extended protocol takes a single statement, and a cursor only a reading one.
    await client.query(extended(`declare readings no scroll cursor for ${query}`));
    for (let read = 0; read < limit; ) {
      const wanted = Math.min(BATCH, limit - read);
      const { rows, fields } = await client.query({ ...extended(`fetch ${wanted} from readings`), rowMode: 'array' });
      read += rows.length;
      bound.whole();
      yield { columns: fields.map(({ name }) => name), rows };
      if (rows.length < wanted) return;
    }
  } catch (error) {
    throw bound.reason(error);
  } finally {
    bound.stop();
    // Without waiting: a source that hangs would keep its guest.
    stream.destroy();
  }
}

type Target = ReturnType<typeof addressOf> & { checked: string };

async function connect(target: Target, signal: AbortSignal): Promise<pg.Client> {
  const mode = target.options.get('sslmode') ?? 'prefer';
  const verifies = mode.startsWith('verify');
  const tls = { rejectUnauthorized: verifies, servername: target.host };
  try {
    return await attempt(target, mode === 'disable' ? false : tls, signal);
  } catch (error) {
    const hasNone = /does not support SSL/i.test((error as Error).message);
    if (hasNone && mode === 'prefer') return await attempt(target, false, signal);
    if (hasNone) throw upstreamFailed('The source offers no encrypted connection, and sslmode asks for one.');
    throw error;
  }
}

async function attempt(target: Target, ssl: object | false, signal: AbortSignal): Promise<pg.Client> {
  signal.throwIfAborted();
  const client = new pg.Client({
    host: target.checked,
    port: target.port,
    user: target.user || 'postgres',
    // A function, also where there is none: for an empty one the driver would take PGPASSWORD or ~/.pgpass of this server.
    password: () => target.password,
    database: target.database || 'postgres',
    ssl: ssl && { ...ssl, ...(/^[\d.]+$|:/.test(target.host) && { servername: '' }) },
    connectionTimeoutMillis: 10_000,
    application_name: 'signalbox',
    types: { getTypeParser: (oid: number) => (text: string) => textOf(oid, text) } as never,
  });
  const destroy = () => streamOf(client).destroy();
  // An error after the end of a query has nobody else to go to.
  client.on('error', destroy);
  signal.addEventListener('abort', destroy, { once: true });
  try {
    await client.connect();
    return client;
  } catch (error) {
    destroy();
    throw error;
  }
}

/** `queryMode` is younger than the types of the driver. */
const extended = (text: string) => ({ text, queryMode: 'extended' }) as { text: string };

function streamOf(client: pg.Client): Socket {
  return (client as unknown as { connection: { stream: Socket } }).connection.stream;
}

/** PostgreSQL's text of a value in the form of a CSV. OIDs: 16 boolean, 1114 and 1184 timestamps. */
function textOf(oid: number, text: string): string {
  if (oid === 16) return text === 't' ? '1' : '0';
  if (oid === 1114 || oid === 1184) return `${text.replace(' ', 'T').replace(/\+00$/, '')}Z`;
  return text;
}
