import { setImmediate as breathe } from 'node:timers/promises';
import type { Dataset, Sample } from '../datasets/index.ts';
import { findSeason } from './mathematics/autocorrelation.ts';
import { type Correlation, strongestCorrelations } from './mathematics/correlations.ts';
import { findOutliers, rowsBeyond } from './mathematics/outliers.ts';
import { type Quality, rateQuality } from './mathematics/quality.ts';

export type SeasonOfColumn = { column: string; periodRows: number; periodSeconds: number | null; strength: number };
export type OutliersOfColumn = {
  column: string;
  /** Readings beyond 1.5 interquartile ranges, and by robust z-score. */
  count: number;
  robustCount: number;
  low: number;
  high: number;
};

/** What can be computed about a dataset. Its rows never change, so neither does this. */
export type Study = {
  /** Strongest first. */
  seasons: SeasonOfColumn[];
  /** Most first; columns without any are left out. */
  outliers: OutliersOfColumn[];
  /** Rows with at least one outlier, among those examined. */
  rowsWithOutliers: number;
  rowsExamined: number;
  correlations: Correlation[];
  missingShare: number;
  duplicateRows: number | null;
  quality: Quality;
};

/** Studies a dataset by bounded samples of its readings: about half a second of arithmetic at most, in small pieces. */
export async function study(dataset: Dataset, sample: Sample): Promise<Study> {
  const { columns, spread, stretch, means, duplicates } = sample;
  const secondsPerRow = secondsPerRowOf(dataset);
  const seasons: SeasonOfColumn[] = [];
  for (const [j, column] of columns.entries()) {
    await breathe();
    const found = seasonOf(stretch.cells[j] as Float64Array, means.cells[j] as Float64Array, means.rows);
    if (!found) continue;
    const periodSeconds = secondsPerRow === null ? null : found.periodRows * secondsPerRow;
    seasons.push({ column, ...found, periodSeconds });
  }
  const fences = [];
  for (const cells of spread.cells) {
    await breathe();
    fences.push(findOutliers(cells));
  }
  await breathe();
  const rowsExamined = spread.cells[0]?.length ?? 0;
  const outlying = fences.reduce((sum, fence) => sum + (fence?.beyondFences ?? 0), 0);
  const readings = spread.cells.reduce((sum, cells) => sum + cells.length, 0);
  const numeric = dataset.columns.filter(({ stats }) => stats);
  const cells = numeric.length * dataset.rowCount;
  const missingShare = cells === 0 ? 1 : numeric.reduce((sum, { missing }) => sum + missing, 0) / cells;
  return {
    seasons: seasons.sort((a, b) => b.strength - a.strength),
    outliers: fences
      .flatMap((fence, j) => {
        if (!fence || fence.beyondFences + fence.robust === 0) return [];
        const { beyondFences: count, robust: robustCount, low, high } = fence;
        return [{ column: columns[j] as string, count, robustCount, low, high }];
      })
      .sort((a, b) => b.count - a.count),
    rowsWithOutliers: rowsBeyond(spread.cells, fences),
    rowsExamined,
    correlations: strongestCorrelations(
      columns.map((name, j) => ({ name, values: spread.cells[j] as Float64Array })),
      10,
    ),
    missingShare,
    duplicateRows: duplicates,
    quality: rateQuality({
      rows: dataset.rowCount,
      missing: missingShare,
      outliers: readings === 0 ? 0 : outlying / readings,
      duplicates: duplicates === null ? undefined : duplicates / Math.max(1, dataset.rowCount),
    }),
  };
}

/** Looks for short seasons row by row and for long ones in means over the whole record. */
function seasonOf(stretch: Float64Array, means: Float64Array, rowsPerMean: number) {
  const fine = findSeason(stretch);
  const coarse = rowsPerMean > 1 ? findSeason(means) : undefined;
  const best = !coarse || (fine && fine.strength >= coarse.strength) ? fine : coarse;
  if (!best) return undefined;
  return { periodRows: best === coarse ? Math.round(best.period * rowsPerMean) : best.lag, strength: best.strength };
}

function secondsPerRowOf({ timeRange, rowCount }: Dataset): number | null {
  if (!timeRange || rowCount < 2) return null;
  const seconds = (timeRange.end.getTime() - timeRange.start.getTime()) / 1000 / (rowCount - 1);
  return seconds > 0 ? seconds : null;
}
