import type { JobHandler } from '../../platform/queue/index.ts';
import type { Telemetry } from './schema.ts';

export const TELEMETRY_JOB = 'telemetry.maintain';

/** Folds, makes and drops once a minute, in one process of the house. A failed run is the next one's work. */
export function telemetryJob(telemetry: Telemetry): JobHandler {
  return { kind: TELEMETRY_JOB, leaseSeconds: 120, maxAttempts: 1, run: () => telemetry.maintain() };
}
