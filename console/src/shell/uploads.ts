import { useSyncExternalStore } from 'react';
import type { Dataset } from '../api/datasets.ts';
import { removalsSent } from '../api/removals.ts';
import { type UploadFields, uploadDataset } from '../api/upload.ts';

/** A file on its way to the server. It goes on while the person walks from room to room. */
export type Upload = {
  id: number;
  name: string;
  sent: number;
  total: number;
  state: 'waiting' | 'sending' | 'reading' | 'done' | 'failed';
  dataset?: Dataset;
  error?: unknown;
  callOff(): void;
};

type Job = { file: File; fields: UploadFields };

/** Two at a time: more only make each of them slower. */
const AT_ONCE = 2;
const listeners = new Set<() => void>();
const waiting: { id: number; job: Job }[] = [];
let uploads: readonly Upload[] = [];
let nextId = 1;
let onDone: (dataset: Dataset) => void = () => {};

function publish(next: readonly Upload[]): void {
  uploads = next;
  for (const listener of listeners) listener();
}

function change(id: number, part: Partial<Upload>): void {
  publish(uploads.map((upload) => (upload.id === id ? { ...upload, ...part } : upload)));
}

export function startUploads(jobs: readonly Job[]): void {
  for (const job of jobs) {
    const id = nextId++;
    const upload: Upload = {
      id,
      name: job.fields.name,
      sent: 0,
      total: job.file.size,
      state: 'waiting',
      callOff: () => forget(id),
    };
    waiting.push({ id, job });
    publish([...uploads, upload]);
  }
  startNext();
}

function startNext(): void {
  const busy = uploads.filter(({ state }) => state === 'sending' || state === 'reading').length;
  for (const { id, job } of waiting.splice(0, Math.max(0, AT_ONCE - busy))) void send(id, job);
}

async function send(id: number, { file, fields }: Job): Promise<void> {
  const control = new AbortController();
  change(id, {
    state: 'sending',
    callOff: () => {
      control.abort();
      forget(id);
    },
  });
  try {
    await removalsSent();
    control.signal.throwIfAborted();
    const dataset = await uploadDataset(file, fields, {
      signal: control.signal,
      onProgress: ({ sent, total }) => change(id, { sent, total, state: sent === total ? 'reading' : 'sending' }),
    });
    change(id, { state: 'done', dataset, callOff: () => forget(id) });
    onDone(dataset);
  } catch (error) {
    change(id, { state: 'failed', error, callOff: () => forget(id) });
  }
  startNext();
}

/** Takes it off the tray; one that still waits is not sent. */
function forget(id: number): void {
  const at = waiting.findIndex((entry) => entry.id === id);
  if (at !== -1) waiting.splice(at, 1);
  publish(uploads.filter((upload) => upload.id !== id));
}

/** What to do with every dataset that arrived. */
export function onUploaded(listener: (dataset: Dataset) => void): void {
  onDone = listener;
}

export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => uploads,
  );
}

/** Leaving the page ends what is on its way: from now on the browser asks first. Call it once. */
export function warnBeforeLeaving(): void {
  addEventListener('beforeunload', (event) => {
    if (uploads.some(({ state }) => state === 'waiting' || state === 'sending' || state === 'reading'))
      event.preventDefault();
  });
}
