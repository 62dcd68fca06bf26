import { setTimeout as sleep } from 'node:timers/promises';
import { followWork } from './core/billing/index.ts';
import type { FirstLogin } from './core/identity/index.ts';
import { createMlDoor } from './doors/ml/index.ts';
import { createNodesDoor } from './doors/nodes/index.ts';
import { houseRoutes } from './house-routes.ts';
import { listenEverywhere, type Urls } from './listen.ts';
import { type Core, openCore } from './open-core.ts';
import { openPlatform, type Platform } from './open-platform.ts';
import type { Config } from './platform/config/index.ts';
import type { Database } from './platform/database/index.ts';
import { createRateCounters, type Door } from './platform/http/index.ts';
import type { Log } from './platform/log/index.ts';
import { createMachine } from './platform/machine/index.ts';
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
 * Builds and starts the whole server: config → platform → core → doors → listen.
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
