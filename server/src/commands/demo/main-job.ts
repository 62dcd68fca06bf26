import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from './client.ts';
import { step } from './terminal.ts';

/** What the demo makes, for the summary. */
export type MainJobResult = {
  datasetId: string;
  modelId: string;
  metrics: Record<string, number>;
  labelSource: string;
  modelFile: string;
  binaryFile: string;
  binaryBytes: number;
};

type Dataset = { id: string; row_count: number; columns: string[]; file_size_bytes: number };
type Run = { id: string; status: string; model_id: string; error?: string | null };
type Frame = {
  type: string;
  current_epoch: number;
  total_epochs: number;
  train_loss: number;
  val_loss: number | null;
  estimated_remaining_seconds: number;
};
type Evaluation = { model_id: string; label_source: string; metrics: Record<string, number> };
type Deployment = { id: string; status: string; error: string | null; binary_size_bytes: number };

export type MainJob = {
  name: string;
  csv: Blob;
  epochs: number;
  architecture: string;
  target: { id: string; ip: string; name: string };
  folder: string;
};

/** Upload → validate → train → evaluate → deploy, over HTTP and WebSocket as any client does it. */
export async function runMainJob(client: Client, job: MainJob): Promise<MainJobResult> {
  const api = '/api/v1';

  const uploading = step('upload');
  const fields = { name: job.name, equipment_type: 'air_handler' };
  const dataset = await client.upload<Dataset>(`${api}/datasets`, fields, 'readings.csv', job.csv);
  uploading.done(`${dataset.row_count.toLocaleString('en')} rows, ${dataset.columns.length} columns`);

  const validating = step('validate');
  const check = await client.post<{ valid: boolean; issues: string[] }>(`${api}/datasets/${dataset.id}/validate`);
  if (!check.valid) throw new Error(`The file cannot be trained on: ${check.issues.join('; ')}`);
  validating.done(
    check.issues.length === 0 ? 'ready for training, locked' : `ready, with remarks: ${check.issues.join('; ')}`,
  );

  const run = await train(client, `${api}/training`, dataset, job);

  const evaluating = step('evaluate');
  const found = (await client.get<Evaluation[]>(`${api}/evaluations`)).find((e) => e.model_id === run.model_id);
  if (!found) throw new Error(`There is no evaluation of the model ${run.model_id}.`);
  const shown = ['precision', 'recall', 'f1', 'auc_roc'].map((m) => `${m} ${found.metrics[m]?.toFixed(3) ?? '–'}`);
  evaluating.done(`${shown.join('  ')}  (labels: ${found.label_source})`);
  const modelFile = join(job.folder, 'model.axonml');
  await writeFile(modelFile, await client.bytes(`${api}/models/${run.model_id}/download`));

  const deployment = await deploy(client, `${api}/deployments`, run.model_id, job.target);
  const binaryFile = join(job.folder, 'signalbox-edge');
  await writeFile(binaryFile, await client.bytes(`${api}/deployments/${deployment.id}/binary`), { mode: 0o755 });

  return {
    datasetId: dataset.id,
    modelId: run.model_id,
    metrics: found.metrics,
    labelSource: found.label_source,
    modelFile,
    binaryFile,
    binaryBytes: deployment.binary_size_bytes,
  };
}

async function train(client: Client, path: string, dataset: Dataset, job: MainJob): Promise<Run> {
  const training = step('train');
  const started = await client.post<Run>(`${path}/start`, {
    dataset_id: dataset.id,
    architecture: job.architecture,
    hyperparameters: {
      epochs: job.epochs,
      sequence_length: Math.max(2, Math.min(60, Math.floor(dataset.row_count * 0.15))),
    },
  });
  training.update(0, 'preparing (the first run compiles the kernels for this processor)');
  let last: Frame | undefined;
  await client.follow(`/ws/training/${started.id}`, (frame) => {
    if (frame.type !== 'epoch_update') return;
    last = frame as Frame;
    const share = last.current_epoch / last.total_epochs;
    const loss = `loss ${last.train_loss.toFixed(4)}  val ${last.val_loss?.toFixed(4) ?? '–'}`;
    training.update(
      share,
      `epoch ${last.current_epoch}/${last.total_epochs}  ${loss}  ${last.estimated_remaining_seconds} s left`,
    );
  });
  const run = await client.get<Run>(`${path}/${started.id}`);
  if (run.status !== 'completed')
    throw new Error(`The training ended as ${run.status}: ${run.error ?? 'no reason given'}`);
  training.done(
    `${last?.current_epoch ?? 0} epochs, train loss ${last?.train_loss.toFixed(4)}, validation loss ${last?.val_loss?.toFixed(4)}`,
  );
  return run;
}

async function deploy(client: Client, path: string, modelId: string, target: MainJob['target']): Promise<Deployment> {
  const deploying = step('deploy');
  const steps = ['compiling', 'quantizing', 'packaging', 'transferring', 'deployed'];
  const { id } = await client.post<Deployment>(path, {
    model_id: modelId,
    target_id: target.id,
    target_name: target.name,
  });
  for (;;) {
    const now = await client.get<Deployment>(`${path}/${id}`);
    deploying.update(steps.indexOf(now.status) / (steps.length - 1), now.status);
    if (now.status === 'deployed') {
      deploying.done(`${steps.join(' → ')}  (${(now.binary_size_bytes / 1024).toFixed(0)} KB)`);
      return now;
    }
    if (now.status === 'failed' || now.status === 'cancelled')
      throw new Error(`The deployment ${now.status}: ${now.error}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

export type EdgeScore = { score: number; anomaly: boolean; contributions: Record<string, number> };

/** Runs the binary on CSV lines (header first) and returns what it says of each row. */
export async function runBinary(binaryFile: string, csvLines: readonly string[]): Promise<EdgeScore[]> {
  const child = spawn(binaryFile, ['--stdin'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.on('error', () => {});
  child.stdin.end(`${csvLines.join('\n')}\n`);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${binaryFile} ended with status ${code}.`);
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as EdgeScore);
}
