import type { Segment } from './job.ts';
import type { Architecture } from './model-shape.ts';

/**
 * What `auto` aims at; see docs/decisions/window-stride.md for the measurements behind the numbers. Neighbouring windows
 * of an epoch still share three quarters of their rows, so every row is learned from at least four times an epoch.
 */
const AUTO_WINDOWS_PER_EPOCH = 20_480;
const AUTO_OVERLAP = 4;
/** Windows of an update are not thinned out below this many: too few waste the CPU and make a noisy gradient. */
const LEAST_WINDOWS_PER_UPDATE = 16;
/** Kernels work on so many windows at once. */
const TILE = 8;
/** Validation windows looked at each epoch, evenly spread and the same every time. */
const VALIDATION_WINDOWS_PER_EPOCH = 2_000;

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

/** The stride taken when nobody asks for one. Rows of a sentinel do not overlap, and cost next to nothing: never thinned. */
export function autoStride(windows: number, steps: number): number {
  return Math.max(1, Math.min(Math.ceil(windows / AUTO_WINDOWS_PER_EPOCH), Math.floor(steps / AUTO_OVERLAP)));
}

export function validationStride(windows: number): number {
  return Math.max(1, Math.ceil(windows / VALIDATION_WINDOWS_PER_EPOCH));
}

/**
 * Windows that are computed for one update. A batch is `batchSize` windows in the sense of stride 1; of those a stride
 * leaves out the ones between, so that an epoch keeps its number of updates, on which learning depends most.
 */
export function windowsPerUpdate(batchSize: number, stride: number): number {
  if (stride === 1) return batchSize;
  const thinned = Math.ceil(batchSize / stride / TILE) * TILE;
  return Math.min(batchSize, Math.max(LEAST_WINDOWS_PER_UPDATE, thinned));
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
