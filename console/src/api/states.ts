import type { Deployment } from './deployments.ts';
import type { RunSummary } from './training.ts';

/** Training that is not over: it learns, or waits in line. */
export const isUnderWay = ({ status }: Pick<RunSummary, 'status'>) => status === 'running' || status === 'queued';

/** The way of a deployment, in order. */
export const deploymentSteps = ['compiling', 'quantizing', 'packaging', 'transferring'] as const;

export const isOnItsWay = ({ status }: Pick<Deployment, 'status'>) =>
  (deploymentSteps as readonly string[]).includes(status);
