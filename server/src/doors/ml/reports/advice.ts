import type { Evaluation } from '../../../core/evaluations/index.ts';
import type { Epoch, TrainingRun } from '../../../core/training/index.ts';

/** A run whose loss fell this much in its last tenth had more to learn. */
const STILL_FALLING = 0.02;
/** Validation this many times above training loss: it learned its rows, not the machine. */
const OVERFITTED = 2;

/** What the figures of a run suggest, in words; rules of thumb, each with the figure it stands on. */
export function advice(run: TrainingRun, epochs: readonly Epoch[], evaluation: Evaluation | undefined): string[] {
  const found: string[] = [...run.warnings];
  const last = epochs.at(-1);
  const before = epochs.at(-Math.max(2, Math.ceil(epochs.length / 10)));
  if (last && before && epochs.length >= 10 && run.bestEpoch === last.epoch) {
    const fell = 1 - last.valLoss / before.valLoss;
    if (fell > STILL_FALLING) {
      found.push(
        `The validation loss still fell by ${(fell * 100).toFixed(0)} % in the last tenth of the epochs: more epochs may make a better model.`,
      );
    }
  }
  if (last && run.bestEpoch !== null && run.bestEpoch < last.epoch) {
    found.push(
      `The model is that of epoch ${run.bestEpoch}: the ${last.epoch - run.bestEpoch} after it were no better.`,
    );
  }
  if (last && last.trainLoss > 0 && last.valLoss / last.trainLoss > OVERFITTED) {
    found.push(
      `The validation loss is ${(last.valLoss / last.trainLoss).toFixed(1)} times the training loss: more data, a smaller network or dropout may help.`,
    );
  }
  if (evaluation?.labelSource === 'synthetic') {
    found.push(
      'The dataset has no labels, so the model was judged on planted faults. Label real faults to know for sure.',
    );
  }
  if (evaluation && evaluation.metrics.precision < 0.8) {
    const wrong = ((1 - evaluation.metrics.precision) * 100).toFixed(0);
    found.push(`${wrong} % of its alarms were false: a higher threshold gives fewer of them.`);
  }
  if (evaluation && evaluation.metrics.recall < 0.8) {
    const missed = ((1 - evaluation.metrics.recall) * 100).toFixed(0);
    found.push(`It missed ${missed} % of the anomalies: a lower threshold or more varied data finds more.`);
  }
  return found.length > 0 ? found : ['Nothing in the figures asks for a change.'];
}
