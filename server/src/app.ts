import { chmod, mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAudit } from './core/audit/index.ts';
import { createBilling } from './core/billing/index.ts';
import { createDatasets } from './core/datasets/index.ts';
import { createBinaryBuilder, createDeployments, deploymentJob } from './core/deployments/index.ts';
import { createEvaluationService } from './core/evaluations/index.ts';
import { createIdentity, type FirstLogin } from './core/identity/index.ts';
import { createModelService, createScore } from './core/models/index.ts';
import { createTargets, TARGET_HEALTH_JOB, targetHealthJob } from './core/targets/index.ts';
import { createTraining } from './core/training/index.ts';
import { createMlDoor } from './doors/ml/index.ts';
import { houseRoutes } from './house-routes.ts';
import { listenEverywhere, type Urls } from './listen.ts';
import { daysAgo, scheduleMaintenance } from './maintenance.ts';
import type { Config } from './platform/config/index.ts';
import { createVault, loadMasterKey } from './platform/crypto/index.ts';
import { startEmbeddedPostgres } from './platform/database/embedded/index.ts';
import { type Database, migrate, openDatabase } from './platform/database/index.ts';
import { createDuckDB } from './platform/duckdb/index.ts';
import { openEvents } from './platform/events/index.ts';
import { createIdempotency, createOutbound, createRateCounters, type Door } from './platform/http/index.ts';
import type { Log } from './platform/log/index.ts';
import { createMachine } from './platform/machine/index.ts';
import { createMail } from './platform/mail/index.ts';
import { createMetrics, type Reading } from './platform/metrics/index.ts';
import { openQueue, type Queue } from './platform/queue/index.ts';
import { createFolderStorage } from './platform/storage/index.ts';
import { queueFor } from './queue-for.ts';
import { setUpAdministrator } from './set-up-administrator.ts';
import { waitForDatabase } from './wait-for-database.ts';

/** Doors of this version; each may have a port of its own. */
export const doorNames = ['ml'] as const;

export type App = {
  /** Where people and programs reach it: the main port and the doors' own ports that could be opened. */
  urls: Urls;
  database: Database;
  /** What the first start made for the administrator; undefined on later starts. */
  firstLogin: FirstLogin | undefined;
  /** Stops accepting, lets work in hand finish or go back to the queue, and stops everything that was started. */
  stop(): Promise<void>;
};

/**
 * Builds and starts the whole server: config → platform → core → doors → listen. The only place that knows everybody.
 * When something fails on the way, what was started is stopped again.
 */
export async function startApp(config: Config, log: Log): Promise<App> {
  const started = new AsyncDisposableStack();
  try {
    const app = await assemble(config, log, started);
    return { ...app, stop: () => started.disposeAsync() };
  } catch (error) {
    await started.disposeAsync();
    throw error;
  }
}

async function assemble(config: Config, log: Log, started: AsyncDisposableStack): Promise<Omit<App, 'stop'>> {
  // platform
  const dataFolder = await makeDataFolder(config);
  const databaseUrl = config.databaseUrl ?? (await startDatabase(dataFolder, log, started));
  const database = openDatabase({ url: databaseUrl, log });
  started.defer(() => database.close());
  await waitForDatabase(database, log);
  await migrate(database, log);
  const metrics = createMetrics();
  const storage = await createFolderStorage({ folder: dataFolder, alone: config.databaseUrl === undefined });
  const vault = createVault(await loadMasterKey(join(dataFolder, 'master.key'), config.masterKey));

  const events = openEvents({ database, log });
  started.defer(() => events.close());
  const queue = openQueue({ database, log });
  const [works, trains] = [config.roles.includes('worker'), config.roles.includes('trainer')];
  const workQueue = queueFor(queue, works);
  metrics.gauges('signalbox_queue_jobs', 'Jobs in the queue', ['kind', 'state'], () => queueReadings(queue));
  const duckdb = createDuckDB({ spillFolder: () => storage.temporaryFolder('duckdb') });
  const urls: Partial<Urls> = {};
  const mail = createMail({ database, log, baseUrl: () => config.publicUrl ?? urls.main ?? '' });

  // core
  const billing = createBilling({ database });
  const identity = await createIdentity({ database, events, mail, billing, log, signup: config.signup });
  const datasets = createDatasets({
    database,
    storage,
    duckdb,
    events,
    queue: workQueue,
    billing,
    log,
    inUse: (tx, id) => training.usesDataset(tx, id),
  });
  const runtime = { cacheDir: resolve(config.cacheDir ?? join(dataFolder, 'cache')), cc: config.compiler };
  const models = createModelService({ database, events, queue: workQueue, storage });
  const evaluations = createEvaluationService({ database });
  const score = createScore({
    getModel: models.get,
    storage,
    async openDataset(principal, id) {
      await datasets.get(principal, id);
      return await datasets.openForTraining(id);
    },
    scorer: runtime,
    atOnce: 2 * availableParallelism(),
  });
  const training = createTraining({
    database,
    events,
    queue,
    storage,
    billing,
    models,
    evaluations,
    log,
    findDataset: datasets.get,
    openRows: datasets.openForTraining,
    folder: dataFolder,
    ...runtime,
    capacity: config.maxTrainings,
    trains,
  });
  const outbound = createOutbound({ allow: config.outboundAllow });
  started.defer(() => outbound.close());
  const targets = createTargets({ database, events, vault, outbound });
  const deployments = createDeployments({ database, events, queue, storage, billing, models, targets });
  queue.handle(
    deploymentJob({ database, events, models, targets, log, builder: createBinaryBuilder({ storage, ...runtime }) }),
  );
  queue.handle(targetHealthJob(targets));
  queue.cron('target-health', '* * * * *', { kind: TARGET_HEALTH_JOB, key: 'all' });
  const audit = createAudit({ database, events });
  const idempotency = createIdempotency(database);
  scheduleMaintenance(workQueue, log, [
    { name: 'sessions', removeExpired: identity.removeExpired },
    { name: 'mails', removeExpired: mail.removeExpired },
    { name: 'idempotency keys', removeExpired: idempotency.removeExpired },
    { name: 'events', removeExpired: () => events.prune(daysAgo(90)) },
  ]);
  if (works) started.defer(await audit.start());
  if (works || trains) {
    started.defer(() => queue.stop());
    await training.resume();
    await queue.start();
  }
  const firstLogin = await setUpAdministrator(identity, config, dataFolder);

  // doors
  const doors: Door[] = [
    createMlDoor({
      identity,
      datasets,
      machine: createMachine(dataFolder),
      isDatabaseUp: () => answers(database),
      training,
      models,
      evaluations,
      score,
      deployments,
      targets,
      counts: async ({ tenantId }) => {
        const { active, capacity } = await training.queueStatus();
        return {
          activeTrainings: active,
          maxConcurrentTrainings: capacity,
          models: await models.count(database, tenantId),
          deployments: await deployments.count(tenantId),
        };
      },
    }),
  ];

  // listen
  let stopping = false;
  const isReady = async () => {
    if (stopping) throw new Error('the server is stopping');
    await database.ping();
  };
  const listening = await listenEverywhere({
    config,
    doors: config.roles.includes('api') ? doors : [],
    routes: houseRoutes({ doors, isReady, metrics }),
    metrics,
    rateCounters: config.rateLimits ? createRateCounters() : undefined,
    idempotency,
    log,
    started,
  });
  started.defer(() => {
    stopping = true;
  });
  return { urls: Object.assign(urls, listening), database, firstLogin };
}

async function makeDataFolder(config: Config): Promise<string> {
  const folder = resolve(config.dataDir);
  // As root, PostgreSQL's own account must be able to pass through; what is secret in here is 0600.
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  if ((await mkdir(folder, { recursive: true, mode })) !== undefined) await chmod(folder, mode);
  return folder;
}

async function startDatabase(dataFolder: string, log: Log, started: AsyncDisposableStack): Promise<string> {
  const postgres = await startEmbeddedPostgres({ dataFolder, log });
  started.defer(() => postgres.stop());
  return postgres.url;
}

async function queueReadings(queue: Queue): Promise<Reading[]> {
  const states = ['waiting', 'running', 'dead'] as const;
  const counts = await queue.counts();
  return counts.flatMap((count) =>
    states.map((state) => ({ labels: { kind: count.kind, state }, value: count[state] })),
  );
}

/** Whether the database answers within a second: a health check must not hang with it. */
async function answers(database: Database): Promise<boolean> {
  const pinged = database.ping().then(
    () => true,
    () => false,
  );
  return Promise.race([pinged, sleep(1000, false, { ref: false })]);
}
