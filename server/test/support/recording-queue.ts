import type { Database } from '../../src/platform/database/index.ts';
import type { JobHandler, NewJob, Queue, RunningJob } from '../../src/platform/queue/types.ts';

/** Jobs that wait until a test runs them, one after the other in this process. */
export type RecordingQueue = Pick<Queue, 'add' | 'handle' | 'cron'> & {
  waiting: NewJob[];
  /** Runs what waits, and what that adds. `before` is called with each job: what it throws is a crash before the job. */
  runAll(): Promise<void>;
};

export function recordingQueue(_database: Database): RecordingQueue {
  const handlers = new Map<string, JobHandler>();
  const waiting: NewJob[] = [];
  return {
    waiting,
    async add(_tx, ...jobs) {
      waiting.push(...jobs);
      return jobs.map(() => '1');
    },
    handle: (handler) => void handlers.set(handler.kind, handler),
    cron: () => {},
    async runAll() {
      for (let job = waiting.shift(); job; job = waiting.shift()) {
        const running = {
          ...job,
          id: '1',
          tenantId: null,
          payload: job.payload ?? {},
          attempt: 1,
          maxAttempts: 1,
          token: 1,
          signal: new AbortController().signal,
          fence: async () => {},
        } as RunningJob;
        await handlers.get(job.kind)?.run?.(running);
      }
    },
  };
}
