/*
 * A model turns each row into residuals, one per channel (a sensor, or something derived from several). Three control
 * charts watch each channel: `level` (the moving average of the residual), `jump` (the residual itself) and `spread`
 * (the moving average of how far the reading moved since the row before). The constants are part of the definition of a
 * score: the programs on devices have the same. docs/scoring.md explains each number.
 */
export const LAMBDA = 0.1;
/** Bounds the derivative of the spread chart at 0, so that rounding is not magnified. */
export const SOFT = 0.01;

/** What a chart shows on normal rows: how much it varies, from how many independent rows that is known, and what raises its limit. */
export type ChartParameters = { variance: number; dof: number; guard: number };

export type ChannelParameters = {
  /** A channel that never moved in training is not watched. */
  monitored: boolean;
  mean: number;
  /** How far a reading usually moves from one row to the next. */
  stepScale: number;
  spreadMean: number;
  level: ChartParameters;
  jump: ChartParameters;
  spread: ChartParameters;
};

/** How far a reading moved, on a scale on which ordinary steps are alike. */
export function stray(step: number, stepScale: number): number {
  return Math.sqrt(Math.abs(step) / stepScale + SOFT);
}

/** Moving average of `values` from `start`. */
export function smoothed(values: Float64Array, start: number): Float64Array {
  const smooth = new Float64Array(values.length);
  let average = start;
  for (let t = 0; t < values.length; t++) {
    average += LAMBDA * ((values[t] as number) - average);
    smooth[t] = average;
  }
  return smooth;
}

/**
 * The squared normal deviate as unlikely as `x` is under a Student t of that variance (Wallace's approximation): what
 * the record could estimate only from a few independent rows needs a larger excursion to count the same.
 */
export function evidence(x: number, { variance, dof }: Pick<ChartParameters, 'variance' | 'dof'>): number {
  return ((8 * dof + 1) / (8 * dof + 3)) ** 2 * dof * Math.log1p((x * x) / (dof * variance));
}
