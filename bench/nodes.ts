import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadFigures } from '../server/src/commands/simulate/load.ts';
import { owner } from '../server/src/platform/database/embedded/cluster.ts';
import { openDatabase, sql } from '../server/src/platform/database/index.ts';
import { silentLog } from '../server/src/platform/log/index.ts';
import type { CleansUp } from '../server/test/support/defer.ts';
import { eventually } from '../server/test/support/processes.ts';
import type { SpawnedServer } from '../server/test/support/spawn-server.ts';
import { ask, createNodes, request, startLoad, startNodesServer, wsOf } from './nodes/fleet.ts';
import { percentile } from './support.ts';
import type { BenchResult } from './types.ts';

const many = 2000;
const some = 1000;
const dashboards = 20;
const seconds = 20;
const commandsPerSecond = 100;

/** What connected nodes cost, how fast their figures reach dashboards and commands their nodes, and a restart under all of them. */
export async function run(): Promise<BenchResult> {
  const cleanups: (() => Promise<void>)[] = [];
  const t = { after: (fn: () => Promise<void>) => void cleanups.unshift(fn) };
  try {
    const bare = await measureBare(t);
    const plain = await measurePlain(t);
    let { server, token, credentials, empty } = await serverWith(t, many);

    const first = startLoad(t);
    await ask(first, { order: 'nodes', url: wsOf(server), credentials: credentials.slice(0, some) });
    const ids = await settled(server, token, some);
    const [commands, commits] = await Promise.all([giveCommands(server, token, ids), commitBare(server, seconds)]);
    const rest = startLoad(t);
    await ask(rest, { order: 'nodes', url: wsOf(server), credentials: credentials.slice(some) });
    await settled(server, token, many);
    await sleep(5000);
    const alone = await cpuOf(server.pid, seconds);
    const memory = ((await memoryOf(server.pid)) - empty) / many;
    const screens = startLoad(t);
    await ask(screens, {
      order: 'dashboards',
      url: `${server.urls.main.replace('http', 'ws')}/nodes/ws/dashboard`,
      token,
      count: dashboards,
    });
    await lagOf(server);
    const watched = await cpuOf(server.pid, seconds);
    const lag = await lagOf(server);
    const { latencies, bytes } = (await ask(screens, { order: 'latencies' })) as { latencies: number[]; bytes: number };

    await ask(screens, { order: 'end' });
    const storm = await restart(server, token, [first, rest], ids);
    server = storm.server;
    for (const child of [first, rest]) await ask(child, { order: 'end' });
    const cpu = 100 * alone;
    return {
      name: 'Nodes: connected, watched, commanded, and a restart',
      conditions: {
        nodes: many,
        stats: '1/s of 2 KB each, over TLS',
        'the load': 'other processes on the same two cores: two for the nodes, one for the dashboards',
        'memory of a node': 'all growth of the process since it had none, divided by the nodes',
        'measured for': `${seconds} s each`,
      },
      figures: [
        { name: 'CPU of the server process', value: cpu, unit: '% of a core', target: '≤ 80 %', met: cpu <= 80 },
        { name: '  a bare ws server that only parses', value: 100 * bare.cpu, unit: '% of a core' },
        {
          name: `  with ${dashboards} dashboards (${(bytes / seconds / 1e6).toFixed(0)} MB/s)`,
          value: 100 * watched,
          unit: '% of a core',
        },
        { name: 'memory of a node', value: memory / 1024, unit: 'KB', target: '≤ 40 KB', met: memory <= 40 * 1024 },
        { name: '  at the bare ws server', value: bare.memory / 1024, unit: 'KB' },
        { name: '  without TLS, behind a proxy', value: plain / 1024, unit: 'KB' },
        { name: 'stats in → dashboard out, median', value: percentile(latencies, 0.5), unit: 'ms' },
        {
          name: 'stats in → dashboard out, p99',
          value: percentile(latencies, 0.99),
          unit: 'ms',
          target: '≤ 250 ms',
          met: percentile(latencies, 0.99) <= 250,
        },
        { name: '  the event loop came late meanwhile, p99', value: lag, unit: 'ms' },
        { name: `command → answer at ${some} nodes, median`, value: percentile(commands, 0.5), unit: 'ms' },
        {
          name: `command → answer at ${some} nodes, p99`,
          value: percentile(commands, 0.99),
          unit: 'ms',
          target: '≤ 25 ms',
          met: percentile(commands, 0.99) <= 25,
        },
        {
          name: '  a bare commit meanwhile, p99 (a command waits for two)',
          value: percentile(commits, 0.99),
          unit: 'ms',
        },
        {
          name: 'restart: from ready to all authenticated',
          value: storm.seconds,
          unit: 's',
          target: '≤ 15 s',
          met: storm.seconds <= 15,
        },
        { name: '  commands given meanwhile', value: storm.given, unit: '' },
        { name: '  lost or doubled', value: storm.wrong, unit: '', target: '0', met: storm.wrong === 0 },
      ],
    };
  } finally {
    for (const cleanup of cleanups) await cleanup();
  }
}

/** The ids of the nodes when `count` of them are online and have come back after their registration. */
async function settled(server: SpawnedServer, token: string, count: number): Promise<string[]> {
  await sleep(8000);
  return eventually(
    async () => {
      const nodes = (await request(server, token, 'GET', '/nodes')).body as { id: string; status: string }[];
      const online = nodes.filter(({ status }) => status === 'online');
      return online.length >= count && online.map(({ id }) => id);
    },
    'all nodes are online',
    120,
  );
}

/** Milliseconds of each command's round trip, a hundred a second. */
async function giveCommands(server: SpawnedServer, token: string, ids: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  const open: Promise<void>[] = [];
  const give = async (id: string, counts: boolean) => {
    const started = performance.now();
    const { status } = await request(server, token, 'POST', `/nodes/${id}/command`, {
      action: { type: 'start_flow', flow_id: 'f' },
    });
    if (status !== 200) throw new Error(`A command was answered with ${status}`);
    if (counts) times.push(performance.now() - started);
  };
  for (let i = 0; i < 200; i++) await give(ids[i % ids.length] as string, false);
  for (let i = 0; i < commandsPerSecond * seconds; i++) {
    open.push(give(ids[(i * 7) % ids.length] as string, true));
    await sleep(1000 / commandsPerSecond - 1);
  }
  await Promise.all(open);
  return times;
}

/** Milliseconds of single inserts into the server's own PostgreSQL, ten a second: what the disk and the two cores leave over. */
async function commitBare(server: SpawnedServer, during: number): Promise<number[]> {
  const folder = join(server.dataFolder, 'postgres');
  const socket = await readlink(join(folder, 'socket-elsewhere')).catch(() => join(folder, 'socket'));
  const url = `postgres://${owner}@localhost/${owner}?host=${encodeURIComponent(socket)}`;
  const database = openDatabase({ url, poolSize: 1, log: silentLog });
  const times: number[] = [];
  await database.run(sql`create table bare_commits (at timestamptz)`);
  for (let i = 0; i < during * 10; i++) {
    const started = performance.now();
    await database.run(sql`insert into bare_commits values (now())`);
    times.push(performance.now() - started);
    await sleep(100);
  }
  await database.close();
  return times;
}

/** Stops the server under everybody and starts it again, with commands given all the time. */
async function restart(server: SpawnedServer, token: string, loads: readonly ChildProcess[], ids: readonly string[]) {
  const sum = async () => {
    const all = (await Promise.all(loads.map((child) => ask(child, { order: 'figures' })))) as LoadFigures[];
    const add = (pick: (figures: LoadFigures) => number) => all.reduce((total, each) => total + pick(each), 0);
    return { connected: add((f) => f.connected), commands: add((f) => f.commands), doubled: add((f) => f.doubled) };
  };
  const before = await sum();
  const outcomes: number[] = [];
  let current = server;
  let over = false;
  const giving = (async () => {
    for (let i = 0; !over; i++) {
      const id = ids[i % ids.length] as string;
      const action = { type: 'restart_flow', flow_id: `storm-${i}` };
      const answer = await request(current, token, 'POST', `/nodes/${id}/command`, { action }).catch(() => ({
        status: 0,
      }));
      outcomes.push(answer.status);
      await sleep(5);
    }
  })();
  await sleep(500);
  await server.stop('SIGTERM');
  const fresh = await server.restart();
  const ready = performance.now();
  current = fresh;
  await eventually(async () => (await sum()).connected === many, 'all nodes are back', 90);
  const took = (performance.now() - ready) / 1000;
  await sleep(500);
  over = true;
  await giving;
  const after = await sum();
  // Done (200) means that the node had it once. Without an answer (0: the server went away, 502: the node did) it may have.
  const done = outcomes.filter((status) => status === 200).length;
  const unknown = outcomes.filter((status) => status === 0 || status === 502).length;
  const had = after.commands - before.commands;
  const lost = Math.max(0, done - had);
  const invented = Math.max(0, had - done - unknown);
  return { server: fresh, seconds: took, given: outcomes.length, wrong: lost + invented + after.doubled };
}

/** A server that knows so many nodes, none of them connected yet, and the bytes it has by then. */
async function serverWith(t: CleansUp, count: number) {
  const { server, login } = await startNodesServer(t);
  const { token } = login;
  const credentials = await createNodes(server, token, count);
  // Whatever a first use costs should be paid before the first node counts.
  await request(server, token, 'GET', '/nodes');
  await sleep(3000);
  return { server, token, credentials, empty: await memoryOf(server.pid) };
}

/** Bytes a node costs that comes without TLS, as it does through a proxy. */
async function measurePlain(t: CleansUp): Promise<number> {
  const { server, token, credentials, empty } = await serverWith(t, many);
  const load = startLoad(t);
  await ask(load, {
    order: 'nodes',
    url: `${server.urls.main.replace('http', 'ws')}/nodes/ws/node`,
    credentials,
  });
  await settled(server, token, many);
  await sleep(5000);
  const cost = ((await memoryOf(server.pid)) - empty) / many;
  await ask(load, { order: 'end' });
  await server.stop('SIGTERM');
  return cost;
}

async function measureBare(t: CleansUp): Promise<{ cpu: number; memory: number }> {
  const child = fork(join(import.meta.dirname, 'nodes/bare.ts'));
  t.after(async () => void child.kill());
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const pid = child.pid as number;
  const loads: ChildProcess[] = [];
  const connect = async (count: number) => {
    const load = startLoad(t);
    loads.push(load);
    const credentials = Array.from({ length: count }, (_, i) => ({ nodeId: `n${i}`, nodeSecret: 's' }));
    await ask(load, { order: 'nodes', url: `wss://127.0.0.1:${port}/ws/node`, credentials });
    await sleep(8000);
  };
  const empty = await memoryOf(pid);
  await connect(some);
  await connect(many - some);
  const cpu = await cpuOf(pid, seconds);
  const memory = ((await memoryOf(pid)) - empty) / many;
  for (const load of loads) load.kill();
  child.kill();
  await sleep(1000);
  return { cpu, memory };
}

/** Milliseconds the server's event loop was late, p99 since this was last asked. What is measured includes the 10 ms of the timer it is measured with. */
async function lagOf(server: SpawnedServer): Promise<number> {
  const text = await (await fetch(`${server.urls.main}/metrics`)).text();
  return 1000 * Number(/^nodejs_eventloop_lag_p99_seconds(?:\{[^}]*\})? (\S+)/m.exec(text)?.[1]) - 10;
}

/** Bytes that are the process's own: resident, without what it shares with files. */
async function memoryOf(pid: number): Promise<number> {
  return Number(/^RssAnon:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}

/** Cores a process uses over some seconds, with all its threads; from the scheduler's own nanoseconds. */
async function cpuOf(pid: number, during: number): Promise<number> {
  const used = async () => {
    let total = 0;
    for (const thread of await readdir(`/proc/${pid}/task`)) {
      const text = await readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').catch(() => '0');
      total += Number(text.split(' ')[0]) / 1e9;
    }
    return total;
  };
  const [started, before] = [performance.now(), await used()];
  await sleep(during * 1000);
  return ((await used()) - before) / ((performance.now() - started) / 1000);
}
