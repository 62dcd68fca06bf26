import type { Evaluation } from '../schema.ts';
import { type Benchmarks, benchmarksFor } from './benchmarks.ts';
import { type GradientMetric, gradientMetrics, type Latency } from './metrics.ts';

/** What a language model says about the figures; never part of `pass`. */
export type GradientVerdict = { provider: string; model: string; text: string };

/** As it is kept, and shown. */
export type GradientResult = {
  status: 'completed';
  /** Computed by this server, by nobody else's service. */
  provider: 'local';
  /** Precision, recall, F1 and AUC all reach the benchmarks of the equipment. */
  pass: boolean;
  /** Mean of those four. */
  score: number;
  equipment_type: string;
  benchmarks: Benchmarks;
  metrics: GradientMetric[];
  verdict: GradientVerdict | null;
  completed_at: string;
};

export function evaluateLocally(
  evaluation: Evaluation,
  equipmentType: string,
  latency: Latency,
): Omit<GradientResult, 'verdict' | 'completed_at'> {
  const benchmarks = benchmarksFor(equipmentType);
  const metrics = gradientMetrics(evaluation, benchmarks, latency);
  const held = metrics.filter(({ name }) => Object.hasOwn(benchmarks, name));
  return {
    status: 'completed',
    provider: 'local',
    pass: held.every(({ passed }) => passed === true),
    score: held.reduce((sum, { value }) => sum + (value ?? 0), 0) / held.length,
    equipment_type: equipmentType,
    benchmarks,
    metrics,
  };
}
