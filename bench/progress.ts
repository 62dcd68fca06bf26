/*
 * How long after the end of an epoch its frame is at the other end of a WebSocket. The end of an epoch is when the trainer
 * wrote its checkpoint (before it was synced to disk), which it does before it tells anybody.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { spawnServer } from '../server/test/support/spawn-server.ts';
import { sensorCsv } from '../server/test/support/training-data.ts';
import type { BenchResult } from './types.ts';

const epochs = 40;
const rows = 3000;
const password = 'bench password 1';

export async function run(): Promise<BenchResult> {
  const cleanups: (() => Promise<void>)[] = [];
  try {
    const server = await spawnServer(
      { after: (fn) => cleanups.unshift(fn) },
      { env: { SIGNALBOX_LOG_LEVEL: 'warn', SIGNALBOX_ADMIN_PASSWORD: password } },
    );
    const { id, token } = await startTraining(`${server.urls.main}/ml/api/v1`);
    const checkpoint = join(server.dataFolder, 'training', id, 'checkpoint.bin');
    const delays = await follow(
      `${server.urls.main.replace('http', 'ws')}/ml/ws/training/${id}?token=${token}`,
      checkpoint,
    );
    delays.sort((a, b) => a - b);
    const at = (share: number) => delays[Math.min(delays.length - 1, Math.floor(share * delays.length))] as number;
    const slowest = at(1);
    return {
      name: 'Progress of a training run',
      conditions: { epochs: delays.length, rows, architecture: 'lstm_autoencoder, defaults' },
      figures: [
        { name: 'epoch written to frame received, median', value: at(0.5), unit: 'ms' },
        { name: 'the same, slowest', value: slowest, unit: 'ms', target: '≤ 250 ms', met: slowest <= 250 },
      ],
    };
  } finally {
    for (const cleanup of cleanups) await cleanup();
  }
}

async function startTraining(api: string): Promise<{ id: string; token: string }> {
  let token = '';
  const call = async (path: string, body?: object): Promise<Record<string, string>> => {
    const form = body instanceof FormData;
    const response = await fetch(`${api}${path}`, {
      method: 'POST',
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && !form && { 'content-type': 'application/json' }),
      },
      ...(body && { body: form ? body : JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Record<string, string>;
  };
  token = (await call('/auth/login', { username: 'admin', password })).token as string;
  const form = new FormData();
  form.set('name', 'progress');
  form.set('equipment_type', 'pump');
  form.set('file', new Blob([sensorCsv(rows)]), 'progress.csv');
  const { id: dataset_id } = await call('/datasets', form);
  await call(`/datasets/${dataset_id}/validate`);
  const hyperparameters = { epochs, early_stopping_patience: 0 };
  const { id } = await call('/training/start', { dataset_id, hyperparameters });
  return { id: id as string, token };
}

/** Milliseconds from each epoch's checkpoint to its frame. */
function follow(url: string, checkpoint: string): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const delays: number[] = [];
    const socket = new WebSocket(url);
    socket.on('message', async (data) => {
      const received = Date.now();
      const frame = JSON.parse(String(data)) as { type: string };
      if (frame.type !== 'epoch_update') return;
      // An epoch takes much longer than this: the file is still the one of this epoch.
      const written = await stat(checkpoint).catch(() => undefined);
      if (written && written.mtimeMs <= received) delays.push(received - written.mtimeMs);
    });
    socket.on('close', () => resolve(delays));
    socket.on('error', reject);
  });
}
