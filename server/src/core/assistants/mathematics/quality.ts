export type Quality = { score: number; grade: 'excellent' | 'good' | 'fair' | 'poor'; reasons: string[] };

export type QualityFacts = {
  rows: number;
  /** Share of cells that hold no reading. */
  missing: number;
  /** Share of readings beyond the fences. */
  outliers: number;
  /** Share of rows that repeat another; undefined when it was not counted. */
  duplicates: number | undefined;
};

/**
 * Rates readings from 0 to 100 and says what was taken off for what: a point a percent missing (40 at most), 10 or 20 for
 * more than 2 % or 10 % outliers, 15 for more than 5 % duplicate rows, 10 for fewer than 500 rows.
 */
export function rateQuality({ rows, missing, outliers, duplicates = 0 }: QualityFacts): Quality {
  const percent = (share: number) => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
  const deductions: [number, string][] = [
    [Math.min(40, 100 * missing), `${percent(missing)} of the cells hold no reading`],
    [
      outliers > 0.1 ? 20 : outliers > 0.02 ? 10 : 0,
      `${percent(outliers)} of the readings are outliers (beyond 1.5 interquartile ranges)`,
    ],
    [duplicates > 0.05 ? 15 : 0, `${percent(duplicates)} of the rows repeat another row`],
    [rows < 500 ? 10 : 0, `there are only ${rows} rows, fewer than 500`],
  ];
  const taken = deductions.filter(([points]) => points >= 0.05);
  const score = Math.round(100 - taken.reduce((sum, [points]) => sum + points, 0));
  return {
    score,
    grade: score >= 80 ? 'excellent' : score >= 60 ? 'good' : score >= 40 ? 'fair' : 'poor',
    reasons: taken.map(([points, reason]) => `${reason} (−${Number(points.toFixed(1))})`),
  };
}
