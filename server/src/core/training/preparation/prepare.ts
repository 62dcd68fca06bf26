import { open, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Architecture, JOB_FILES } from '@signalbox/runtime';
import type { Hyperparameters } from '../hyperparameters.ts';
import { type FitPlan, planFit } from './plan.ts';
import type { RowSource } from './source.ts';
import { type Survey, survey } from './survey.ts';
import { writeRows } from './write.ts';

/** A record made ready for a trainer: the rows are in the folder, everything else is here. */
export type Prepared = Survey & { fit: FitPlan };

const PREPARED = 'prepared.json';
const LABELS = 'labels.u8';

/**
 * Makes a run's folder ready to train in. What an earlier attempt prepared is taken as it is, so a dataset that was
 * deleted meanwhile is not missed. `openSource` is called only when there is something to read.
 *
 * @throws {Untrainable}
 */
export async function prepare(
  folder: string,
  run: { architecture: Architecture; hyperparameters: Hyperparameters },
  openSource: () => Promise<RowSource>,
  signal?: AbortSignal,
): Promise<Prepared> {
  const earlier = await readFile(join(folder, PREPARED), 'utf8').catch(() => undefined);
  if (earlier !== undefined) return JSON.parse(earlier) as Prepared;
  const source = abortable(await openSource(), signal);
  const found = await survey(source);
  const labels = await writeRows(source, found, join(folder, JOB_FILES.rows));
  const fit = planFit(run.architecture, run.hyperparameters, found.split, labels);
  if (labels) await writeFile(join(folder, LABELS), labels);
  if (labels && fit.target === 'label') {
    await writeFile(join(folder, JOB_FILES.targets), new Uint8Array(Float32Array.from(labels).buffer));
  }
  const prepared: Prepared = { ...found, fit };
  // Last and at once: a folder with this file has everything.
  await writeFile(join(folder, `${PREPARED}.new`), JSON.stringify(prepared), { flush: true });
  await rename(join(folder, `${PREPARED}.new`), join(folder, PREPARED));
  return prepared;
}

function abortable(source: RowSource, signal: AbortSignal | undefined): RowSource {
  return {
    ...source,
    async *chunks() {
      for await (const chunk of source.chunks()) {
        signal?.throwIfAborted();
        yield chunk;
      }
    },
  };
}

/** 1 where a row is anomalous by the record's own labels. */
export async function readLabels(folder: string, prepared: Prepared): Promise<Uint8Array | undefined> {
  return prepared.label ? new Uint8Array(await readFile(join(folder, LABELS))) : undefined;
}

/** Reads normalized rows of a prepared record, [rows × sensors]. */
export async function openRows(folder: string, sensors: number) {
  const file = await open(join(folder, JOB_FILES.rows));
  return {
    async read({ start, count }: { start: number; count: number }): Promise<Float32Array> {
      const values = new Float32Array(count * sensors);
      const bytes = new Uint8Array(values.buffer);
      let at = 0;
      while (at < bytes.length) {
        const { bytesRead } = await file.read(bytes, at, bytes.length - at, start * sensors * 4 + at);
        if (bytesRead === 0) throw new Error(`The rows prepared for training in ${folder} are cut short.`);
        at += bytesRead;
      }
      return values;
    },
    close: () => file.close(),
  };
}
