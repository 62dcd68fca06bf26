import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { seeded } from '../server/src/core/datasets/fixture.ts';
import { spawnServer, temporaryFolder } from '../server/test/support/spawn-server.ts';
import type { BenchResult } from './types.ts';

const rounds = 5;
const megabytes = 100;
const sensors = 9;
const password = 'bench password 1';

/**
 * From the first byte of a 100 MB CSV to the answer with its statistics, next to what DuckDB alone takes to read and summarize
 * the same file on as many threads; and what the server holds in memory meanwhile.
 */
export async function run(): Promise<BenchResult> {
  const cleanups: (() => Promise<void>)[] = [];
  const t = { after: (fn: () => Promise<void>) => cleanups.unshift(fn) };
  try {
    const file = join(await temporaryFolder(t), 'readings.csv');
    const rows = await writeReadings(file);
    const server = await spawnServer(t, { env: { SIGNALBOX_ADMIN_PASSWORD: password, SIGNALBOX_LOG_LEVEL: 'warn' } });
    const base = `${server.urls.main}/ml/api/v1`;
    const token = await logIn(base);
    const own: number[] = [];
    const uploads: Upload[] = [];
    await summarize(file);
    await upload(base, token, file, server.pid);
    for (let round = 0; round < rounds; round++) {
      own.push(await summarize(file));
      uploads.push(await upload(base, token, file, server.pid));
    }
    const ratio = median(uploads.map(({ seconds }) => seconds)) / median(own);
    return {
      name: 'Datasets',
      conditions: {
        file: `${((await stat(file)).size / 1e6).toFixed(0)} MB, ${rows} rows, a time and ${sensors} sensors`,
        rounds,
        DuckDB: 'SUMMARIZE of read_csv, in memory, 2 threads',
        'an upload': 'HTTP on loopback, scan, Parquet, statistics, fsync, PostgreSQL',
      },
      figures: [
        { name: 'DuckDB reads and summarizes, median', value: median(own), unit: 's' },
        { name: 'upload, first byte to statistics, median', value: median(uploads.map((u) => u.seconds)), unit: 's' },
        { name: 'upload ÷ DuckDB', value: ratio, unit: '×', target: '≤ 2 ×', met: ratio <= 2 },
        { name: 'of it receiving', value: median(uploads.map((u) => u.receiving)), unit: 's' },
        {
          name: 'peak memory gained by the last 75 MB of receiving, most',
          value: Math.max(...uploads.map((u) => u.gainedMiB)),
          unit: 'MiB',
          target: '≤ 32 MiB',
          met: Math.max(...uploads.map((u) => u.gainedMiB)) <= 32,
        },
        {
          name: 'server’s peak memory, parsing included',
          value: Math.max(...uploads.map((u) => u.peakMiB)),
          unit: 'MiB',
        },
      ],
    };
  } finally {
    for (const cleanup of cleanups) await cleanup();
  }
}

/** Air-handler readings as random walks with three decimals; the same bytes every time. */
async function writeReadings(path: string): Promise<number> {
  const random = seeded(1);
  const values = Array.from({ length: sensors }, (_, k) => 50 + k);
  const out = createWriteStream(path);
  out.write(`timestamp,${values.map((_, k) => `sensor_${k}`).join(',')}\n`);
  let rows = 0;
  for (let bytes = 0; bytes < megabytes * 1_000_000; ) {
    let text = '';
    for (let i = 0; i < 5000; i++, rows++) {
      const time = new Date(Date.UTC(2026, 0, 1) + rows * 1000).toISOString().replace('.000', '');
      for (const k of values.keys()) (values[k] as number) += random() - 0.5;
      text += `${time},${values.map((value) => value.toFixed(3)).join(',')}\n`;
    }
    bytes += text.length;
    if (!out.write(text)) await new Promise((drained) => out.once('drain', drained));
  }
  out.end();
  await finished(out);
  return rows;
}

async function summarize(file: string): Promise<number> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const started = performance.now();
  await connection.runAndReadAll(`summarize select * from read_csv('${file}')`);
  const seconds = (performance.now() - started) / 1000;
  connection.closeSync();
  instance.closeSync();
  return seconds;
}

type Upload = { seconds: number; receiving: number; gainedMiB: number; peakMiB: number };

async function upload(base: string, token: string, file: string, pid: number): Promise<Upload> {
  const field = (name: string, value: string) =>
    `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const head = `${field('name', 'bench')}${field('equipment_type', 'air_handler')}--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n`;
  const tail = '\r\n--b--\r\n';
  const { size } = await stat(file);
  // Forgets the peak so far (Linux).
  await writeFile(`/proc/${pid}/clear_refs`, '5');
  const started = performance.now();
  const sending = request(`${base}/datasets`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'multipart/form-data; boundary=b',
      'content-length': head.length + size + tail.length,
    },
  });
  const answer = once(sending, 'response') as Promise<[IncomingMessage]>;
  sending.write(head);
  let sent = 0;
  let peakOfQuarter = 0;
  for await (const piece of createReadStream(file, { highWaterMark: 256 * 1024 })) {
    if (!sending.write(piece)) await once(sending, 'drain');
    sent += piece.length;
    if (peakOfQuarter === 0 && sent >= size / 4) peakOfQuarter = await peakMemory(pid);
  }
  const received = performance.now();
  const peakOfReceiving = await peakMemory(pid);
  sending.end(tail);
  const body = await text((await answer)[0]);
  const seconds = (performance.now() - started) / 1000;
  const dataset = JSON.parse(body) as { id: string; column_stats?: object };
  if (Object.keys(dataset.column_stats ?? {}).length !== sensors) throw new Error(`The upload failed: ${body}`);
  const peakMiB = await peakMemory(pid);
  await fetch(`${base}/datasets/${dataset.id}`, { method: 'DELETE', headers: { authorization: `Bearer ${token}` } });
  return { seconds, receiving: (received - started) / 1000, gainedMiB: peakOfReceiving - peakOfQuarter, peakMiB };
}

/** Highest resident memory since it was forgotten, in MiB. */
async function peakMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1]) / 1024;
}

async function logIn(base: string): Promise<string> {
  const answer = await fetch(`${base}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password }),
  });
  return ((await answer.json()) as { token: string }).token;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}
