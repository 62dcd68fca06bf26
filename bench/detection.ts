/*
 * SIGNALBOX_BENCH_SKAB=<folder of CSV files> npm run bench -- detection
 *
 * The Skoltech Anomaly Benchmark's protocol, file by file and through the API alone: upload the first 400 rows without
 * their labels, validate, train with default hyperparameters, score the rest; then pool all counts of rows.
 */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnServer } from '../server/test/support/spawn-server.ts';
import type { BenchResult, Figure } from './types.ts';

const FIT_ROWS = 400;
const LABELS = ['anomaly', 'changepoint'];
const password = 'bench password 1';

type Counts = { tp: number; fp: number; tn: number; fn: number };
type Record = { name: string; columns: string[]; rows: string[][]; anomalous: boolean[] };

export async function run(): Promise<BenchResult> {
  const name = 'Detection on the Skoltech Anomaly Benchmark';
  const folder = process.env.SIGNALBOX_BENCH_SKAB;
  if (!folder)
    return { name, conditions: { skipped: 'SIGNALBOX_BENCH_SKAB names no folder of CSV files' }, figures: [] };
  const cleanups: (() => Promise<void>)[] = [];
  try {
    const server = await spawnServer(
      { after: (fn) => cleanups.unshift(fn) },
      { env: { SIGNALBOX_LOG_LEVEL: 'warn', SIGNALBOX_ADMIN_PASSWORD: password, SIGNALBOX_RATE_LIMITS: 'off' } },
    );
    const api = await connect(`${server.urls.main}/ml`);
    const files = (await readdir(folder)).filter((file) => file.endsWith('.csv'));
    const records = await Promise.all(files.map((file) => readRecord(join(folder, file))));
    records.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
    const runs = [];
    for (const record of records) runs.push({ record, id: await startTraining(api, record) });
    const perFile: { name: string; counts: Counts }[] = [];
    for (const { record, id } of runs) perFile.push({ name: record.name, counts: await scoreRest(api, record, id) });
    return {
      name,
      conditions: { files: files.length, 'rows to fit': FIT_ROWS, architecture: 'lstm_autoencoder, defaults, seed 0' },
      figures: figuresOf(perFile),
    };
  } finally {
    for (const cleanup of cleanups) await cleanup();
  }
}

function figuresOf(perFile: { name: string; counts: Counts }[]): Figure[] {
  const pooled = perFile.reduce<Counts>(
    (sum, { counts }) => ({
      tp: sum.tp + counts.tp,
      fp: sum.fp + counts.fp,
      tn: sum.tn + counts.tn,
      fn: sum.fn + counts.fn,
    }),
    { tp: 0, fp: 0, tn: 0, fn: 0 },
  );
  const { f1, far, mar } = ratesOf(pooled);
  return [
    { name: 'F1, pooled', value: f1, unit: '', target: '≥ 0.80', met: f1 >= 0.8 },
    { name: 'false alarm rate, pooled', value: far * 100, unit: '%', target: '≤ 35 %', met: far <= 0.35 },
    { name: 'missed alarm rate, pooled', value: mar * 100, unit: '%' },
    ...perFile.flatMap(({ name, counts }) => {
      const rates = ratesOf(counts);
      return [
        { name: `  ${name} F1`, value: rates.f1, unit: '' },
        { name: `  ${name} false alarm rate`, value: rates.far * 100, unit: '%' },
        { name: `  ${name} missed alarm rate`, value: rates.mar * 100, unit: '%' },
      ];
    }),
  ];
}

function ratesOf({ tp, fp, tn, fn }: Counts): { f1: number; far: number; mar: number } {
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  return { f1: share(2 * tp, 2 * tp + fp + fn), far: share(fp, fp + tn), mar: share(fn, fn + tp) };
}

/** The corpus's files are separated by semicolons and quote nothing. */
async function readRecord(path: string): Promise<Record> {
  const lines = (await readFile(path, 'utf8')).trim().split(/\r?\n/);
  const table = lines.map((line) => line.split(';'));
  const [header = [], ...body] = table;
  const kept = header.flatMap((column, i) => (LABELS.includes(column) ? [] : [i]));
  const label = header.indexOf('anomaly');
  const pick = (row: string[]) => kept.map((i) => row[i] as string);
  return {
    name: basename(path, '.csv'),
    columns: pick(header),
    rows: body.map(pick),
    anomalous: body.map((row) => Number(row[label]) > 0),
  };
}

type Api = <Answer>(method: string, path: string, body?: object | FormData) => Promise<Answer>;

async function connect(url: string): Promise<Api> {
  let token = '';
  const api: Api = async <Answer>(method: string, path: string, body?: object | FormData) => {
    const form = body instanceof FormData;
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && !form && { 'content-type': 'application/json' }),
      },
      ...(body && { body: form ? body : JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Answer;
  };
  ({ token } = await api<{ token: string }>('POST', '/auth/login', { username: 'admin', password }));
  return api;
}

async function startTraining(api: Api, { name, columns, rows }: Record): Promise<string> {
  const csv = [columns, ...rows.slice(0, FIT_ROWS)].map((row) => row.join(';')).join('\n');
  const form = new FormData();
  form.set('name', `bench ${name}`);
  form.set('equipment_type', 'pump');
  form.set('file', new Blob([csv], { type: 'text/csv' }), `${name}.csv`);
  const dataset = await api<{ id: string }>('POST', '/datasets', form);
  await api('POST', `/datasets/${dataset.id}/validate`);
  const started = await api<{ id: string }>('POST', '/training/start', {
    dataset_id: dataset.id,
    architecture: 'lstm_autoencoder',
  });
  return started.id;
}

async function scoreRest(api: Api, { columns, rows, anomalous }: Record, runId: string): Promise<Counts> {
  const modelId = await untilModel(api, runId);
  const sensors = columns.flatMap((column, i) => (column === 'datetime' ? [] : [i]));
  const { rows: scores } = await api<{ rows: { anomaly: boolean }[] }>('POST', `/models/${modelId}/score`, {
    columns: sensors.map((i) => columns[i]),
    rows: rows.slice(FIT_ROWS).map((row) => sensors.map((i) => Number(row[i]))),
  });
  const counts: Counts = { tp: 0, fp: 0, tn: 0, fn: 0 };
  for (const [i, { anomaly }] of scores.entries()) {
    const truth = anomalous[FIT_ROWS + i];
    counts[truth ? (anomaly ? 'tp' : 'fn') : anomaly ? 'fp' : 'tn']++;
  }
  return counts;
}

async function untilModel(api: Api, runId: string): Promise<string> {
  for (;;) {
    const run = await api<{ status: string; model_id: string; error: string | null }>('GET', `/training/${runId}`);
    if (run.status === 'completed') return run.model_id;
    if (run.status === 'failed' || run.status === 'stopped') throw new Error(`${runId} ${run.status}: ${run.error}`);
    await sleep(200);
  }
}
