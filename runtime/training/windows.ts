import type { Segment } from './job.ts';
import type { Architecture } from './model-shape.ts';

/**
 * Windows an epoch visits at most, on average, when the stride is `auto`. See docs/decisions/window-stride.md for the
 * measurement behind the number.
 */
export const AUTO_WINDOWS_PER_EPOCH = 12_000;
/** Validation windows looked at each epoch, evenly spread and the same every time. */
export const VALIDATION_WINDOWS_PER_EPOCH = 2_000;

/** How many windows of `steps` rows lie wholly inside the segments. */
export function countWindows(segments: Segment[], steps: number): number {
  return segments.reduce((sum, { count }) => sum + Math.max(0, count - steps + 1), 0);
}

/** First rows of all windows, in order. */
export function windowStarts(segments: Segment[], steps: number): Uint32Array {
  const starts = new Uint32Array(countWindows(segments, steps));
  let n = 0;
  for (const { start, count } of segments) {
    for (let row = start; row + steps <= start + count; row++) starts[n++] = row;
  }
  return starts;
}

/**
 * The sequence length that fits: the one asked for where some segment of each set is long enough, else the longest
 * that still gives a window. A sentinel looks at single rows.
 */
export function fitSequenceLength(
  architecture: Architecture,
  wanted: number,
  train: Segment[],
  validation: Segment[],
): number {
  if (architecture === 'sentinel') return 1;
  const longest = (segments: Segment[]) => segments.reduce((most, { count }) => Math.max(most, count), 0);
  const limits = [longest(train), longest(validation)].filter((n) => n > 0);
  return Math.max(1, Math.min(wanted, ...limits));
}

/** The stride that keeps an epoch at or below `budget` windows. */
export function autoStride(windows: number, budget: number): number {
  return Math.max(1, Math.ceil(windows / budget));
}

/**
 * Where an epoch starts counting its windows. Steps through all offsets in as many epochs as the stride, far apart
 * from one epoch to the next, so that neighbouring windows are not learned in neighbouring epochs.
 */
export function strideOffset(epoch: number, stride: number): number {
  let step = Math.max(1, Math.round(stride * 0.618));
  while (greatestCommonDivisor(step, stride) !== 1) step++;
  return (epoch * step) % stride;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
