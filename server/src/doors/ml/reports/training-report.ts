import type { Evaluation } from '../../../core/evaluations/index.ts';
import type { Model } from '../../../core/models/index.ts';
import type { Epoch, TrainingRun } from '../../../core/training/index.ts';
import { advice } from './advice.ts';
import { lossCurve } from './loss-curve.ts';
import { type Fact, facts, figure, html, page, time } from './page.ts';

export type TrainingReport = {
  run: TrainingRun;
  epochs: readonly Epoch[];
  /** Not there (any more) for a run without a model. */
  model: Model | undefined;
  evaluation: Evaluation | undefined;
};

/** A training run on paper: what was learned from what, how, and how well. */
export function trainingReport({ run, epochs, model, evaluation }: TrainingReport): string {
  const { id, datasetName, architecture, status, bestValLoss, bestEpoch } = run;
  const overview: Fact[] = [
    ['Training run', id],
    ['Status', status],
    ['Architecture', architecture],
    ['Dataset', `${datasetName} (${run.datasetId})`],
    ['Equipment', run.equipmentType],
    ['Model', run.modelId ?? 'none'],
    ['Started by', run.ownerName],
    ['Started', time(run.startedAt ?? run.createdAt)],
    ['Ended', run.completedAt ? time(run.completedAt) : 'not yet'],
    ['Epochs', `${run.currentEpoch} of ${run.totalEpochs}`],
    ['Best validation loss', bestEpoch === null ? '–' : `${figure(bestValLoss)} in epoch ${bestEpoch}`],
    ['Engine', run.engine ?? '–'],
    ...(model ? [['Parameters', model.parameters] as const, ['Sensors', model.features.join(', ')] as const] : []),
  ];
  const settings = Object.entries(run.hyperparameters).map(
    ([name, value]): Fact => [worded(name), value === null ? '–' : String(value)],
  );
  return page(
    datasetName,
    'Training report',
    `What the model of run ${id} learned, and how well`,
    html`
<section><h2>Overview</h2>${facts(overview)}</section>
${run.error === null ? null : html`<section class="seal caution"><strong>Why it failed:</strong> ${run.error}</section>`}
<section><h2>Hyperparameters</h2>${facts(settings)}</section>
<section><h2>Final metrics</h2>${evaluation ? metrics(evaluation) : html`<p>The run was not judged: it left no model.</p>`}</section>
<section><h2>Training loss curve</h2>${lossCurve(epochs)}</section>
<section><h2>Recommendations</h2><ul>${advice(run, epochs, evaluation).map((line) => html`<li>${line}</li>`)}</ul></section>`,
  );
}

function metrics({ metrics: m, confusionMatrix: c, labelSource }: Evaluation) {
  const rates = [
    ['Accuracy', m.accuracy],
    ['Precision', m.precision],
    ['Recall', m.recall],
    ['F1', m.f1],
    ['AUC (ROC)', m.auc_roc],
    ['AUC (PR)', m.auc_pr],
  ] as const;
  const bars = rates.map(
    ([name, value]) =>
      html`<span>${name}</span><meter min="0" max="1" value="${value}" aria-label="${name}">${figure(value)}</meter><span>${figure(value)}</span>`,
  );
  const truth = labelSource === 'dataset' ? 'labels of the dataset' : 'faults planted in copies of normal rows';
  return html`<div class="bars">${bars}</div>
<p>Judged by ${truth}: ${c.true_positive} anomalies found, ${c.false_negative} missed, ${c.false_positive} false alarms, ${c.true_negative} normal rows left alone. Validation loss ${figure(m.val_loss)}, threshold ${figure(m.reconstruction_error_threshold)}.</p>`;
}

/** `learning_rate` → `Learning rate` */
function worded(name: string): string {
  const text = name.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
