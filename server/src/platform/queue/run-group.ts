import type { HeldJob } from './held-job.ts';
import type { Settler } from './settle.ts';
import type { JobHandler } from './types.ts';

/** Runs the handler on a group of jobs (one, unless it is a batch handler) and settles each of them. Never rejects. */
export async function runGroup(handler: JobHandler, group: readonly HeldJob[], settler: Settler): Promise<void> {
  const aborted = group.filter((job) => job.abortReason() !== undefined);
  const jobs = aborted.length === 0 ? group : group.filter((job) => job.abortReason() === undefined);
  if (aborted.length > 0) await settler.failed(aborted, () => undefined);
  if (jobs.length === 0) return;
  let failures: ReadonlyMap<string, unknown>;
  try {
    failures = await callHandler(handler, jobs);
  } catch (error) {
    await settler.failed(jobs, () => error);
    return;
  }
  const failed = jobs.filter(({ id }) => failures.has(id));
  for (const job of jobs) if (!failures.has(job.id)) settler.succeeded(job);
  if (failed.length > 0) await settler.failed(failed, ({ id }) => failures.get(id));
}

const none: ReadonlyMap<string, unknown> = new Map();

async function callHandler(handler: JobHandler, jobs: readonly HeldJob[]): Promise<ReadonlyMap<string, unknown>> {
  if (!handler.runBatch) {
    await handler.run?.((jobs[0] as HeldJob).job);
    return none;
  }
  const failures = (await handler.runBatch(jobs.map(({ job }) => job))) ?? none;
  if (failures instanceof Map) return failures;
  throw new TypeError(`runBatch of ${handler.kind} must resolve with a Map of failures by job id, or with nothing.`);
}
