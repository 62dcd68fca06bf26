/** What a tenant may have at once, and spend in a month. */
export type PlanLimits = {
  datasets: number;
  models: number;
  deployments: number;
  concurrentTrainings: number;
  datasetBytes: number;
  tokensPerMonth: number;
};

export type PlanName = 'free' | 'pro' | 'enterprise';

const MiB = 1024 ** 2;

/** The ML contract's tiers; its usage example (50,000 tokens, 5, 50, 25, 10, 524,288,000 bytes) is Pro. */
export const plans: Record<PlanName, PlanLimits> = {
  free: {
    datasets: 3,
    models: 2,
    deployments: 1,
    concurrentTrainings: 1,
    datasetBytes: 50 * MiB,
    tokensPerMonth: 1_000,
  },
  pro: {
    datasets: 50,
    models: 25,
    deployments: 10,
    concurrentTrainings: 5,
    datasetBytes: 500 * MiB,
    tokensPerMonth: 50_000,
  },
  enterprise: {
    datasets: 500,
    models: 200,
    deployments: 100,
    concurrentTrainings: 20,
    datasetBytes: 10 * 1024 * MiB,
    tokensPerMonth: 500_000,
  },
};

export const noLimits: PlanLimits = {
  datasets: Number.POSITIVE_INFINITY,
  models: Number.POSITIVE_INFINITY,
  deployments: Number.POSITIVE_INFINITY,
  concurrentTrainings: Number.POSITIVE_INFINITY,
  datasetBytes: Number.POSITIVE_INFINITY,
  tokensPerMonth: Number.POSITIVE_INFINITY,
};

/** What the sandbox's ids of subscriptions and customers begin with. */
export const SANDBOX_SUBSCRIPTION = 'sub_sandbox';
export const SANDBOX_CUSTOMER = 'cus_sandbox_';
