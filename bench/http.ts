import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Agent, request } from 'undici';
import { testDatabase } from '../server/test/support/database.ts';
import { spawnServer } from '../server/test/support/spawn-server.ts';
import { percentile } from './support.ts';
import type { BenchResult } from './types.ts';

const connections = 50;
const rounds = 5;
const secondsPerRound = 4;

type Target = { url: string; headers: Record<string, string> };
type Load = { perSecond: number; latencies: number[] };

/** An authenticated `GET /api/v1/datasets/{id}` of the real server next to bare Fastify running the same query. */
export async function run(): Promise<BenchResult> {
  const cleanups: (() => Promise<void>)[] = [];
  const t = { after: (fn: () => Promise<void>) => void cleanups.unshift(fn) };
  try {
    const { url: databaseUrl } = await testDatabase(t);
    const password = 'correct horse 1';
    const server = await spawnServer(t, {
      env: {
        DATABASE_URL: databaseUrl,
        SIGNALBOX_ADMIN_PASSWORD: password,
        SIGNALBOX_RATE_LIMITS: 'off',
        SIGNALBOX_LOG_LEVEL: 'warn',
      },
    });
    const api = `${server.urls.main}/ml/api/v1`;
    const { token } = await post(`${api}/auth/login`, JSON.stringify({ username: 'admin', password }), {
      'content-type': 'application/json',
    });
    const headers = { authorization: `Bearer ${token}` };
    const { id } = await post(`${api}/datasets`, exampleUpload(), headers);
    const ours: Target = { url: `${api}/datasets/${id}`, headers };
    const bare: Target = { url: `${await startBare(t, databaseUrl)}/datasets/${id}`, headers: {} };

    for (const target of [bare, ours]) await load(target, 2);
    const measured: { bare: Load; ours: Load }[] = [];
    // Turn by turn, so that whatever else the machine does falls on both.
    for (let i = 0; i < rounds; i++) {
      measured.push({ bare: await load(bare, secondsPerRound), ours: await load(ours, secondsPerRound) });
    }
    const ratio = median(measured.map((round) => round.ours.perSecond / round.bare.perSecond));
    const p99 = median(measured.map((round) => percentile(round.ours.latencies, 0.99)));
    return {
      name: 'HTTP: authenticated GET /api/v1/datasets/{id}',
      conditions: {
        connections,
        rounds: `${rounds} × ${secondsPerRound} s each, alternating`,
        'load generator': 'undici, on the same machine',
        'rate limits': 'off (one caller may send 1,000 a minute)',
      },
      figures: [
        { name: 'bare Fastify + the same query', value: median(measured.map((r) => r.bare.perSecond)), unit: 'req/s' },
        { name: 'Signalbox', value: median(measured.map((r) => r.ours.perSecond)), unit: 'req/s' },
        { name: 'Signalbox / bare', value: 100 * ratio, unit: '%', target: '≥ 50 %', met: ratio >= 0.5 },
        { name: 'p99, Signalbox', value: p99, unit: 'ms', target: '≤ 15 ms', met: p99 <= 15 },
        { name: 'p99, bare', value: median(measured.map((r) => percentile(r.bare.latencies, 0.99))), unit: 'ms' },
      ],
    };
  } finally {
    for (const cleanup of cleanups) await cleanup();
  }
}

/** Keeps all connections busy for a while. Latencies in milliseconds. */
async function load({ url, headers }: Target, seconds: number): Promise<Load> {
  const dispatcher = new Agent({ connections, pipelining: 1 });
  const latencies: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1000;
  const worker = async () => {
    for (let now = performance.now(); now < end; ) {
      const { statusCode, body } = await request(url, { dispatcher, headers });
      await body.dump();
      if (statusCode !== 200) throw new Error(`${url} answered ${statusCode}`);
      const done = performance.now();
      latencies.push(done - now);
      now = done;
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const perSecond = (1000 * latencies.length) / (performance.now() - start);
  await dispatcher.close();
  return { perSecond, latencies };
}

async function startBare(t: { after(fn: () => Promise<void>): void }, databaseUrl: string): Promise<string> {
  const child = spawn(process.execPath, [`${import.meta.dirname}/http/bare.ts`], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  t.after(async () => {
    child.stdin.end();
    await exited;
  });
  return new Promise((resolve) => createInterface(child.stdout).once('line', resolve));
}

async function post(
  url: string,
  body: string | FormData,
  headers: Record<string, string>,
): Promise<Record<string, string>> {
  const answer = await fetch(url, { method: 'POST', body, headers });
  if (!answer.ok) throw new Error(`POST ${url}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Record<string, string>;
}

/** Seven sensors, as in the contract's example. */
function exampleUpload(): FormData {
  const names = [
    'supply_temp',
    'return_temp',
    'outside_air_temp',
    'discharge_temp',
    'fan_speed',
    'damper',
    'filter_dp',
  ];
  const rows = Array.from({ length: 200 }, (_, i) => {
    const at = new Date(Date.UTC(2026, 0, 1, 0, i)).toISOString();
    return [at, ...names.map((_name, column) => (50 + column + Math.sin(i / 9)).toFixed(2))].join(',');
  });
  const form = new FormData();
  form.set('file', new Blob([[['timestamp', ...names].join(','), ...rows].join('\n')]), 'readings.csv');
  form.set('name', 'Bench');
  form.set('equipment_type', 'air_handler');
  return form;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}
