import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Response as Answer } from 'light-my-request';
import { testCache } from '../../../runtime/test/cache.ts';
import { createAssistants } from '../../src/core/assistants/index.ts';
import {
  type Billing,
  createBilling,
  createPayments,
  createSandbox,
  type Payments,
  type PaymentsOptions,
} from '../../src/core/billing/index.ts';
import { type ConnectorsOptions, createConnectors } from '../../src/core/connectors/index.ts';
import { createDatasets, type Datasets } from '../../src/core/datasets/index.ts';
import { createCertificates, createDeployments } from '../../src/core/deployments/index.ts';
import { createEvaluationService, createGradient } from '../../src/core/evaluations/index.ts';
import { createIdentity, type Identity, type IdentityOptions, type Signup } from '../../src/core/identity/index.ts';
import { createMeasureLatency, createModelService, createScore } from '../../src/core/models/index.ts';
import { createNotifications } from '../../src/core/notifications/index.ts';
import type { Principal, Role } from '../../src/core/principal.ts';
import { createTargets } from '../../src/core/targets/index.ts';
import { createTraining } from '../../src/core/training/index.ts';
import { createMlDoor } from '../../src/doors/ml/index.ts';
import { createVault } from '../../src/platform/crypto/index.ts';
import { type Database, openDatabase, sql } from '../../src/platform/database/index.ts';
import { createDuckDB } from '../../src/platform/duckdb/index.ts';
import { type Events, openEvents } from '../../src/platform/events/index.ts';
import {
  createHttpServer,
  createIdempotency,
  createOutbound,
  type HttpApp,
  type HttpServer,
  type RateCounters,
} from '../../src/platform/http/index.ts';
import { silentLog } from '../../src/platform/log/index.ts';
import { createMachine } from '../../src/platform/machine/index.ts';
import { createMail, type Mail } from '../../src/platform/mail/index.ts';
import { createExpoPush } from '../../src/platform/push/index.ts';
import { openQueue, type Queue } from '../../src/platform/queue/index.ts';
import { createFolderStorage, type Storage } from '../../src/platform/storage/index.ts';
import { testDatabase } from './database.ts';
import { type CleansUp, defer } from './defer.ts';
import { temporaryFolder } from './spawn-server.ts';

export type MlHouseOptions = {
  /** A second house on the same database: another process in all but name. */
  url?: string;
  signup?: Signup;
  rateCounters?: RateCounters;
  hashing?: IdentityOptions['hashing'];
  /** Hosts that requests on behalf of users may reach all the same. */
  outboundAllow?: readonly string[];
  connectorLimits?: ConnectorsOptions['limits'];
  /** Default: the sandbox. */
  paymentProvider?: PaymentsOptions['provider'];
  /** Where files are kept; default: a new temporary folder. */
  folder?: string;
};

export type Somebody = { username: string; email: string; password: string; token: string; principal: Principal };

export type MlHouse = {
  url: string;
  database: Database;
  identity: Identity;
  billing: Billing;
  payments: Payments;
  mail: Mail;
  events: Events;
  /** Not started: jobs wait until a test starts it. */
  queue: Queue;
  datasets: Datasets;
  storage: Storage;
  /** Of the storage. */
  folder: string;
  /** The ML door without a prefix; `app.inject` needs no port. */
  app: HttpApp;
  server: HttpServer;
  /** The administrator of the first tenant. */
  administrator(): Promise<Somebody>;
  /** Somebody new, logged in: of `tenantId`, or of a tenant of their own. */
  somebody(role: Role, tenantId?: string): Promise<Somebody>;
  request(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    options?: { token?: string; body?: object },
  ): Promise<Answer>;
  /** The newest mail to an address. */
  mailTo(recipient: string): Promise<string>;
};

export const testPassword = 'correct horse 1';

/** The ML door over a real database, with everything of the core that stands behind it. */
export async function startMlHouse(t: CleansUp, options: MlHouseOptions = {}): Promise<MlHouse> {
  const { url, database } = options.url
    ? { url: options.url, database: openAgain(t, options.url) }
    : await testDatabase(t);
  const billing = createBilling({ database });
  const vault = createVault(randomBytes(32));
  const mail = createMail({ database, log: silentLog, baseUrl: () => 'http://localhost:8080', vault });
  const events = openEvents({ database, log: silentLog });
  defer(t, () => events.close());
  const identity = await createIdentity({
    database,
    events,
    mail,
    billing,
    vault,
    log: silentLog,
    signup: options.signup ?? 'own',
    ...(options.hashing && { hashing: options.hashing }),
  });
  const folder = options.folder ?? (await temporaryFolder(t));
  const storage = await createFolderStorage({ folder, alone: options.folder === undefined });
  const queue = openQueue({ database, log: silentLog });
  defer(t, () => queue.stop());
  const duckdb = createDuckDB({ spillFolder: () => storage.temporaryFolder('duckdb') });
  const datasets = createDatasets({ database, storage, duckdb, events, queue, billing, log: silentLog });
  const models = createModelService({ database, events, queue, storage });
  const evaluations = createEvaluationService({ database });
  const scorer = { cacheDir: testCache, cc: undefined };
  const training = createTraining({
    database,
    events,
    queue,
    storage,
    billing,
    models,
    evaluations,
    log: silentLog,
    findDataset: datasets.get,
    openRows: datasets.openForTraining,
    folder,
    ...scorer,
    capacity: 2,
    trains: false,
  });
  const score = createScore({
    getModel: models.get,
    storage,
    openDataset: (_principal, id) => datasets.openForTraining(id),
    scorer,
    atOnce: 2,
  });
  const outbound = createOutbound({ allow: options.outboundAllow ?? [] });
  const connectors = createConnectors({
    database,
    events,
    vault,
    outbound,
    storage,
    datasets,
    filesFolder: join(folder, 'imports'),
    ...(options.connectorLimits && { limits: options.connectorLimits }),
  });
  const targets = createTargets({ database, events, vault, outbound });
  const deployments = createDeployments({ database, events, queue, storage, billing, models, targets });
  const reads = { datasets, models, evaluations, training };
  const assistants = createAssistants({ database, events, log: silentLog, llm: undefined, ...reads });
  const gradient = createGradient({
    database,
    events,
    queue,
    evaluations,
    getModel: models.get,
    measureLatency: createMeasureLatency({ storage, scorer }),
  });
  const notifications = createNotifications({
    database,
    events,
    queue,
    mail,
    log: silentLog,
    push: createExpoPush({ url: 'http://127.0.0.1:9' }),
    findContact: identity.contactOf,
    administratorsOf: identity.administratorsOf,
    preferencesOf: identity.preferencesOf,
    placeKey: randomBytes(32),
  });
  const certificates = createCertificates({ deployments, models, key: randomBytes(32) });
  const payments = createPayments({
    database,
    events,
    log: silentLog,
    baseUrl: () => 'http://localhost:8080',
    tenantOfUser: identity.tenantOf,
    provider: options.paymentProvider ?? createSandbox({ database, baseUrl: () => 'http://localhost:8080' }),
  });
  const door = createMlDoor({
    certificates,
    notifications,
    baseUrl: () => 'http://localhost:8080',
    identity,
    billing,
    payments,
    datasets,
    connectors,
    training,
    models,
    evaluations,
    score,
    deployments,
    targets,
    assistants,
    gradient,
    machine: createMachine('/'),
    isDatabaseUp: async () => true,
    counts: async () => ({ activeTrainings: 0, maxConcurrentTrainings: 2, models: 0, deployments: 0 }),
  });
  const server = await createHttpServer({
    log: silentLog,
    doors: [{ door, prefix: '' }],
    idempotency: createIdempotency(database, randomBytes(32)),
    ...(options.rateCounters && { rateCounters: options.rateCounters }),
  });
  defer(t, () => server.close());

  const request: MlHouse['request'] = (method, path, { token, body } = {}) =>
    server.app.inject({
      method,
      url: path,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      ...(body && { payload: body }),
    });

  async function logIn(username: string, email: string): Promise<Somebody> {
    const { token } = await identity.login({ username, password: testPassword }, { address: '::1', userAgent: 'test' });
    const principal = (await identity.authenticate(token)) as Principal;
    return { username, email, password: testPassword, token, principal };
  }

  return {
    url,
    database,
    identity,
    billing,
    payments,
    mail,
    events,
    queue,
    datasets,
    storage,
    folder,
    app: server.app,
    server,
    request,
    async administrator() {
      await identity.createFirstAdministrator({
        username: 'admin',
        email: 'admin@example.com',
        password: testPassword,
      });
      return logIn('admin', 'admin@example.com');
    },
    async somebody(role, tenantId) {
      const username = `user_${randomUUID().slice(0, 8)}`;
      const email = `${username}@example.com`;
      const user = await identity.signUp({ username, email, password: testPassword });
      await database.run(sql`
        update users set email_verified_at = now(), role = ${role}, tenant_id = ${tenantId ?? user.tenantId}
        where id = ${user.id}`);
      return logIn(username, email);
    },
    async mailTo(recipient) {
      const [mailed] = await mail.outbox({ recipient, limit: 1 });
      if (!mailed) throw new Error(`Nothing was mailed to ${recipient}`);
      return mailed.text;
    },
  };
}

function openAgain(t: CleansUp, url: string): Database {
  const database = openDatabase({ url, log: silentLog });
  defer(t, () => database.close());
  return database;
}
