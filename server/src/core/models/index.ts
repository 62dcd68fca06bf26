export type { Comparison } from './compare.ts';
export type { DatasetRows } from './dataset-readings.ts';
export { createMeasureLatency } from './latency.ts';
export { modelFileName, modelName } from './naming.ts';
export type { Model, ModelMetrics, NewModel } from './schema.ts';
export { createScore, type Score, type ScoreDeps, type ScoredRow, type Scores } from './score.ts';
export { type BeforeDelete, createModelService, type ModelDeps, type ModelService } from './service.ts';
