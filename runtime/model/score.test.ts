import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { testCache } from '../test/cache.ts';
import { openRowScorer } from './score.ts';
import { createScorer } from './scorer.ts';
import type { ResidualScoring } from './scoring.ts';
import { collect, testModel } from './test-model.ts';
import type { Model } from './types.ts';

const vectors = JSON.parse(readFileSync(new URL('fixtures/scoring-vectors.json', import.meta.url), 'utf8'));
const { residuals, inputs, score: scores, contributions, anomaly, display } = vectors.score;
const channels: number = residuals[0].length;

/** An autoencoder without weights reconstructs its output bias: what a row deviates by is then its residual. */
function withoutWeights(): Model {
  const model = testModel({ features: channels });
  const { limit, mean, step_scale, spread_mean, level, jump, spread } = vectors.parameters;
  const scoring: ResidualScoring = {
    version: 2,
    kind: 'residual',
    lambda: vectors.constants.lambda_,
    soft: vectors.constants.soft,
    limit,
    channels: model.columns,
    monitored: vectors.calibration.monitored,
    mean,
    step_scale,
    spread_mean,
    level,
    jump,
    spread,
  };
  return { ...model, weights: model.weights.map(() => 0), means: mean.map(() => 0), stds: mean.map(() => 1), scoring };
}

const cacheDir = testCache;

describe('the anomaly score', () => {
  it('agrees with the reference in double precision', () => {
    const rows = openRowScorer(withoutWeights());
    for (let t = 0; t < residuals.length; t++) {
      const z = Float64Array.from(inputs[t]);
      const verdict = rows.next(
        z,
        z.map((input, j) => input - residuals[t][j]),
      );
      assert.ok(Math.abs(verdict.score - scores[t]) <= 1e-9 * Math.max(1, scores[t]), `row ${t}: ${verdict.score}`);
      assert.ok(Math.abs(verdict.display - display[t]) <= 1e-9);
      assert.equal(verdict.anomaly, anomaly[t]);
      verdict.contributions.forEach((share, j) => {
        assert.ok(Math.abs(share - contributions[t][j]) <= 1e-9 * Math.max(1, scores[t]));
      });
    }
  });

  it('is the same in C and in TypeScript, for every architecture and rule, with readings missing', async (t) => {
    for (const [name, model] of Object.entries(rules())) {
      const raw = sparse(model);
      const native = await createScorer({ model, cacheDir, threads: 2 });
      if (native.engine !== 'native') return t.skip('C compiler not installed');
      const plain = await createScorer({ model, cacheDir, engine: 'typescript' });
      const [a] = await collect(native.score([raw]));
      const [b] = await collect(plain.score([raw]));
      await Promise.all([native.close(), plain.close()]);
      assert.ok(a && b);
      assert.equal(a.count, raw.length / model.shape.features);
      assert.ok(
        a.scores.some((score) => score > 0.01),
        `${name} scores something`,
      );
      for (let i = 0; i < a.count; i++) {
        const score = b.scores[i] as number;
        const near = (x: number, y: number) => Math.abs(x - y) <= 1e-4 * Math.max(1, score);
        assert.ok(near(a.scores[i] as number, score), `${name}, row ${i}: ${a.scores[i]} against ${score}`);
        assert.ok(near(a.display[i] as number, b.display[i] as number));
        if (Math.abs(score - 1) > 1e-3) assert.equal(a.anomalies[i], b.anomalies[i]);
        let sum = 0;
        for (let f = 0; f < model.shape.features; f++) {
          const at = i * model.shape.features + f;
          assert.ok(near(a.contributions[at] as number, b.contributions[at] as number), `${name}, row ${i}, ${f}`);
          sum += a.contributions[at] as number;
        }
        assert.ok(sum === 0 || near(sum, score), `${name}, row ${i}: contributions sum to the score`);
      }
    }
  });
});

function rules(): Record<string, Model> {
  const charted = withoutWeights();
  const label = { version: 2, kind: 'label' } as const;
  const of = (changes: Partial<Model['shape']>, rest: Partial<Model> = {}) =>
    testModel({ features: channels, ...changes }, rest);
  const sentinelScoring = structuredClone(charted.scoring) as ResidualScoring;
  for (const list of [sentinelScoring.monitored, sentinelScoring.channels] as unknown[][]) list.push(list[0]);
  const { mean, step_scale, spread_mean, level, jump, spread } = sentinelScoring;
  for (const list of [mean, step_scale, spread_mean, ...[level, jump, spread].flatMap((c) => Object.values(c))])
    list.push(list[0] as number);
  return {
    autoencoder: of({}, { scoring: charted.scoring, monitored: [true, true, false, true] }),
    predictor: of({ architecture: 'gru_predictor' }, { scoring: charted.scoring }),
    'narrow predictor': testModel({ architecture: 'gru_predictor', features: 2 }),
    sentinel: of({ architecture: 'sentinel' }, { scoring: sentinelScoring }),
    'labelled predictor': of({ architecture: 'gru_predictor' }, { scoring: label }),
    'labelled sentinel': of({ architecture: 'sentinel' }, { scoring: label }),
    'plain autoencoder': of({}, { threshold: 0.8 }),
    'plain sentinel': of({ architecture: 'sentinel' }),
  };
}

/** Readings of every size, some of them missing, one beyond all bounds. */
function sparse(model: Model): Float64Array {
  const { features } = model.shape;
  const raw = Float64Array.from({ length: 40 * features }, (_, i) => {
    const t = Math.floor(i / features);
    const z = Math.sin(i * 1.7) * (t % 13 === 0 ? 6 : 1);
    return (model.means[i % features] as number) + (model.stds[i % features] as number) * z;
  });
  raw[0] = Number.NaN;
  for (let i = 17; i < raw.length; i += 11) raw[i] = Number.NaN;
  raw[30 * features] = 1e300;
  return raw;
}
