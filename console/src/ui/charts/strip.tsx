import { useMemo, useState } from 'react';
import uPlot from 'uplot';
import { number } from '../format.ts';
import { axis, Plot, type PlotOptions } from './plot.tsx';
import { momentOf, timeTicks } from './times.ts';

export type StripSeries = {
  name: string;
  min: readonly (number | null)[];
  max: readonly (number | null)[];
  mean: readonly (number | null)[];
};

type Props = {
  series: StripSeries;
  x: readonly number[];
  isTime: boolean;
  /** Number of the colour, from 1. */
  colour: number;
  /** Strips of the same group share the line under the pointer. */
  group: string;
  /** Only the last strip of a stack says what the axis is. */
  withAxis: boolean;
  onZoom(from: number, to: number): void;
};

const HEIGHT = 92;
const AXIS_HEIGHT = 40;

/** One sensor on the paper of a strip-chart recorder: its mean, and the band between least and greatest reading. */
export function Strip({ series, x, isTime, colour, group, withAxis, onZoom }: Props) {
  const [at, setAt] = useState<number | null>(null);
  const data = useMemo(() => [x, series.max, series.min, series.mean] as unknown as uPlot.AlignedData, [x, series]);
  const options = useMemo<PlotOptions>(
    () => (colours) => {
      const ink = colours(`series-${colour}`);
      const invisible: uPlot.Series = { stroke: 'transparent', points: { show: false } };
      return {
        ms: 1,
        tzDate: (time) => uPlot.tzDate(new Date(time), 'Etc/UTC'),
        legend: { show: false },
        padding: [8, 12, 0, 0],
        cursor: {
          sync: { key: group },
          drag: { x: true, y: false, setScale: false },
          points: { size: 6, fill: ink },
          y: false,
        },
        scales: { x: { time: isTime } },
        series: [{}, invisible, invisible, { stroke: ink, width: 1.5, points: { show: false } }],
        bands: [{ series: [1, 2], fill: `${ink}3d` }],
        axes: [
          axis(colours, {
            size: withAxis ? AXIS_HEIGHT : 0,
            values: withAxis
              ? (_plot, splits, _axis, _space, step) =>
                  isTime ? timeTicks(splits, step) : splits.map((row) => row.toLocaleString('en-GB'))
              : (_plot, splits) => splits.map(() => ''),
            ticks: { show: withAxis },
            space: 90,
          }),
          axis(colours, { size: 58, space: 22, values: (_plot, splits) => splits.map(number) }),
        ],
        hooks: {
          setCursor: [(plot) => setAt(plot.cursor.idx ?? null)],
          setSelect: [
            (plot) => {
              if (plot.select.width < 4) return;
              onZoom(plot.posToVal(plot.select.left, 'x'), plot.posToVal(plot.select.left + plot.select.width, 'x'));
              plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
            },
          ],
        },
      };
    },
    [isTime, colour, group, withAxis, onZoom],
  );

  const point = at === null ? undefined : { x: x[at], min: series.min[at], max: series.max[at], mean: series.mean[at] };
  return (
    <figure className="border-rule border-b pb-1 last:border-b-0">
      <figcaption className="flex items-baseline justify-between gap-4 px-3 pt-2 text-sm">
        <span className="flex items-center gap-2 font-medium">
          <span aria-hidden="true" className="h-[3px] w-4 rounded" style={{ background: `var(--series-${colour})` }} />
          {series.name}
        </span>
        <span aria-hidden="true" className="truncate text-quiet text-xs">
          {point?.x !== undefined && point.mean !== undefined
            ? `${isTime ? momentOf(point.x) : `row ${point.x}`}  ·  ${number(point.mean)} (${number(point.min)} to ${number(point.max)})`
            : ''}
        </span>
      </figcaption>
      <Plot
        label={`${series.name} over ${isTime ? 'time' : 'rows'}`}
        height={HEIGHT + (withAxis ? AXIS_HEIGHT : 0)}
        options={options}
        data={data}
      />
    </figure>
  );
}
