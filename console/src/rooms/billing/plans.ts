export type PlanName = 'free' | 'pro' | 'enterprise';

/** What a plan costs and holds, for its card. What a tenant has is answered by the server. */
export type Plan = {
  name: PlanName;
  title: string;
  /** For whom. */
  about: string;
  dollarsPerMonth: number;
  tokensPerMonth: number;
  datasets: number;
  models: number;
  deployments: number;
  concurrentTrainings: number;
  datasetBytes: number;
};

const MiB = 1024 ** 2;

/** From the smallest to the largest. A test holds them to the limits the server keeps. */
export const plans: readonly Plan[] = [
  {
    name: 'free',
    title: 'Free',
    about: 'To see whether it works for your machines.',
    dollarsPerMonth: 0,
    tokensPerMonth: 1_000,
    datasets: 3,
    models: 2,
    deployments: 1,
    concurrentTrainings: 1,
    datasetBytes: 50 * MiB,
  },
  {
    name: 'pro',
    title: 'Pro',
    about: 'For a plant room, or a few of them.',
    dollarsPerMonth: 49,
    tokensPerMonth: 50_000,
    datasets: 50,
    models: 25,
    deployments: 10,
    concurrentTrainings: 5,
    datasetBytes: 500 * MiB,
  },
  {
    name: 'enterprise',
    title: 'Enterprise',
    about: 'For many sites, and for machines that train all day.',
    dollarsPerMonth: 199,
    tokensPerMonth: 500_000,
    datasets: 500,
    models: 200,
    deployments: 100,
    concurrentTrainings: 20,
    datasetBytes: 10 * 1024 * MiB,
  },
];

export const isPlanName = (value: unknown): value is PlanName => plans.some(({ name }) => name === value);

export const planTitle = (name: string) => plans.find((plan) => plan.name === name)?.title ?? name;
