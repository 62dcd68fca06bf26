import type { HeldJob } from './held-job.ts';
import type { Want } from './sql/turn.ts';
import type { JobHandler } from './types.ts';

export type Lane = {
  readonly handler: JobHandler;
  readonly maxAttempts: number;
  readonly leaseSeconds: number;
  /** Says that there may be jobs to claim. */
  wake(): void;
  /** What to claim now, if anything. Then the lane sleeps until it is woken. */
  want(): Want | undefined;
  /** Runs the jobs, in groups, as far as the concurrency allows. */
  run(jobs: readonly HeldJob[]): void;
};

const defaults = { maxAttempts: 5, leaseSeconds: 30, batchSize: 100 };

/** The jobs of one kind. `runGroup` never rejects; `onRoom` is called whenever there is room for more. */
export function createLane(options: {
  handler: JobHandler;
  runGroup: (lane: Lane, group: readonly HeldJob[]) => Promise<void>;
  onRoom: () => void;
}): Lane {
  const { handler, runGroup, onRoom } = options;
  const { maxAttempts = defaults.maxAttempts, leaseSeconds = defaults.leaseSeconds, concurrency = 1 } = handler;
  const batchSize = handler.runBatch ? (handler.batchSize ?? defaults.batchSize) : 1;
  const queue: (readonly HeldJob[])[] = [];
  let awake = true;
  let running = 0;

  const limit = () => Math.floor(typeof concurrency === 'function' ? concurrency() : concurrency);

  function startSome(): void {
    // What was claimed is run even when the limit has become lower.
    while (queue.length > 0 && running < Math.max(1, limit())) {
      running++;
      void runGroup(lane, queue.shift() as readonly HeldJob[]).then(() => {
        running--;
        startSome();
        if (awake) onRoom();
      });
    }
  }

  const lane: Lane = {
    handler,
    maxAttempts,
    leaseSeconds,
    wake() {
      awake = true;
    },
    want() {
      const room = limit() - running - queue.length;
      if (!awake || !(room > 0)) return undefined;
      awake = false;
      return { kind: handler.kind, count: room * batchSize, leaseSeconds };
    },
    run(jobs) {
      // A job that failed before may be what made its batch fail; it does not take neighbours along again.
      const fresh = jobs.filter(({ attempt }) => attempt === 1);
      for (let i = 0; i < fresh.length; i += batchSize) queue.push(fresh.slice(i, i + batchSize));
      for (const job of jobs) if (job.attempt > 1) queue.push([job]);
      startSome();
    },
  };
  return lane;
}
