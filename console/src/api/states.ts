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

/** Failed only in that nobody registered the device: the program is there to be copied by hand. */
export const isOnlyUnsent = ({
  status,
  target_id,
  packaged_at,
}: Pick<Deployment, 'status' | 'target_id' | 'packaged_at'>) =>
  status === 'failed' && target_id === null && packaged_at !== null;

export const isOnItsWay = ({ status }: Pick<Deployment, 'status'>) =>
  (deploymentSteps as readonly string[]).includes(status);
