import type { Architecture } from '@signalbox/runtime';
import type { Hyperparameters } from './hyperparameters.ts';
import type { RunStatus } from './states.ts';

/** One attempt to learn a model from a dataset. Losses are those of the last finished epoch; times in seconds. */
export type TrainingRun = {
  id: string;
  tenantId: string;
  ownerId: string;
  ownerName: string;
  datasetId: string;
  datasetName: string;
  equipmentType: string;
  modelId: string | null;
  architecture: Architecture;
  hyperparameters: Hyperparameters;
  status: RunStatus;
  currentEpoch: number;
  totalEpochs: number;
  trainLoss: number | null;
  valLoss: number | null;
  bestValLoss: number | null;
  bestEpoch: number | null;
  /** Time spent in epochs, over all attempts. */
  elapsedSeconds: number;
  /** Which engine trains it; null before it began. `typescript` is the slow fallback. */
  engine: 'native' | 'typescript' | null;
  /** What the operator should know about how it ran. */
  warnings: string[];
  error: string | null;
  /** Nothing more will come of it. */
  settled: boolean;
  createdAt: Date;
  startedAt: Date | null;
  completedAt: Date | null;
};

export type Epoch = { epoch: number; trainLoss: number; valLoss: number };

/** What a trainer reports after each epoch. */
export type EpochReport = Epoch & { bestValLoss: number; bestEpoch: number; elapsedSeconds: number };

export type QueueStatus = { active: number; capacity: number; queued: number };

/** Seconds the rest of a run takes at its pace so far; null before its first epoch, 0 when it is over. */
export function estimatedRemaining(
  run: Pick<TrainingRun, 'status' | 'currentEpoch' | 'totalEpochs' | 'elapsedSeconds'>,
) {
  if (run.status !== 'running' && run.status !== 'queued') return 0;
  if (run.currentEpoch === 0) return null;
  return ((run.totalEpochs - run.currentEpoch) * run.elapsedSeconds) / run.currentEpoch;
}
