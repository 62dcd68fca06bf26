import type { Config } from './platform/config/index.ts';
import {
  createHttpServer,
  type Door,
  type HttpServer,
  type HttpServerOptions,
  type Idempotency,
  type RateCounters,
} from './platform/http/index.ts';
import type { Log } from './platform/log/index.ts';

const graceSeconds = 3;

/** URLs by name: `main`, and each door that has a port of its own. */
export type Urls = { main: string } & Record<string, string>;

export type ListenOptions = {
  config: Config;
  doors: readonly Door[];
  /** Routes of the main port outside of every door. */
  routes: NonNullable<HttpServerOptions['routes']>;
  metrics: NonNullable<HttpServerOptions['metrics']>;
  rateCounters: RateCounters | undefined;
  idempotency: Idempotency;
  log: Log;
  /** Gets what has to be closed. */
  started: AsyncDisposableStack;
};

/**
 * Opens the main port, with every door under its prefix, and the doors' own ports. A door's port that is taken is a warning;
 * the main port is not.
 */
export async function listenEverywhere(options: ListenOptions): Promise<Urls> {
  const { config, doors, routes, metrics, rateCounters, idempotency, log, started } = options;
  const trustProxy = config.trustedProxies.length > 0 ? [...config.trustedProxies] : false;
  const shared = { log, metrics, idempotency, trustProxy, ...(rateCounters && { rateCounters }) };
  const main = await createHttpServer({
    ...shared,
    routes,
    doors: doors.map((door) => ({ door, prefix: `/${door.name}` })),
  });
  started.defer(() => close(main));
  const urls: Urls = { main: await open(main, config.host, config.port).catch((error) => explain(error, config)) };

  for (const door of doors) {
    const port = portOf(door, config);
    if (port === undefined) continue;
    const own = await createHttpServer({
      ...shared,
      doors: [{ door, prefix: '' }],
      ...(door.tls && { tls: door.tls }),
    });
    try {
      urls[door.name] = await open(own, config.host, port);
      started.defer(() => close(own));
    } catch (error) {
      await own.close();
      log.warn(
        { error, door: door.name, port },
        `port ${port} of the door "${door.name}" cannot be opened; it is reachable under /${door.name} on the main port`,
      );
    }
  }
  return urls;
}

/** Lets answers in progress finish, but not for long: a slow upload must not hold up a shutdown. */
async function close(server: HttpServer): Promise<void> {
  const timer = setTimeout(() => server.app.server.closeAllConnections(), graceSeconds * 1000);
  await server.close().finally(() => clearTimeout(timer));
}

function portOf(door: Door, { doorPorts }: Config): number | undefined {
  if (doorPorts === 'off') return undefined;
  return doorPorts === 'on' ? door.defaultPort : doorPorts[door.name];
}

async function open(server: HttpServer, host: string, port: number): Promise<string> {
  const url = new URL(await server.listen({ host, port }));
  // "Everywhere" is no address one can go to.
  if (host === '0.0.0.0' || host === '::') url.hostname = 'localhost';
  return url.origin;
}

function explain(error: NodeJS.ErrnoException, { host, port }: Config): never {
  if (error.code === 'EADDRINUSE')
    throw new Error(
      `Port ${port} is taken by another program. Stop it, or choose another port with SIGNALBOX_PORT (0 picks a free one).`,
      { cause: error },
    );
  if (error.code === 'EACCES')
    throw new Error(`Port ${port} may not be opened by this user. Choose one above 1023 with SIGNALBOX_PORT.`, {
      cause: error,
    });
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    throw new Error(`This machine has no address ${host}. Set SIGNALBOX_HOST to one it has, 127.0.0.1 or 0.0.0.0.`, {
      cause: error,
    });
  throw error;
}
