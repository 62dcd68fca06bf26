export type { Comparison } from './compare.ts';
export { modelFileName, modelName } from './naming.ts';
export type { Model, ModelMetrics, NewModel } from './schema.ts';
export { createScore, type DatasetRows, type Score, type ScoreDeps, type ScoredRow, type Scores } from './score.ts';
export { type BeforeDelete, createModelService, type ModelDeps, type ModelService } from './service.ts';
