import type { Transaction } from '../database/types.ts';

/*
 * queue      the one table of work in PostgreSQL
 * job        one row of it: a kind, a payload, a time from which it may run
 * lease      a worker's right to a job until a time; heartbeats extend it
 * fencing    each lease has a token that only grows; a worker whose lease was taken over cannot finish or write
 * dead letter a job that failed its last attempt; kept, visible, can be retried
 */
export type NewJob = {
  kind: string;
  payload?: Record<string, unknown>;
  tenantId?: string | null;
  /** At most one unfinished job of a kind has a key; adding another is ignored. */
  key?: string;
  runAt?: Date;
  /** Lower runs first; default 0. */
  priority?: number;
  maxAttempts?: number;
};

export type RunningJob<Payload = Record<string, unknown>> = {
  id: string;
  kind: string;
  tenantId: string | null;
  payload: Payload;
  /** 1 for the first try. */
  attempt: number;
  maxAttempts: number;
  /** Fencing token of this lease. */
  token: number;
  /** Aborted when the lease is lost, the job is cancelled or the server shuts down (see `signal.reason`). */
  signal: AbortSignal;
  /** Throws unless this lease still holds; call it first in a transaction that publishes the job's result. */
  fence(tx: Transaction): Promise<void>;
};

export type JobHandler = {
  kind: string;
  /** Jobs of this kind that one process runs at a time; may change while running. Default 1. */
  concurrency?: number | (() => number);
  /** Default 30; heartbeats are sent at a third of it. */
  leaseSeconds?: number;
  /** Default 5; a job whose last attempt fails is a dead letter. */
  maxAttempts?: number;
  /** Seconds before attempt n+1; default exponential with jitter, 1 s to 5 min. */
  backoffSeconds?: (attempt: number) => number;
  /** Hand up to this many jobs to `runBatch` at once. */
  batchSize?: number;
  run?: (job: RunningJob) => Promise<void>;
  /** For small jobs in great number: resolves with the failures by job id; the others are done. */
  runBatch?: (jobs: readonly RunningJob[]) => Promise<Map<string, Error> | undefined>;
  /** Called once, inside the transaction that makes the job a dead letter. */
  onDead?: (tx: Transaction, job: { id: string; payload: Record<string, unknown>; error: string }) => Promise<void>;
};

export type Queue = {
  /** Adds jobs in the caller's transaction; returns their ids (empty string where a key was already there). */
  add(tx: Transaction, ...jobs: readonly NewJob[]): Promise<string[]>;
  /** Cancels a waiting job, or asks the worker of a running one to stop (its signal aborts in every process). */
  cancel(tx: Transaction, where: { kind: string; key: string }): Promise<'removed' | 'signalled' | 'none'>;
  handle(handler: JobHandler): void;
  /** Adds a job of `kind` whenever the cron expression (UTC) is due; once per due time in the whole house. */
  cron(name: string, expression: string, job: NewJob): void;
  /** Retries a dead letter. */
  retry(jobId: string): Promise<void>;
  counts(): Promise<{ kind: string; waiting: number; running: number; dead: number }[]>;
  start(): Promise<void>;
  /** Stops claiming, aborts running jobs with reason 'shutdown' (they go back to the queue without losing an attempt), waits for them. */
  stop(): Promise<void>;
};

export const ABORT_REASON = { shutdown: 'shutdown', cancelled: 'cancelled', leaseLost: 'lease lost' } as const;
