/** Edge controllers that models can be sent to: registered with an address, credentials and a pinned host key. */

export { TARGET_HEALTH_JOB, targetHealthJob } from './health-job.ts';
export { type Architecture, architectures, defaultArchitecture, type NewTarget, type Target } from './schema.ts';
export { createTargets, type Targets } from './service.ts';
