import { useMemo } from 'react';
import type uPlot from 'uplot';
import { axis, Plot, type PlotOptions } from './plot.tsx';

const MOST_POINTS = 1500;

/** Anomaly scores by row, with the line they are anomalies from. Of many rows the most unusual of each stretch is seen. */
export default function ScorePlot({ scores }: { scores: Float32Array }) {
  const data = useMemo(() => peaksOf(scores), [scores]);
  return <Plot label={`Anomaly scores of ${scores.length} rows`} height={220} options={options} data={data} />;
}

const options: PlotOptions = (colours) => ({
  legend: { show: false },
  cursor: { drag: { x: false, y: false } },
  padding: [12, 16, 0, 0],
  scales: { x: { time: false }, y: { range: [0, 1] } },
  series: [
    {},
    { stroke: colours('series-1'), width: 1.2, points: { show: false }, fill: `${colours('series-1')}2b` },
    { stroke: colours('lamp-danger'), width: 1.2, dash: [6, 4], points: { show: false } },
  ],
  axes: [
    axis(colours, { values: (_plot, splits) => splits.map((row) => row.toLocaleString('en-GB')), space: 90 }),
    axis(colours, { size: 52, incrs: [0.25] }),
  ],
});

function peaksOf(scores: Float32Array): uPlot.AlignedData {
  const width = Math.max(1, Math.ceil(scores.length / MOST_POINTS));
  const x: number[] = [];
  const peaks: number[] = [];
  for (let from = 0; from < scores.length; from += width) {
    let peak = 0;
    for (let i = from; i < Math.min(from + width, scores.length); i++) peak = Math.max(peak, scores[i] ?? 0);
    x.push(from + 1);
    peaks.push(peak);
  }
  return [x, peaks, x.map(() => 0.5)];
}
