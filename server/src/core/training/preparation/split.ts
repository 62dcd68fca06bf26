import type { Segment } from '@signalbox/runtime';

/** Rows in the order of time: learned from, validated on, and kept for the evaluation. */
export type Split = { train: Segment; validation: Segment; test: Segment };

export const FEWEST_ROWS = 3;

/** 70 / 15 / 15 in the order of time, rounded, each at least one row. Needs three rows. */
export function splitRows(rows: number): Split {
  const validation = Math.max(1, Math.round(0.15 * rows));
  const train = Math.max(1, Math.min(Math.round(0.7 * rows), rows - validation - 1));
  return {
    train: { start: 0, count: train },
    validation: { start: train, count: validation },
    test: { start: train + validation, count: rows - train - validation },
  };
}

/** The stretches of a segment without an anomalous row. @param labels 1 where a row is anomalous */
export function normalStretches({ start, count }: Segment, labels: Uint8Array): Segment[] {
  const stretches: Segment[] = [];
  let from = start;
  for (let row = start; row <= start + count; row++) {
    if (row < start + count && !labels[row]) continue;
    if (row > from) stretches.push({ start: from, count: row - from });
    from = row + 1;
  }
  return stretches;
}

/** Windows of `steps` rows that lie wholly inside one of the segments. */
export function windowsIn(segments: readonly Segment[], steps: number): number {
  return segments.reduce((sum, { count }) => sum + Math.max(0, count - steps + 1), 0);
}
