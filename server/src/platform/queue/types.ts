import type { Transaction } from '../database/types.ts';

export type NewJob = {
  kind: string;
  /** JSON of at most 1 MiB. */
  payload?: Record<string, unknown>;
  /** UUID. */
  tenantId?: string | null;
  /** At most one unfinished job of a kind has a key; adding another is ignored. */
  key?: string;
  /** Default: as soon as possible. */
  runAt?: Date;
  /** Lower runs first; default 0. */
  priority?: number;
  /** Default: the handler's. */
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
  /**
   * Aborted when the lease is lost, the job is cancelled or the server shuts down (see `signal.reason`). Then reject, for
   * example with `signal.throwIfAborted()`: a handler that resolves says that the job is done.
   */
  signal: AbortSignal;
  /** Throws unless this lease still holds; call it first in a transaction that publishes the job's result. */
  fence(tx: Transaction): Promise<void>;
};

export type JobHandler = {
  kind: string;
  /** Jobs of this kind (with `runBatch`: batches) that one process runs at a time; may change while running. Default 1. */
  concurrency?: number | (() => number);
  /** Default 30; heartbeats are sent at a third of it. */
  leaseSeconds?: number;
  /** Default 5; a job whose last attempt fails is a dead letter. */
  maxAttempts?: number;
  /** Seconds before attempt n+1; default exponential with jitter, 1 s to 5 min. */
  backoffSeconds?: (attempt: number) => number;
  /** Hand up to this many jobs to `runBatch` at once; default 100. A job tried again comes alone. */
  batchSize?: number;
  run?: (job: RunningJob) => Promise<void>;
  /** For small jobs in great number: resolves with the failures by job id; the others are done. */
  runBatch?: (jobs: readonly RunningJob[]) => Promise<Map<string, Error> | undefined>;
  /**
   * Called inside the transaction that makes the job a dead letter. When it throws three times, the job is buried without it
   * and the log says so.
   */
  onDead?: (tx: Transaction, job: { id: string; payload: Record<string, unknown>; error: string }) => Promise<void>;
};

export type DeadLetter = {
  id: string;
  kind: string;
  tenantId: string | null;
  payload: Record<string, unknown>;
  key: string | null;
  /** Tries it had. */
  attempt: number;
  error: string;
  diedAt: Date;
};

export type Queue = {
  /**
   * Adds jobs in the caller's transaction; returns their ids (empty string where a key was already there). Throws `invalid`
   * for a payload above 1 MiB or with a NUL character.
   */
  add(tx: Transaction, ...jobs: readonly NewJob[]): Promise<string[]>;
  /**
   * Cancels a waiting job, or asks the worker of a running one to stop: its signal aborts in every process when the
   * transaction commits, and it is not tried again. Until its handler has stopped, its key is taken.
   */
  cancel(tx: Transaction, where: { kind: string; key: string }): Promise<'removed' | 'signalled' | 'none'>;
  /** Says how jobs of a kind are run; jobs of kinds without a handler in any process wait. Throws when the kind has one here. */
  handle(handler: JobHandler): void;
  /**
   * Adds a job of `kind` whenever the cron expression (UTC) is due; once per due time in the whole house. When times were
   * missed, because no server ran or the clock was put forward, it runs once. Throws `invalid` for a bad expression.
   */
  cron(name: string, expression: string, job: NewJob): void;
  /** Retries a dead letter. Throws `not_found`, or `conflict` when an unfinished job has its key. */
  retry(jobId: string): Promise<void>;
  /** Forgets a dead letter. Throws `not_found`. */
  discard(jobId: string): Promise<void>;
  /** Dead letters, newest first. `before` is the id of the last one of the page before; `limit` is 100 unless given. */
  deadLetters(page?: { kind?: string; tenantId?: string; before?: string; limit?: number }): Promise<DeadLetter[]>;
  counts(): Promise<{ kind: string; waiting: number; running: number; dead: number }[]>;
  start(): Promise<void>;
  /**
   * Stops claiming, aborts running jobs with reason 'shutdown' (they go back to the queue without losing an attempt), waits for
   * them. A handler that has not settled after a while (default 20 s) is given up: its job goes back and its fence throws.
   */
  stop(): Promise<void>;
};

export const ABORT_REASON = { shutdown: 'shutdown', cancelled: 'cancelled', leaseLost: 'lease lost' } as const;
export type AbortReason = (typeof ABORT_REASON)[keyof typeof ABORT_REASON];
