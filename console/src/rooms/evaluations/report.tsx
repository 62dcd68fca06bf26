import { lazy, Suspense, useMemo, useState } from 'react';
import type { Evaluation } from '../../api/models.ts';
import { Button } from '../../ui/button.tsx';
import { UnitCurve } from '../../ui/charts/curve.tsx';
import { count, number, percent } from '../../ui/format.ts';
import { Panel, Skeleton } from '../../ui/surfaces.tsx';
import { Faults } from './faults.tsx';
import { Matrix } from './matrix.tsx';
import { type OperatingPoint, operatingPoints, workingPoint } from './threshold.ts';

const LossPlot = lazy(() => import('../../ui/charts/losses.tsx'));

/** How a model was judged: what it found and missed, what another threshold would change, and how it learned. */
export function Report({ evaluation }: { evaluation: Evaluation }) {
  const points = useMemo(() => operatingPoints(evaluation), [evaluation]);
  const working = useMemo(() => workingPoint(evaluation, points), [evaluation, points]);
  const [at, setAt] = useState(working);
  const point = points[at];
  const { roc_curve: roc, pr_curve: pr, training_curves: curves, label_source, metrics } = evaluation;
  return (
    <>
      <Panel title="Found and missed" about={sourceOf(evaluation)}>
        <div className="grid gap-8 lg:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]">
          <Matrix counts={point?.counts ?? { tp: 0, fp: 0, tn: 0, fn: 0 }} />
          {point && points.length > 2 && <ThresholdSlider points={points} at={at} working={working} onChange={setAt} />}
        </div>
      </Panel>
      {label_source === 'synthetic' && <Faults evaluation={evaluation} />}
      {points.length > 2 && (
        <Panel title="At every threshold" about="The dot is the threshold chosen above.">
          <div className="grid justify-items-center gap-6 sm:grid-cols-2">
            <figure className="w-full max-w-[22rem]">
              <UnitCurve
                label={`ROC curve; the area under it is ${metrics.auc_roc.toFixed(3)}`}
                x={roc.false_positive_rate}
                y={roc.true_positive_rate}
                xName="False alarms among normal rows"
                yName="Faults found"
                point={point && { x: point.falseAlarms, y: point.recall }}
                diagonal
              />
              <figcaption className="mt-1 text-center text-quiet text-sm">
                ROC, area {metrics.auc_roc.toFixed(3)}
              </figcaption>
            </figure>
            <figure className="w-full max-w-[22rem]">
              <UnitCurve
                label={`Precision and recall; the area under the curve is ${metrics.auc_pr.toFixed(3)}`}
                x={pr.recall}
                y={pr.precision}
                xName="Recall"
                yName="Precision"
                point={point && point.recall > 0 ? { x: point.recall, y: point.precision } : undefined}
              />
              <figcaption className="mt-1 text-center text-quiet text-sm">
                Precision and recall, area {metrics.auc_pr.toFixed(3)}
              </figcaption>
            </figure>
          </div>
        </Panel>
      )}
      <Panel title="How it learned" flush>
        <div className="p-2 pb-4 sm:p-4">
          <Suspense fallback={<Skeleton lines={6} />}>
            <LossPlot train={curves.train_loss} val={curves.val_loss} logarithmic />
          </Suspense>
        </div>
      </Panel>
    </>
  );
}

function sourceOf({ label_source, details }: Evaluation): string {
  if (label_source === 'dataset') return 'Judged by the labels in the dataset, on rows it did not learn from.';
  const reason = typeof details.reason === 'string' ? `: ${details.reason}` : '';
  return `Judged by faults planted into rows it did not learn from${reason}.`;
}

function ThresholdSlider({
  points,
  at,
  working,
  onChange,
}: {
  points: readonly OperatingPoint[];
  at: number;
  working: number;
  onChange(at: number): void;
}) {
  const point = points[at] as OperatingPoint;
  const words =
    point.threshold === undefined
      ? 'no row is an anomaly'
      : // The curve has a point for each score that was seen; the model's own threshold lies between two of them.
        `a row is an anomaly from a score of ${at === working ? 1 : number(point.threshold)}`;
  return (
    <div className="flex flex-col gap-4">
      <div>
        <label htmlFor="threshold" className="font-medium">
          If the threshold were another
        </label>
        <p className="text-quiet text-sm">
          Scores are made so that 1 is the threshold, found from training data alone. Slide to see what a stricter or a
          more careful one would have decided.
        </p>
      </div>
      <input
        id="threshold"
        type="range"
        min={0}
        max={points.length - 1}
        value={at}
        aria-valuetext={words}
        onChange={(event) => onChange(Number(event.target.value))}
        className="h-8 w-full accent-lever"
      />
      <p className="-mt-3 flex justify-between text-quiet text-xs">
        <span>Strict: few alarms</span>
        <span>Careful: few misses</span>
      </p>
      <p aria-live="polite" className="first-letter:uppercase">
        {words}: {count(point.counts.tp)} faults found, {count(point.counts.fn)} missed, {count(point.counts.fp)} false
        alarms.
      </p>
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        <Rate name="F1" value={point.f1.toFixed(3)} />
        <Rate name="Precision" value={percent(point.precision)} />
        <Rate name="Recall" value={percent(point.recall)} />
        <Rate name="False alarms" value={percent(point.falseAlarms)} />
      </dl>
      {at !== working && (
        <Button className="self-start" onClick={() => onChange(working)}>
          Back to the model's own
        </Button>
      )}
    </div>
  );
}

function Rate({ name, value }: { name: string; value: string }) {
  return (
    <div className="border-rule border-l-2 pl-3">
      <dt className="text-quiet text-sm">{name}</dt>
      <dd className="font-medium">{value}</dd>
    </div>
  );
}
