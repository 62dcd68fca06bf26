import type { Deployment } from './deployments.ts';
import type { RunSummary } from './training.ts';

/** Training that is not over: it learns, or waits in line. */
export const isUnderWay = ({ status }: Pick<RunSummary, 'status'>) => status === 'running' || status === 'queued';

/** All epochs are over; what was learned is judged and made into a model. */
export const isBeingJudged = ({
  status,
  current_epoch,
  total_epochs,
}: Pick<RunSummary, 'status' | 'current_epoch' | 'total_epochs'>) =>
  status === 'running' && current_epoch >= total_epochs;

/** The way of a deployment, in order. */
export const deploymentSteps = ['compiling', 'quantizing', 'packaging', 'transferring'] as const;

export const isOnItsWay = ({ status }: Pick<Deployment, 'status'>) =>
  (deploymentSteps as readonly string[]).includes(status);
