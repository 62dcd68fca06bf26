import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAssistants, createVerdict } from './core/assistants/index.ts';
import { auditSection, createAudit } from './core/audit/index.ts';
import { createBilling, createPayments, createSandbox, createStripe, followWork } from './core/billing/index.ts';
import { createConnectors } from './core/connectors/index.ts';
import { createDatasets } from './core/datasets/index.ts';
import { createBinaryBuilder, createCertificates, createDeployments, deploymentJob } from './core/deployments/index.ts';
import { createEvaluationService, createGradient } from './core/evaluations/index.ts';
import { createIdentity, type FirstLogin } from './core/identity/index.ts';
import { createLayouts } from './core/layouts/index.ts';
import { createMeasureLatency, createModelService, createScore } from './core/models/index.ts';
import { createNodes } from './core/nodes/index.ts';
import { createNodesAssistant } from './core/nodes-assistant/index.ts';
import { createNotifications } from './core/notifications/index.ts';
import { createProviderKeys } from './core/provider-keys/index.ts';
import { createServerCertificate, createSettings } from './core/settings/index.ts';
import { createTargets, TARGET_HEALTH_JOB, targetHealthJob } from './core/targets/index.ts';
import { createTelemetry, TELEMETRY_JOB, telemetryJob } from './core/telemetry/index.ts';
import { createTraining } from './core/training/index.ts';
import { configTemplates, createTransfer } from './core/transfer/index.ts';
import { createTunnels } from './core/tunnels/index.ts';
import { createMlDoor } from './doors/ml/index.ts';
import { createNodesDoor } from './doors/nodes/index.ts';
import { houseRoutes } from './house-routes.ts';
import { listenEverywhere, type Urls } from './listen.ts';
import { daysAgo, scheduleMaintenance } from './maintenance.ts';
import { openPlatform, type Platform } from './open-platform.ts';
import type { Config } from './platform/config/index.ts';
import type { Database } from './platform/database/index.ts';
import { createRateCounters, type Door } from './platform/http/index.ts';
import { createLlm, createLlmWith } from './platform/llm/index.ts';
import type { Log } from './platform/log/index.ts';
import { createMachine } from './platform/machine/index.ts';
import { createMail } from './platform/mail/index.ts';
import { createExpoPush } from './platform/push/index.ts';
import { openCertificates } from './platform/tls/index.ts';
import { queueFor } from './queue-for.ts';
import { setUpAdministrator } from './set-up-administrator.ts';

/** Doors of this version; each may have a port of its own. */
export const doorNames = ['ml', 'nodes'] as const;

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
  const platform = await openPlatform(config, log, started);
  const { database, metrics, idempotency } = platform;
  const urls: Partial<Urls> = {};
  const core = await openCore(platform, config, () => config.publicUrl ?? urls.main ?? '', started);
  started.defer(() => core.telemetry.close());
  await startWork(core, platform, config, started);
  const firstLogin = await setUpAdministrator(core.identity, config, platform.dataFolder);
  const doors = openDoors(core, platform, config);
  if (config.roles.includes('api')) {
    await core.nodes.recover();
    await core.tunnels.start();
  }

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
  // Before the ports close: nodes have to hear a goodbye.
  started.defer(() => core.nodes.stop());
  started.defer(() => {
    stopping = true;
  });
  return { urls: Object.assign(urls, listening), database, firstLogin };
}

type Core = Awaited<ReturnType<typeof openCore>>;

/** Makes every capability and introduces those that need each other. `baseUrl` is where people reach the server. */
async function openCore(platform: Platform, config: Config, baseUrl: () => string, started: AsyncDisposableStack) {
  const { database, events, storage, duckdb, vault, outbound, log, keyFor } = platform;
  const trains = config.roles.includes('trainer');
  const queue = queueFor(platform.queue, config.roles.includes('worker'));
  const smtp = config.smtpUrl && { url: config.smtpUrl, from: config.mailFrom, replyTo: config.mailReplyTo };
  const mail = createMail({ database, log, baseUrl, vault, ...(smtp && { delivery: { queue, smtp } }) });
  const billing = createBilling({ database });
  const identity = await createIdentity({ database, events, mail, billing, vault, log, signup: config.signup });
  const payments = createPayments({
    database,
    events,
    log,
    baseUrl,
    tenantOfUser: identity.tenantOf,
    provider:
      config.stripeSecretKey === undefined
        ? createSandbox({ database, baseUrl })
        : createStripe({
            secretKey: config.stripeSecretKey,
            webhookSecret: config.stripeWebhookSecret,
            prices: {
              ...(config.stripePricePro !== undefined && { pro: config.stripePricePro }),
              ...(config.stripePriceEnterprise !== undefined && { enterprise: config.stripePriceEnterprise }),
            },
            apiUrl: config.stripeApiUrl,
          }),
  });
  const audit = createAudit({ database, events });

  const runtime = { cacheDir: resolve(config.cacheDir ?? join(platform.dataFolder, 'cache')), cc: config.compiler };
  const datasets = createDatasets({
    database,
    storage,
    duckdb,
    events,
    queue,
    billing,
    log,
    inUse: (tx, id) => training.usesDataset(tx, id),
  });
  const connectors = createConnectors({
    database,
    events,
    vault,
    outbound,
    storage,
    datasets,
    filesFolder: resolve(config.connectFiles ?? join(platform.dataFolder, 'imports')),
  });
  const models = createModelService({ database, events, queue, storage });
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
    queue: platform.queue,
    storage,
    billing,
    models,
    evaluations,
    log,
    findDataset: datasets.get,
    openRows: datasets.openForTraining,
    folder: platform.dataFolder,
    ...runtime,
    capacity: config.maxTrainings,
    trains,
  });

  const llmOptions = { ...config, timeoutSeconds: config.llmTimeout, price: config.llmPrice };
  const llm = createLlm(llmOptions);
  const assistants = createAssistants({ database, events, log, llm, datasets, models, evaluations, training });
  const gradient = createGradient({
    database,
    events,
    queue,
    evaluations,
    getModel: models.get,
    measureLatency: createMeasureLatency({ storage, scorer: runtime }),
    verdict: llm && createVerdict({ llm, record: assistants.record }),
  });

  const targets = createTargets({ database, events, vault, outbound });
  const deployments = createDeployments({ database, events, queue, storage, billing, models, targets });
  const deploymentCertificates = createCertificates({ deployments, models, key: keyFor('deployment certificates') });
  const builder = createBinaryBuilder({ storage, ...runtime });
  queue.handle(deploymentJob({ database, events, models, targets, log, builder }));
  queue.handle(targetHealthJob(targets));
  queue.cron('target-health', '* * * * *', { kind: TARGET_HEALTH_JOB, key: 'all' });

  const notifications = createNotifications({
    database,
    events,
    queue,
    mail,
    log,
    push: createExpoPush({ url: config.expoPushUrl, accessToken: config.expoAccessToken }),
    findContact: identity.contactOf,
    administratorsOf: identity.administratorsOf,
    preferencesOf: identity.preferencesOf,
    placeKey: keyFor('login places'),
  });

  const settings = await createSettings({ database, events, log, identity });
  started.defer(() => settings.stop());
  const telemetry = createTelemetry({
    database,
    log,
    metrics: platform.metrics,
    retention: {
      rawDays: config.telemetryRawDays,
      minuteDays: config.telemetryMinuteDays,
      hourDays: config.telemetryHourDays,
    },
  });
  queue.handle(telemetryJob(telemetry));
  queue.cron('telemetry', '* * * * *', { kind: TELEMETRY_JOB, key: 'all' });
  const nodes = createNodes({
    database,
    events,
    log,
    settings,
    telemetry,
    forget: (tx, nodeId) => tunnels.forgetNode(tx, nodeId),
  });
  const tunnels = createTunnels({ database, events, log, vault, nodes });
  started.defer(() => tunnels.stop());
  const providerKeys = createProviderKeys({ database, events, vault, userIds: identity.userIds });
  const nodesAssistant = createNodesAssistant({
    ...{ database, events, log, nodes, tunnels, llm, keys: providerKeys, record: assistants.record },
    openLlm: (key) => createLlmWith(key, llmOptions),
  });
  const layouts = createLayouts({ database, userIds: identity.userIds });
  const transfer = createTransfer({
    database,
    events,
    sections: [
      identity.section,
      nodes.sections.nodes,
      settings.section,
      configTemplates,
      tunnels.section,
      layouts.section,
      providerKeys.section,
      nodes.sections.events,
      auditSection,
    ],
    temporaryFolder: () => storage.temporaryFolder('export'),
  });
  const names = config.publicUrl === undefined ? [] : [new URL(config.publicUrl).hostname];
  const certificates = await openCertificates(join(platform.dataFolder, 'tls'), names);
  const certificate = createServerCertificate({
    certificates,
    isInUse: config.nodesTls === 'direct',
    identity,
    database,
    events,
  });

  scheduleMaintenance(queue, log, [
    { name: 'events and commands of nodes', removeExpired: nodes.removeExpired },
    { name: 'sessions', removeExpired: identity.removeExpired },
    { name: 'mails', removeExpired: mail.removeExpired },
    { name: 'sandbox payments', removeExpired: payments.removeExpired },
    { name: 'notifications', removeExpired: notifications.removeExpired },
    { name: 'idempotency keys', removeExpired: platform.idempotency.removeExpired },
    { name: 'events', removeExpired: () => events.prune(daysAgo(90)) },
  ]);
  return {
    baseUrl,
    identity,
    billing,
    payments,
    audit,
    datasets,
    connectors,
    models,
    evaluations,
    gradient,
    score,
    training,
    targets,
    deployments,
    assistants,
    certificates: deploymentCertificates,
    notifications,
    settings,
    nodes,
    tunnels,
    layouts,
    transfer,
    providerKeys,
    nodesAssistant,
    certificate,
    tls: certificates,
    telemetry,
  };
}

/** Starts the work this process has a role for. */
async function startWork(
  core: Core,
  { queue, events }: Platform,
  { roles }: Config,
  started: AsyncDisposableStack,
): Promise<void> {
  const [works, trains] = [roles.includes('worker'), roles.includes('trainer')];
  await core.payments.start();
  if (works) started.defer(await core.audit.start());
  if (works) started.defer(await core.notifications.start());
  if (works) started.defer(await followWork(events));
  if (!works && !trains) return;
  started.defer(() => queue.stop());
  await core.training.resume();
  await queue.start();
}

function openDoors(core: Core, { database, dataFolder, keyFor }: Platform, { nodesTls }: Config): Door[] {
  const { training, models, deployments } = core;
  return [
    createMlDoor({
      ...core,
      machine: createMachine(dataFolder),
      isDatabaseUp: () => answers(database),
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
    createNodesDoor({
      ...core,
      tls: nodesTls === 'direct' ? core.tls : undefined,
      isSelfSigned: () => nodesTls === 'direct' && core.tls.info().isSelfSigned,
      csrfKey: keyFor('csrf tokens'),
    }),
  ];
}

/** Whether the database answers within a second: a health check must not hang with it. */
async function answers(database: Database): Promise<boolean> {
  const pinged = database.ping().then(
    () => true,
    () => false,
  );
  return Promise.race([pinged, sleep(1000, false, { ref: false })]);
}
