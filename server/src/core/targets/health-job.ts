import type { JobHandler } from '../../platform/queue/types.ts';
import type { Targets } from './service.ts';

export const TARGET_HEALTH_JOB = 'target.health';

/** Asks all devices how they are, every minute. One round at a time: the key keeps a slow one from piling up. */
export function targetHealthJob(targets: Targets): JobHandler {
  return { kind: TARGET_HEALTH_JOB, leaseSeconds: 60, maxAttempts: 1, run: () => targets.checkAll() };
}
