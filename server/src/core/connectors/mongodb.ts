import { isIP } from 'node:net';
import { invalid } from '../../platform/errors.ts';
import { type Document, tableOf, tableOfMany } from './documents.ts';
import { addressOf, required } from './fields.ts';
import { askJson, below, rowsIn } from './json.ts';
import type { Batch, ReadSource, SourceConfig, SourceContext } from './schema.ts';

const BATCH = 1_000;

/** MongoDB: by its own protocol with a `connection_string`, otherwise in the form of the Data API. */
export const readMongodb: ReadSource = (config, context) => {
  refuseCode(config.filter);
  return config.connection_string === undefined ? readDataApi(config, context) : read(config, context);
};

async function* readDataApi(config: SourceConfig, context: SourceContext): AsyncGenerator<Batch> {
  const url = required(config, 'api_url');
  const database = required(config, 'database');
  const answer = await askJson(context, {
    url: below(url, '/action/find'),
    headers: { 'api-key': required(config, 'api_key') },
    body: JSON.stringify({
      dataSource: config.data_source ?? database,
      database,
      collection: required(config, 'mongodb_collection', 'collection'),
      filter: config.filter ?? {},
      sort: { timestamp: 1 },
      limit: context.limit,
    }),
  });
  yield tableOf(rowsIn(answer, 'documents').slice(0, context.limit));
}

async function* read(config: SourceConfig, context: SourceContext): AsyncGenerator<Batch> {
  const { outbound, signal } = context;
  const text = required(config, 'connection_string');
  if (/^mongodb\+srv:/i.test(text))
    throw invalid(
      'Give the address of one member as mongodb://host:27017/… instead of mongodb+srv://: it is asked directly.',
      {
        code: 'VALIDATION_ERROR',
      },
    );
  const address = addressOf(text, ['mongodb:'], 27017);
  const database = config.database ?? (address.database || required(config, 'database'));
  const collection = required(config, 'mongodb_collection', 'collection');
  await outbound.address(address.host, { port: address.port });
  const { MongoClient } = await import('mongodb');
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  const tls = /^true$/i.test(address.options.get('tls') ?? address.options.get('ssl') ?? '');
  const client = new MongoClient(`mongodb://${host}:${address.port}/`, {
    // Asked directly: the hosts a server names as its siblings are never connected to.
    directConnection: true,
    readPreference: 'secondaryPreferred',
    maxPoolSize: 1,
    serverSelectionTimeoutMS: 10_000,
    connectTimeoutMS: 10_000,
    socketTimeoutMS: 40_000,
    tls,
    promoteLongs: false,
    retryReads: false,
    ...(address.user && {
      auth: { username: address.user, password: address.password },
      authSource: address.options.get('authSource') ?? (address.database || 'admin'),
    }),
    // Each connection is checked when it is made; an address was checked above and is looked up nowhere.
    lookup: (name, options, done) => {
      outbound.address(name, { port: address.port }).then(
        (found) =>
          (options as { all?: boolean }).all
            ? (done as unknown as (e: null, a: object[]) => void)(null, [{ address: found, family: isIP(found) }])
            : done(null, found, isIP(found)),
        (error) => done(error, '', 4),
      );
    },
  });
  const close = () => void client.close(true).catch(() => {});
  signal.addEventListener('abort', close, { once: true });
  try {
    signal.throwIfAborted();
    const cursor = client
      .db(database)
      .collection(collection)
      .find(config.filter ?? {}, {
        sort: { timestamp: 1 },
        allowDiskUse: true,
        batchSize: BATCH,
        limit: context.limit,
        maxTimeMS: 30_000,
      });
    yield* tableOfMany(batched(cursor), await context.temporaryFolder());
  } finally {
    close();
  }
}

/** Handed on with the end of each message at the latest: a thousand documents can be 16 GiB, a message is at most 64 MiB. */
async function* batched(documents: AsyncIterable<Document> & { bufferedCount(): number }): AsyncGenerator<Document[]> {
  let some: Document[] = [];
  for await (const document of documents) {
    some.push(document);
    if (some.length < BATCH && documents.bufferedCount() > 0) continue;
    yield some;
    some = [];
  }
  yield some;
}

/** Programs in a filter run on the source and may do anything there. */
function refuseCode(filter: unknown, depth = 0): void {
  if (typeof filter !== 'object' || filter === null) return;
  if (depth > 20) throw invalid("'filter' is nested too deeply", { code: 'VALIDATION_ERROR' });
  for (const [name, inner] of Object.entries(filter)) {
    if (['$where', '$function', '$accumulator'].includes(name))
      throw invalid(`'filter' may not hold ${name}: data is only read`, { code: 'VALIDATION_ERROR' });
    refuseCode(inner, depth + 1);
  }
}
