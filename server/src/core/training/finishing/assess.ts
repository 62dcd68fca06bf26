import {
  type Calibration,
  calibrate,
  type Judgement,
  judge,
  labelSession,
  quantile,
  startSession,
} from '../../evaluations/index.ts';
import type { Prepared } from '../preparation/prepare.ts';
import type { Network } from './network.ts';
import { errorsOf, normalTrace, piecesOf, type ReadRows } from './record.ts';

export type Assessment = {
  judgement: Judgement;
  /** What turns the stored model's residuals into scores; undefined for one that learned the label. */
  calibration: Calibration | undefined;
  /** The error that 99 % of the normal rows the weights were not fitted on stay below; for people, not for scores. */
  errorThreshold: number;
};

export type Assessed = {
  prepared: Prepared;
  labels: Uint8Array | undefined;
  network: Network;
  read: ReadRows;
  /** Rows a window. */
  steps: number;
  seed: number;
  signal: AbortSignal;
};

const LABEL_CUT = 0.5;

/**
 * Learns what a network's residuals are on normal rows, twice: without the test rows, to be judged on them, and then on
 * the whole record, for the model that is kept. The weights are the same.
 */
export async function assess({ prepared, labels, network, read, steps, seed, signal }: Assessed): Promise<Assessment> {
  const { split, sensors, rows, fit } = prepared;
  const trace = await network.trace(piecesOf(rows, read, signal), rows);
  const subject = {
    rows,
    validation: split.validation,
    test: split.test,
    scales: sensors,
    steps,
    labels,
    trace,
    read,
    traceOf: (values: Float32Array) => network.trace([values], values.length / sensors.length),
    seed,
  };
  if (fit.target === 'label') {
    const judgement = await judge({ ...subject, learnedLabels: true, session: labelSession() });
    return { judgement, calibration: undefined, errorThreshold: LABEL_CUT };
  }
  const monitored = network.channels.map((_, j) => sensors[j]?.monitored ?? true);
  const excluded = fit.withoutAnomalies ? labels : undefined;
  const fitted = split.train.count;
  const unseen = normalTrace(trace, excluded, { fitted, end: split.test.start });
  const session = startSession(await calibrate(unseen.trace, unseen.held, monitored));
  const judgement = await judge({ ...subject, learnedLabels: false, session });
  signal.throwIfAborted();
  const whole = normalTrace(trace, excluded, { fitted, end: rows });
  const calibration = await calibrate(whole.trace, whole.held, monitored);
  const errors = errorsOf(whole.trace);
  return { judgement, calibration, errorThreshold: quantile(errors.slice(errors.length - whole.held), 0.99) };
}
