export { createTraining, type Training, type TrainingDeps } from './create.ts';
export type { EpochData } from './events.ts';
export type { Follow, RunUpdate } from './follow.ts';
export { type Hyperparameters, parseArchitecture, parseHyperparameters } from './hyperparameters.ts';
export type { Chunk, RowSource, SourceColumn } from './preparation/source.ts';
export { type Epoch, estimatedRemaining, type QueueStatus, type TrainingRun } from './schema.ts';
export type { StartRequest, TrainingService } from './service.ts';
export type { RunStatus } from './states.ts';
