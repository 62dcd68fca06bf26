import { join } from 'node:path';
import { type App, doorNames, startApp } from '../app.ts';
import { type Config, ConfigError, readConfig } from '../platform/config/index.ts';
import { createLog, type Log } from '../platform/log/index.ts';
import { firstLoginFile } from '../set-up-administrator.ts';

const stopSeconds = 15;

/**
 * Runs the server until it is told to stop. Standard output gets one JSON line when it is ready; everything else (the log,
 * and words for people) goes to standard error.
 */
export async function serve(): Promise<number> {
  let config: Config;
  try {
    config = readConfig(process.env, doorNames);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    return 2;
  }
  const log = createLog({ level: config.logLevel });
  const stopSignal = watchSignals();
  const crashed = watchCrashes(log);
  let app: App;
  try {
    const starting = startApp(config, log);
    const first = await Promise.race([starting, stopSignal, crashed]);
    if (first === 'stop' || first === 'crash') {
      // Half started: finish, then stop in order, so that nothing is left behind.
      await withDeadline(starting.then((half) => half.stop()).catch(() => {}));
      return first === 'stop' ? 0 : 1;
    }
    app = first;
  } catch (error) {
    log.debug({ error }, 'could not start');
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
  announce(app, config);
  const reason = await Promise.race([stopSignal, crashed]);
  if (reason === 'stop') console.error('Stopping; Ctrl-C again stops at once.');
  return (await withDeadline(app.stop())) && reason === 'stop' ? 0 : 1;
}

function announce({ urls, firstLogin }: App, { dataDir }: Config): void {
  const { main, ...doors } = urls;
  const addresses = [['console', main], ...Object.entries(doors).map(([name, url]) => [`${name} door`, url])];
  const width = Math.max(...addresses.map(([name = '']) => name.length));
  const lines = addresses.map(([name = '', url]) => `  ${name.padEnd(width)}  ${url}`);
  console.error(['Signalbox is ready:', ...lines].join('\n'));
  if (firstLogin?.generated) {
    const { username, password } = firstLogin;
    console.error(
      [
        'The administrator of this installation, shown this once:',
        `  username  ${username}`,
        `  password  ${password}`,
        `  (also in ${join(dataDir, firstLoginFile)}; delete that file when you have it)`,
      ].join('\n'),
    );
  }
  process.stdout.write(`${JSON.stringify({ event: 'ready', urls })}\n`);
}

/** Resolves at the first request to stop; the second one ends the process as it stands. */
function watchSignals(): Promise<'stop'> {
  let firstAt: number | undefined;
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        // One Ctrl-C may arrive twice: from the terminal, and passed on by npm.
        if (firstAt !== undefined && Date.now() - firstAt > 500) process.exit(130);
        firstAt ??= Date.now();
        resolve('stop');
      });
    }
  });
}

/** A bug nobody caught leaves the process in an unknown state: say so, stop in order, and let the operator's supervisor restart it. */
function watchCrashes(log: Log): Promise<'crash'> {
  return new Promise((resolve) => {
    const crash = (error: unknown) => {
      log.error({ error }, 'unexpected error; stopping');
      resolve('crash');
    };
    process.on('uncaughtException', crash);
    process.on('unhandledRejection', crash);
  });
}

/** False when it did not finish in time; then the process is ended anyway (PostgreSQL's watcher stops PostgreSQL). */
async function withDeadline(work: Promise<void>): Promise<boolean> {
  const timer = setTimeout(() => {
    console.error(`Not everything stopped within ${stopSeconds} s; ending anyway.`);
    process.exit(1);
  }, stopSeconds * 1000);
  await work.finally(() => clearTimeout(timer));
  return true;
}
