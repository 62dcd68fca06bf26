import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { processTree } from '../server/test/support/processes.ts';
import { spawnServer } from '../server/test/support/spawn-server.ts';
import type { BenchResult } from './types.ts';

const starts = 5;
const idleSeconds = 40; // idle database connections are closed after 30 s

/** How long a warm `npm start` takes until the server says it is ready, and what all of its processes keep in memory while idle. */
export async function run(): Promise<BenchResult> {
  const cleanups: (() => Promise<void>)[] = [];
  try {
    const options = { withNpm: true, env: { SIGNALBOX_LOG_LEVEL: 'warn' } };
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
    const processes = await memoryOf(server.pid);
    const total = processes.reduce((sum, { megabytes }) => sum + megabytes, 0);
    const median = warm.toSorted((a, b) => a - b)[Math.floor(starts / 2)] as number;
    return {
      name: 'Start and idle memory',
      conditions: {
        'warm starts': starts,
        memory: `proportional set size (PSS) after ${idleSeconds} s idle, npm itself included`,
        processes: processes.length,
      },
      figures: [
        { name: 'first npm start, empty data folder', value: first / 1000, unit: 's' },
        {
          name: 'warm npm start to ready, median',
          value: median / 1000,
          unit: 's',
          target: '≤ 3 s',
          met: median <= 3000,
        },
        { name: 'warm npm start to ready, slowest', value: Math.max(...warm) / 1000, unit: 's' },
        { name: 'memory of all processes', value: total, unit: 'MB', target: '≤ 350 MB', met: total <= 350 },
        ...processes.map(({ name, megabytes }) => ({ name: `  ${name}`, value: megabytes, unit: 'MB' })),
      ],
    };
  } finally {
    for (const cleanup of cleanups) await cleanup();
  }
}

/** PSS counts a page shared by n processes as 1/n in each, so the sum is what the machine really gives (PostgreSQL shares its buffers). */
async function memoryOf(root: number): Promise<{ name: string; megabytes: number }[]> {
  return Promise.all(
    (await processTree(root)).map(async ({ pid, command }) => {
      const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
      const bytes = Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1]) * 1024;
      const [program = ''] = command.split(' -');
      return { name: program.replace(/^\S*\/(?=\S+$)/, '').slice(0, 40), megabytes: bytes / 1e6 };
    }),
  );
}
