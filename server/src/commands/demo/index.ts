import { createReadStream, existsSync, openAsBlob } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { doorNames, startApp } from '../../app.ts';
import { readConfig } from '../../platform/config/index.ts';
import { randomPassword } from '../../platform/crypto/index.ts';
import { freePort } from '../../platform/free-port.ts';
import { createLog } from '../../platform/log/index.ts';
import { firstLoginFile } from '../../set-up-administrator.ts';
import type { Run } from '../command.ts';
import { airHandler } from './air-handler.ts';
import { type Client, createClient } from './client.ts';
import { type DemoDevice, startDemoDevice } from './device.ts';
import { type EdgeScore, type MainJob, runBinary, runMainJob } from './main-job.ts';
import { table } from './terminal.ts';

const GENERATED_ROWS = 6_000;
const EPOCHS = 20;
/** Rows that the table shows; before them the binary reads a window's worth, so that its first score is not a cold start. */
const SHOWN_ROWS = 12;
const WARM_UP_ROWS = 240;
/** This machine plays the device, so the binary is built for it. */
const thisMachine = process.arch === 'arm64' ? 'aarch64-unknown-linux-musl' : 'x86_64-unknown-linux-musl';

/**
 * `npm run demo [-- file.csv]`: the whole main job in a terminal, with a server of its own in `data/demo` and an SSH server
 * on loopback that plays the device. Everything else is what the product does anyway.
 */
export const demo: Run = async ([file]) => {
  const folder = resolve('data/demo');
  await mkdir(join(folder, 'out'), { recursive: true });
  const csv = file ? resolve(file) : await generate(join(folder, 'out', 'air-handler.csv'));
  if (!existsSync(csv)) {
    console.error(
      `There is no file ${shown(csv)}. The demo takes a CSV file of readings, or makes one when none is named.`,
    );
    return 2;
  }
  console.log(`\nSignalbox: from sensor readings to a program on a device\n\n  readings  ${shown(csv)}`);

  const dataDir = join(folder, 'house');
  const env = { ...process.env, SIGNALBOX_PORT: '0', SIGNALBOX_DOOR_PORTS: 'off', SIGNALBOX_DATA_DIR: dataDir };
  const config = readConfig({ ...env, SIGNALBOX_OUTBOUND_ALLOW: '127.0.0.1', SIGNALBOX_LOG_LEVEL: 'error' }, doorNames);
  const app = await startApp(config, createLog({ level: 'error' }));
  const device = await startDemoDevice(join(folder, 'device'), randomPassword());
  try {
    const url = `${app.urls.main}/ml`;
    console.log(`  server    ${app.urls.main}`);
    const client = createClient(url, await signIn(url, dataDir));
    await work(client, device, csv, folder);
    console.log(
      `\n  Look around in the same house, in a browser (stop another Signalbox first, or set SIGNALBOX_PORT):`,
    );
    console.log(`    SIGNALBOX_DATA_DIR=${shown(dataDir)} npm start`);
    console.log(`    cat ${shown(join(dataDir, firstLoginFile))}\n`);
    return 0;
  } catch (error) {
    console.error(`\n  ${error instanceof Error ? error.message : error}\n`);
    return 1;
  } finally {
    await device.close();
    await app.stop();
  }
};

async function work(client: Client, device: DemoDevice, csv: string, folder: string): Promise<void> {
  const target = await client.post<{ id: string }>('/api/v1/deployments/targets', {
    name: 'Demo device',
    ip: '127.0.0.1',
    port: device.port,
    edge_port: await freePort(),
    username: device.username,
    password: device.password,
    arch: thisMachine,
  });
  try {
    const job: MainJob = {
      name: 'Demo air handler',
      csv: await openAsBlob(csv),
      epochs: EPOCHS,
      architecture: 'lstm_autoencoder',
      target: { id: target.id, ip: '127.0.0.1', name: 'Demo device' },
      folder: join(folder, 'out'),
    };
    const result = await runMainJob(client, job);
    const { header, rows, total } = await lastLines(csv, WARM_UP_ROWS + SHOWN_ROWS);
    const scores = await runBinary(result.binaryFile, [header, ...rows]);
    console.log(
      `\n  The binary on the last ${Math.min(SHOWN_ROWS, rows.length)} rows:\n\n${scoreTable(header, rows, scores, total)}`,
    );
    console.log(`\n  model     ${shown(result.modelFile)}\n  binary    ${shown(result.binaryFile)}`);
  } finally {
    await client.remove(`/api/v1/deployments/targets/${target.id}`);
  }
}

function scoreTable(header: string, rows: readonly string[], scores: readonly EdgeScore[], total: number): string {
  const names = header.split(/[,;\t]/);
  const label = names.findIndex((name) => /^(label|anomaly)$/i.test(name.trim()));
  const first = Math.max(0, rows.length - SHOWN_ROWS);
  const lines = scores.slice(first).map(({ score, anomaly, contributions }, i) => {
    const [strongest] = Object.entries(contributions).sort(([, a], [, b]) => b - a);
    const labelled = label < 0 ? [] : [rows[first + i]?.split(/[,;\t]/)[label] ?? ''];
    const row = String(total - rows.length + first + i + 1);
    return [row, score.toFixed(3), anomaly ? 'ANOMALY' : 'normal', strongest?.[0] ?? '–', ...labelled];
  });
  return table([['row', 'score', 'verdict', 'strongest sensor', ...(label < 0 ? [] : ['label'])], ...lines]);
}

async function generate(path: string): Promise<string> {
  const { lines } = airHandler({ rows: GENERATED_ROWS, seed: 7 });
  await writeFile(path, `${[...lines].join('\n')}\n`);
  return path;
}

async function signIn(url: string, dataDir: string): Promise<string> {
  const file = join(dataDir, firstLoginFile);
  const credentials = await readFile(file, 'utf8').catch((cause) => {
    throw new Error(
      `${shown(file)} cannot be read, and the demo signs in with it. Delete ${shown(dataDir)} and run the demo again.`,
      { cause },
    );
  });
  const [, username] = /^username: (.+)$/m.exec(credentials) ?? [];
  const [, password] = /^password: (.+)$/m.exec(credentials) ?? [];
  const { token } = await createClient(url, '').post<{ token: string }>('/api/v1/auth/login', { username, password });
  return token;
}

async function lastLines(path: string, count: number): Promise<{ header: string; rows: string[]; total: number }> {
  let header = '';
  let total = -1;
  const rows: string[] = [];
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (total++ < 0) header = line;
    else if (line !== '') rows.push(line);
    if (rows.length > count) rows.shift();
  }
  return { header, rows, total };
}

function shown(path: string): string {
  return relative(process.cwd(), path) || path;
}
