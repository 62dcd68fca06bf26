import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { createAssistants, createVerdict } from './core/assistants/index.ts';
import { auditSection, createAudit } from './core/audit/index.ts';
import { createBilling, createPayments, createSandbox, createStripe } from './core/billing/index.ts';
import { createConnectors } from './core/connectors/index.ts';
import { createDatasets } from './core/datasets/index.ts';
import { createBinaryBuilder, createCertificates, createDeployments, deploymentJob } from './core/deployments/index.ts';
import { createEvaluationService, createGradient } from './core/evaluations/index.ts';
import { createIdentity } from './core/identity/index.ts';
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
import { daysAgo, scheduleMaintenance } from './maintenance.ts';
import type { Platform } from './open-platform.ts';
import type { Config } from './platform/config/index.ts';
import { createLlm, createLlmWith } from './platform/llm/index.ts';
import { createMail } from './platform/mail/index.ts';
import { createExpoPush } from './platform/push/index.ts';
import { openCertificates } from './platform/tls/index.ts';
import { queueFor } from './queue-for.ts';

/** Every capability, by its name. */
export type Core = Awaited<ReturnType<typeof openCore>>;

/** Makes every capability and introduces those that need each other. `baseUrl` is where people reach the server. */
export async function openCore(
  platform: Platform,
  config: Config,
  baseUrl: () => string,
  started: AsyncDisposableStack,
) {
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
  const tls = await openCertificates(join(platform.dataFolder, 'tls'), names);
  const certificate = createServerCertificate({
    certificates: tls,
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
    tls,
    telemetry,
  };
}
