import { randomId, type Vault } from '../../platform/crypto/index.ts';
import type { Database, Transaction } from '../../platform/database/index.ts';
import { conflict, invalid, limitReached, notFound, rateLimited } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import type { Outbound } from '../../platform/http/index.ts';
import { createShares } from '../../platform/shares.ts';
import type { Storage } from '../../platform/storage/index.ts';
import type { Dataset, Datasets, NewDatasetFields } from '../datasets/index.ts';
import { requireOwnership, requireRole, seesWholeTenant } from '../identity/index.ts';
import { actorOf, type Principal } from '../principal.ts';
import { cellText, csvLine } from './cells.ts';
import { secretFields } from './fields.ts';
import { type Limits, readSource, sourceTypeOf } from './reading.ts';
import type { SourceConfig } from './schema.ts';
import * as store from './store.ts';

/** Of one person. */
const MOST_CONNECTIONS = 100;
/** Each holds a connection and up to 128 MiB, for up to ten minutes. */
const MOST_AT_ONCE = { ofATenant: 4, ofAll: 16 };
const PREVIEW_ROWS = 5;
const LONGEST_NAME = 255;

export type ConnectorsOptions = {
  database: Database;
  events: Pick<Events, 'append'>;
  vault: Vault;
  outbound: Outbound;
  storage: Storage;
  datasets: Pick<Datasets, 'mayCreate' | 'receive' | 'create'>;
  /** Only SQLite files in here may be read. */
  filesFolder: string;
  limits?: Partial<Limits>;
};

/** A kept source as it may be seen: secrets are `********`. */
export type Connection = {
  id: string;
  name: string;
  config: SourceConfig & { source_type: string };
  createdAt: Date;
  lastUsedAt: Date | null;
};

export type Preview = { latencyMs: number; columns: string[]; rows: string[][] };

export type Connectors = {
  /** Asks a source for its first rows. @throws see `import` */
  test(principal: Principal, config: SourceConfig, signal: AbortSignal): Promise<Preview>;
  /**
   * Reads a source into a new dataset. An import that ends early, by `signal` or a failure, leaves nothing.
   *
   * @param also runs in the transaction that makes the dataset
   * @throws invalid (fields, refused query, no rows, forbidden destination), upstream_failed, upstream_timeout, limit, forbidden
   */
  import(
    principal: Principal,
    wanted: { config: SourceConfig; fields: NewDatasetFields; saveAs?: string | undefined },
    signal: AbortSignal,
    also?: (tx: Transaction, dataset: Dataset) => Promise<void>,
  ): Promise<Dataset>;
  /** Newest first: one's own, administrators see their tenant's. */
  list(principal: Principal): Promise<Connection[]>;
  /** @throws invalid, conflict (name taken), limit, forbidden */
  save(principal: Principal, name: string, config: SourceConfig): Promise<Connection>;
  /** @throws not_found, forbidden */
  remove(principal: Principal, id: string): Promise<void>;
  /** The configuration of a kept source with its secrets, and what `changes` asks differently. @throws not_found, forbidden */
  configOf(principal: Principal, id: string, changes?: SourceConfig): Promise<SourceConfig>;
  /** Notes that a kept source was used, in the transaction that used it. */
  noteUse(tx: Transaction, id: string): Promise<void>;
};

/** What may be asked differently of a kept source. Where it is and who asks stay: a secret never goes to another place. */
const askable = [
  'collection',
  'measurement',
  'mongodb_collection',
  'filter',
  'query',
  'time_range',
  'columns',
  'limit',
] as const;

/** Imports from other systems, and the sources people keep. */
export function createConnectors(options: ConnectorsOptions): Connectors {
  const { database, events, vault, datasets } = options;
  const limits = { idleMs: 30_000, totalMs: 600_000, ...options.limits };
  const shares = createShares(MOST_AT_ONCE.ofATenant);
  const places = createShares(MOST_AT_ONCE.ofAll);

  async function* read({ tenantId }: Principal, config: SourceConfig, signal: AbortSignal) {
    using held = new DisposableStack();
    for (const [take, whose] of [
      [shares, tenantId],
      [places, 'all'],
    ] as const) {
      const release = take(whose);
      if (!release)
        throw rateLimited('Too many sources are being read at the moment. Try again when one of the imports is done.', {
          code: 'TOO_MANY_IMPORTS',
          retryAfterSeconds: 10,
        });
      held.defer(release);
    }
    yield* readSource({ ...options, limits }, config, signal);
  }

  async function own(principal: Principal, id: string): Promise<store.ConnectionRow> {
    const row = await store.findConnection(database, principal.tenantId, id);
    if (!row) throw notFound('Connection not found', { details: id });
    requireOwnership(principal, row.createdBy);
    return row;
  }

  const opened = ({ id, config }: store.ConnectionRow) => JSON.parse(vault.open(config, context(id))) as SourceConfig;
  const shown = (row: store.ConnectionRow): Connection => ({
    id: row.id,
    name: row.name,
    config: { ...masked(opened(row)), source_type: row.sourceType },
    createdAt: row.createdAt,
    lastUsedAt: row.lastUsedAt,
  });

  async function keep(tx: Transaction, principal: Principal, name: string, config: SourceConfig) {
    const trimmed = name.trim().toWellFormed().replaceAll('\0', '').slice(0, LONGEST_NAME);
    if (trimmed === '') throw invalid("'name' is required", { code: 'VALIDATION_ERROR' });
    if ((await store.countConnections(tx, principal.id)) >= MOST_CONNECTIONS)
      throw limitReached(`At most ${MOST_CONNECTIONS} connections can be kept. Remove one first.`);
    const id = randomId('conn');
    const row = await store.insertConnection(tx, {
      id,
      tenantId: principal.tenantId,
      createdBy: principal.id,
      name: trimmed,
      sourceType: sourceTypeOf(config),
      config: vault.seal(JSON.stringify(config), context(id)),
    });
    if (!row)
      throw conflict(`You have a connection named '${trimmed}' already. Choose another name.`, { code: 'NAME_TAKEN' });
    await append(tx, principal, 'saved', row);
    return row;
  }

  const append = (tx: Transaction, principal: Principal, what: string, row: store.ConnectionRow) =>
    events.append(tx, {
      tenantId: row.tenantId,
      type: `connection.${what}`,
      subject: `connection:${row.id}`,
      actor: actorOf(principal),
      data: { name: row.name, source_type: row.sourceType },
    });

  return {
    async test(principal, config, signal) {
      requireRole(principal, 'operator');
      const started = performance.now();
      for await (const { columns, rows } of read(principal, { ...config, limit: PREVIEW_ROWS }, signal)) {
        if (rows.length === 0) continue;
        const latencyMs = Math.round(performance.now() - started);
        return { latencyMs, columns: [...columns], rows: rows.slice(0, PREVIEW_ROWS).map((row) => row.map(cellText)) };
      }
      throw noRows();
    },

    async import(principal, { config, fields, saveAs }, signal, also) {
      requireRole(principal, 'operator');
      const source = sourceTypeOf(config);
      await datasets.mayCreate(principal);
      await using file = await datasets.receive(principal, csv(read(principal, config, signal)));
      if (signal.aborted) throw invalid('The import was given up by who asked for it.', { code: 'GIVEN_UP' });
      return await datasets.create(principal, file, { ...fields, source }, async (tx, dataset) => {
        if (saveAs !== undefined) await keep(tx, principal, saveAs, config);
        await also?.(tx, dataset);
      });
    },

    async list(principal) {
      const mine = seesWholeTenant(principal) ? null : principal.id;
      return (await store.listConnections(database, principal.tenantId, mine)).map(shown);
    },

    async save(principal, name, config) {
      requireRole(principal, 'operator');
      return shown(await database.transaction((tx) => keep(tx, principal, name, config)));
    },

    async remove(principal, id) {
      requireRole(principal, 'operator');
      const row = await own(principal, id);
      await database.transaction(async (tx) => {
        await store.deleteConnection(tx, principal.tenantId, id);
        await append(tx, principal, 'removed', row);
      });
    },

    async configOf(principal, id, changes = {}) {
      requireRole(principal, 'operator');
      const row = await own(principal, id);
      const asked = Object.fromEntries(
        askable.flatMap((name) => (changes[name] === undefined ? [] : [[name, changes[name]]])),
      );
      return { ...opened(row), ...asked, source_type: row.sourceType };
    },

    noteUse: (tx, id) => store.noteUse(tx, id),
  };
}

/** Batches as pieces of a CSV file. @throws invalid when there is no row at all */
async function* csv(batches: AsyncIterable<{ columns: readonly string[]; rows: readonly (readonly unknown[])[] }>) {
  let rows = 0;
  for await (const batch of batches) {
    if (batch.rows.length === 0) continue;
    const header = rows === 0 ? csvLine(batch.columns) : '';
    rows += batch.rows.length;
    yield Buffer.from(header + batch.rows.map(csvLine).join(''));
  }
  if (rows === 0) throw noRows();
}

function noRows() {
  return invalid('The source answered, but with no rows. Widen the time range or the query.', { code: 'NO_DATA' });
}

function masked(config: SourceConfig): SourceConfig {
  const hidden = secretFields.filter((name) => config[name] !== undefined).map((name) => [name, '********']);
  // A key may be part of an address.
  const plain = (text: string) => text.replace(/\?.*$/s, '?********').replace(/:\/\/[^/@]*@/, '://********@');
  const addresses = (['url', 'api_url'] as const).flatMap((name) =>
    config[name] ? [[name, plain(config[name])]] : [],
  );
  return { ...config, ...Object.fromEntries([...hidden, ...addresses]) };
}

/** Binds a sealed configuration to its row. */
function context(id: string): string {
  return `connections.config:${id}`;
}
