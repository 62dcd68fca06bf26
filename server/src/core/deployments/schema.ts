import type { Architecture } from '../targets/index.ts';

/** A deployment's way: each step is done for real, and a failed one says why. */
export const deploymentSteps = ['compiling', 'quantizing', 'packaging', 'transferring'] as const;
export type DeploymentStep = (typeof deploymentSteps)[number];
export type DeploymentStatus = DeploymentStep | 'deployed' | 'failed' | 'cancelled';

export type Precision = 'int8' | 'float';

export type Deployment = {
  id: string;
  tenantId: string;
  createdBy: string | null;
  /** User name at the time. */
  deployedBy: string;
  modelId: string;
  modelName: string;
  targetId: string | null;
  targetIp: string;
  targetName: string;
  targetArch: Architecture;
  precision: Precision;
  status: DeploymentStatus;
  failedStep: DeploymentStep | null;
  error: string | null;
  try: number;
  binaryKey: string | null;
  binarySizeBytes: number | null;
  binarySha256: string | null;
  createdAt: Date;
  packagedAt: Date | null;
  deployedAt: Date | null;
};

export type NewDeployment = {
  modelId: string;
  targetId?: string | undefined;
  targetIp?: string | undefined;
  targetName?: string | undefined;
  arch?: Architecture | undefined;
  precision?: Precision | undefined;
};
