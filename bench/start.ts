import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { processesMentioning } from '../server/test/support/processes.ts';
import { spawnServer } from '../server/test/support/spawn-server.ts';
import type { BenchResult } from './types.ts';

const starts = 5;
const idleSeconds = 40; // idle database connections are closed after 30 s

/** How long a warm start takes until the server says it is ready, and what all of its processes keep in memory while idle. */
export async function run(): Promise<BenchResult> {
  const cleanups: (() => Promise<void>)[] = [];
  try {
    const options = { env: { SIGNALBOX_LOG_LEVEL: 'warn' } };
    const cold = performance.now();
    let server = await spawnServer({ after: (fn) => cleanups.unshift(fn) }, options);
    const first = performance.now() - cold;
    const warm: number[] = [];
    for (let i = 0; i < starts; i++) {
      await server.stop();
      const before = performance.now();
      server = await server.restart();
      warm.push(performance.now() - before);
    }
    await sleep(idleSeconds * 1000);
    const processes = await memoryOf(server.pid, server.dataFolder);
    const total = processes.reduce((sum, { mib }) => sum + mib, 0);
    const median = warm.toSorted((a, b) => a - b)[Math.floor(starts / 2)] as number;
    return {
      name: 'Start and idle memory',
      conditions: {
        'warm starts': starts,
        memory: `proportional set size (PSS) after ${idleSeconds} s idle`,
        processes: processes.length,
      },
      figures: [
        { name: 'first start, empty data folder', value: first / 1000, unit: 's' },
        { name: 'warm start to ready, median', value: median / 1000, unit: 's', target: '≤ 3 s', met: median <= 3000 },
        { name: 'warm start to ready, slowest', value: Math.max(...warm) / 1000, unit: 's' },
        {
          name: 'memory of all processes',
          value: total,
          unit: 'MiB',
          target: '≤ 350 MB',
          met: total * 1.048576 <= 350,
        },
        ...processes.map(({ name, mib }) => ({ name: `  ${name}`, value: mib, unit: 'MiB' })),
      ],
    };
  } finally {
    for (const cleanup of cleanups) await cleanup();
  }
}

/** PSS counts a page shared by n processes as 1/n in each, so the sum is what the machine really gives (PostgreSQL shares its buffers). */
async function memoryOf(pid: number, dataFolder: string): Promise<{ name: string; mib: number }[]> {
  const children = (await processesMentioning(dataFolder)).filter((process) => process.pid !== pid);
  const watchers = (await processesMentioning('signalbox-watch')).filter(({ command }) =>
    children.some((child) => command.endsWith(` ${child.pid}`)),
  );
  const named = [{ pid, command: 'server (Node)' }, ...children, ...watchers];
  return Promise.all(
    named.map(async ({ pid: id, command }) => {
      const rollup = await readFile(`/proc/${id}/smaps_rollup`, 'utf8');
      const kib = Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1]);
      return {
        name: command
          .replace(/\s-D\s.*/, '')
          .replace(/^\S*\//, '')
          .slice(0, 50),
        mib: kib / 1024,
      };
    }),
  );
}
