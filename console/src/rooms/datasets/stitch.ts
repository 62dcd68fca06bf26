import type { Series } from '../../api/datasets.ts';

/**
 * The close look within the overview: where the close one does not reach, the coarse points of the whole record show, so
 * that whoever moves never sees an empty plot. At most as many points as the two have together.
 */
export function stitch(overview: Series, close: Series): Series {
  const first = close.x[0];
  const last = close.x[close.x.length - 1];
  if (close === overview || first === undefined || last === undefined) return overview;
  const before = countUntil(overview.x, (x) => x >= first);
  const after = countUntil(overview.x, (x) => x > last);
  const join = <T>(coarse: readonly T[], fine: readonly T[]) => [
    ...coarse.slice(0, before),
    ...fine,
    ...coarse.slice(after),
  ];
  const closeOf = new Map(close.series.map((one) => [one.column, one]));
  // Sensors just added are not in the close look yet, and all share one x.
  if (overview.series.some(({ column }) => !closeOf.has(column))) return overview;
  return {
    ...overview,
    x: join(overview.x, close.x),
    series: overview.series.map((coarse) => {
      const fine = closeOf.get(coarse.column) ?? coarse;
      return {
        column: coarse.column,
        min: join(coarse.min, fine.min),
        max: join(coarse.max, fine.max),
        mean: join(coarse.mean, fine.mean),
      };
    }),
  };
}

/** True when every point is one row as it was read. */
export function isRaw({ x, series }: Series): boolean {
  return x.length > 0 && series.every(({ min, max }) => min.every((value, i) => value === max[i]));
}

function countUntil(sorted: readonly number[], ends: (value: number) => boolean): number {
  const found = sorted.findIndex(ends);
  return found < 0 ? sorted.length : found;
}
