import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { type Connection, type Connectors, type SourceConfig, sourceTypes } from '../../../core/connectors/index.ts';
import { type HttpApp, IdempotencyHeaders, noContent, once } from '../../../platform/http/index.ts';
import { principalOf, problems } from '../dialect.ts';
import { DatasetView, datasetView, EquipmentTypeView } from '../views.ts';

const tags = ['Connections'];
const params = Type.Object({ id: Type.String({ examples: ['conn_1a2b3c4d'] }) });
const Text = (description: string, maxLength = 2000) => Type.Optional(Type.String({ maxLength, description }));

const Asked = {
  collection: Text('Aegis-DB collection, default hardware_metrics; also accepted for MongoDB'),
  measurement: Text('InfluxDB measurement'),
  mongodb_collection: Text('MongoDB collection'),
  filter: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description: 'MongoDB filter' })),
  query: Text('One SELECT, of SQL sources', 20_000),
  time_range: Type.Optional(
    Type.Object(
      { start: Text('ISO time', 60), end: Text('ISO time', 60) },
      { description: 'Only readings of this time; Aegis-DB: the last 30 days unless given' },
    ),
  ),
  columns: Type.Optional(
    Type.Array(Type.String({ maxLength: 300 }), { maxItems: 500, description: 'Only these columns; default all' }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 5_000_000, description: 'Most rows; default 1,000,000' })),
};
const Source = {
  source_type: Type.Optional(
    Type.String({ maxLength: 100, description: `Default aegis_bridge; one of ${sourceTypes.join(', ')}` }),
  ),
  controller_ip: Text('aegis_bridge: address of the edge controller'),
  aegis_port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65535, description: 'aegis_bridge: default 9090' })),
  url: Text('influxdb: base URL'),
  database: Text('influxdb, mongodb, spacetimedb: name of the database'),
  token: Text('influxdb: API token'),
  connection_string: Text('postgresql, tidb, mongodb: URL with credentials; sqlite: file in the folder for imports'),
  api_url: Text(
    'REST address of postgresql, tidb and sqlite instead of a connection; mongodb (Data API) and spacetimedb',
  ),
  api_key: Text('mongodb: key of the Data API'),
  data_source: Text('mongodb: cluster of the Data API; default the database'),
  auth_token: Text('spacetimedb: bearer token'),
  ...Asked,
};
const Fields = {
  name: Type.String({ minLength: 1, maxLength: 255, description: 'Name of the new dataset' }),
  equipment_type: EquipmentTypeView,
  location: Type.Optional(Type.String({ maxLength: 255 })),
  unit: Type.Optional(Type.String({ maxLength: 255 })),
};
const example = { source_type: 'sqlite', connection_string: 'readings.db', query: 'SELECT * FROM readings' };

const ConnectionView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  source_type: Type.String(),
  config: Type.Record(Type.String(), Type.Unknown(), { description: 'Its fields; secrets are ********' }),
  created_at: Type.String(),
  last_used_at: Type.Union([Type.String(), Type.Null()]),
});
const PreviewView = Type.Object({
  latency_ms: Type.Integer({ description: 'Until the first rows were here' }),
  columns: Type.Array(Type.String()),
  rows: Type.Array(Type.Array(Type.String()), { description: 'The first rows' }),
});
const connectionView = ({ id, name, config, createdAt, lastUsedAt }: Connection) => ({
  id,
  name,
  source_type: config.source_type,
  config,
  created_at: createdAt.toISOString(),
  last_used_at: lastUsedAt?.toISOString() ?? null,
});
const importProblems = problems(
  'invalid',
  'unauthenticated',
  'forbidden',
  'limit',
  'conflict',
  'too_large',
  'rate_limited',
  'unavailable',
  'upstream_failed',
  'upstream_timeout',
);

/** Importing from other systems, and the connections people keep to do it again. */
export function connectionRoutes(app: HttpApp, { connectors }: { connectors: Connectors }): void {
  importRoutes(app, connectors);
  keptRoutes(app, connectors);
}

function importRoutes(app: HttpApp, connectors: Connectors): void {
  app.post(
    '/api/v1/datasets/connect',
    {
      config: { rate: 'connect' },
      schema: {
        tags,
        summary: 'Import a dataset from another system',
        description:
          'Reads the source and answers when the dataset is there; hanging up ends the import and leaves nothing. Credentials are used once and kept nowhere, unless `save_connection` asks to keep them (encrypted).',
        headers: IdempotencyHeaders,
        body: Type.Object(
          {
            ...Source,
            ...Fields,
            save_connection: Type.Optional(Type.Boolean({ description: 'Keep the source for the next time' })),
            connection_name: Text('Its name; default that of the dataset', 255),
          },
          { examples: [{ ...example, name: 'Local readings', equipment_type: 'pump' }] },
        ),
        response: { 201: { ...DatasetView, description: 'The new dataset' }, ...importProblems },
      },
    },
    async (request, reply) => {
      const { name, equipment_type, location, unit, save_connection, connection_name, ...config } = request.body;
      const fields = { name, equipmentType: equipment_type, location, unit };
      const saveAs = save_connection ? (connection_name ?? name) : undefined;
      return await once(request, reply, { status: 201, view: datasetView }, (remember) =>
        connectors.import(principalOf(request), { config, fields, saveAs }, hangUp(reply), remember),
      );
    },
  );

  app.post(
    '/api/v1/connections/test',
    {
      config: { rate: 'connect' },
      schema: {
        tags,
        summary: 'Try a source and see its first rows',
        description:
          'Of a source described here, or of a kept one by `connection_id`; then only what is asked may differ.',
        body: Type.Object({ ...Source, connection_id: Text('A kept connection', 40) }, { examples: [example] }),
        response: {
          200: PreviewView,
          ...problems(
            'invalid',
            'unauthenticated',
            'forbidden',
            'not_found',
            'rate_limited',
            'upstream_failed',
            'upstream_timeout',
          ),
        },
      },
    },
    async (request, reply) => {
      const { connection_id, ...sent } = request.body;
      const principal = principalOf(request);
      const config: SourceConfig =
        connection_id === undefined ? sent : await connectors.configOf(principal, connection_id, sent);
      const { latencyMs, columns, rows } = await connectors.test(principal, config, hangUp(reply));
      return { latency_ms: latencyMs, columns, rows };
    },
  );

  app.post(
    '/api/v1/connections/:id/use',
    {
      config: { rate: 'connect' },
      schema: {
        tags,
        summary: 'Import a dataset from a kept connection',
        params,
        headers: IdempotencyHeaders,
        body: Type.Object(
          { ...Asked, ...Fields },
          { examples: [{ name: 'Local readings, June', equipment_type: 'pump' }] },
        ),
        response: {
          201: { ...DatasetView, description: 'The new dataset' },
          ...importProblems,
          ...problems('not_found'),
        },
      },
    },
    async (request, reply) => {
      const { name, equipment_type, location, unit, ...asked } = request.body;
      const { id } = request.params;
      const principal = principalOf(request);
      const config = await connectors.configOf(principal, id, asked);
      const fields = { name, equipmentType: equipment_type, location, unit };
      return await once(request, reply, { status: 201, view: datasetView }, (remember) =>
        connectors.import(principal, { config, fields }, hangUp(reply), async (tx, dataset) => {
          await connectors.noteUse(tx, id);
          await remember(tx, dataset);
        }),
      );
    },
  );
}

function keptRoutes(app: HttpApp, connectors: Connectors): void {
  app.get(
    '/api/v1/connections',
    {
      schema: {
        tags,
        summary: 'List kept connections',
        description: 'Newest first. Everybody sees their own, administrators those of their tenant; secrets never.',
        response: { 200: Type.Array(ConnectionView), ...problems('unauthenticated') },
      },
    },
    async (request) => (await connectors.list(principalOf(request))).map(connectionView),
  );

  app.post(
    '/api/v1/connections',
    {
      schema: {
        tags,
        summary: 'Keep a connection',
        description: 'It is encrypted; its secrets are never shown again.',
        body: Type.Object(
          { ...Source, name: Type.String({ minLength: 1, maxLength: 255 }) },
          { examples: [{ ...example, name: 'Plant database' }] },
        ),
        response: {
          201: ConnectionView,
          ...problems('invalid', 'unauthenticated', 'forbidden', 'limit', 'conflict'),
        },
      },
    },
    async (request, reply) => {
      const { name, ...config } = request.body;
      const saved = await connectors.save(principalOf(request), name, config);
      return reply.code(201).send(connectionView(saved));
    },
  );

  app.delete(
    '/api/v1/connections/:id',
    {
      schema: {
        tags,
        summary: 'Forget a connection',
        params,
        response: { 204: noContent('Forgotten'), ...problems('unauthenticated', 'forbidden', 'not_found') },
      },
    },
    async (request, reply) => {
      await connectors.remove(principalOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );
}

/** Aborted when the caller hangs up before the answer. */
function hangUp(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
