import type { DatasetSummary } from '../../api/datasets.ts';
import type { Deployment, Target } from '../../api/deployments.ts';
import type { ModelSummary } from '../../api/models.ts';
import type { RunSummary } from '../../api/training.ts';

/** Everything the dashboard looks at. */
export type House = {
  datasets: readonly DatasetSummary[];
  runs: readonly RunSummary[];
  models: readonly ModelSummary[];
  deployments: readonly Deployment[];
  targets: readonly Target[];
};
