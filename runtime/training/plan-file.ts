import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TrainingJob } from './job.ts';
import { type Plan, planTraining } from './plan.ts';
import { JOB_FILES, type TrainerEvent } from './protocol.ts';

/** A plan as the native engine reads it: "name value" lines, then the segments (kernels/job.c is the other side). */
export function planText(plan: Plan): string {
  const { job } = plan;
  const hp = job.hyperparameters;
  const settings: Record<string, string | number> = {
    architecture: job.architecture,
    features: job.features,
    hidden: hp.hidden_dim,
    bottleneck: hp.bottleneck_dim,
    layers: hp.num_layers,
    steps: plan.steps,
    batch: plan.batch,
    epochs: hp.epochs,
    patience: hp.early_stopping_patience,
    learning_rate: hp.learning_rate,
    weight_decay: hp.weight_decay,
    dropout: hp.dropout,
    optimizer: hp.optimizer,
    loss: hp.loss,
    seed: job.seed,
    threads: job.threads,
    stride: plan.stride,
    validation_stride: plan.validationStride,
    shuffle: plan.shuffle ? 1 : 0,
    target_width: plan.targetWidth,
    fingerprint: plan.fingerprint,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
  for (const { start, count } of plan.train) lines.push(`train ${start} ${count}`);
  for (const { start, count } of plan.validation) lines.push(`validation ${start} ${count}`);
  return `${lines.join('\n')}\n`;
}

/** @throws {JobInvalid} */
export async function readPlan(dir: string): Promise<{ plan: Plan; rows: Float32Array }> {
  const job = JSON.parse(await readFile(join(dir, JOB_FILES.job), 'utf8')) as TrainingJob;
  const rows = await readFloats(join(dir, JOB_FILES.rows));
  if (!rows) throw new Error(`${JOB_FILES.rows} is missing in ${dir}`);
  return { rows, plan: planTraining(job, rows, await readFloats(join(dir, JOB_FILES.targets))) };
}

/** Undefined when there is no such file. */
export async function readFloats(path: string): Promise<Float32Array<ArrayBuffer> | undefined> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return bytes && new Float32Array(new Uint8Array(bytes).buffer, 0, Math.floor(bytes.length / 4));
}

/** The program `node plan-file.ts <job folder>`: plans apart from the server, whose memory need not hold the data. */
async function main(dir: string): Promise<number> {
  try {
    const { plan } = await readPlan(dir);
    if (plan.targetWidth) await writeFile(join(dir, JOB_FILES.plannedTargets), new Uint8Array(plan.targets.buffer));
    await writeFile(join(dir, JOB_FILES.plan), planText(plan));
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stdout.write(`${JSON.stringify({ event: 'error', code: 'failed', message } satisfies TrainerEvent)}\n`);
    return 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  process.exitCode = await main(process.argv[2] ?? '.');
