import { memo, useMemo, useState } from 'react';
import uPlot from 'uplot';
import { number } from '../format.ts';
import { axis, Plot, type PlotOptions } from './plot.tsx';
import { momentOf, timeTicks, type Zone } from './times.ts';

export type StripSeries = {
  column: string;
  min: readonly (number | null)[];
  max: readonly (number | null)[];
  mean: readonly (number | null)[];
};

/** Readings that are never below zero, in words of their own. */
export type Measure = {
  say(value: number): string;
  /** The end of the axis; else as high as the readings go. */
  most?: number;
  /** There is nothing between whole numbers. */
  isWhole?: boolean;
};

type Props = {
  series: StripSeries;
  x: readonly number[];
  /** The part of x to be seen. */
  from: number;
  to: number;
  isTime: boolean;
  /** Whose clock the axis is of. */
  zone?: Zone;
  /** Plain numbers, as the readings lie, when left out. */
  measure?: Measure | undefined;
  /** Said while the pointer is elsewhere, and to those who do not see the picture. */
  summary?: string | undefined;
  /** Number of the colour, from 1. */
  colour: number;
  /** Strips of the same group share the line under the pointer. */
  group: string;
  /** Only the last strip of a stack says what the axis is. */
  withAxis: boolean;
  onZoom(from: number, to: number): void;
};

const HEIGHT = 92;
const AXIS_HEIGHT = 48;
/** Air above the highest reading. */
const HEADROOM = 1.08;
/** What is drawn or written at the lowest gridline reaches below it by half a line. */
const FOOT_HEIGHT = 8;

/** From greatest to least readings (the series after it), over the points to be seen and one more at each side. */
const bandPath: uPlot.Series.PathBuilder = (plot, series, first, last) => {
  const x = plot.data[0];
  const max = plot.data[series] as readonly (number | null)[];
  const min = plot.data[series + 1] as readonly (number | null)[];
  const fill = new Path2D();
  const draw = (from: number, to: number) => {
    fill.moveTo(...place(from, max));
    for (let i = from + 1; i < to; i++) fill.lineTo(...place(i, max));
    for (let i = to - 1; i >= from; i--) fill.lineTo(...place(i, min));
    fill.closePath();
  };
  const place = (i: number, values: readonly (number | null)[]): [number, number] => [
    Math.round(plot.valToPos(x[i] as number, 'x', true)),
    Math.round(plot.valToPos(values[i] as number, 'y', true)),
  ];
  let start = -1;
  for (let i = first; i <= last + 1; i++) {
    const isThere = i <= last && max[i] !== null && min[i] !== null;
    if (isThere && start < 0) start = i;
    if (isThere || start < 0) continue;
    draw(start, i);
    start = -1;
  }
  return { fill, stroke: null, flags: 1 };
};

/** One sensor on the paper of a strip-chart recorder: its mean, and the band between least and greatest reading. */
export const Strip = memo(function Strip({
  series,
  x,
  from,
  to,
  isTime,
  zone = 'utc',
  measure,
  summary,
  colour,
  group,
  withAxis,
  onZoom,
}: Props) {
  const [at, setAt] = useState<number | null>(null);
  const data = useMemo(() => [x, series.max, series.min, series.mean] as unknown as uPlot.AlignedData, [x, series]);
  const shown = useMemo(() => ({ from, to }), [from, to]);
  const options = useMemo<PlotOptions>(
    () => (colours) => {
      const ink = colours(`series-${colour}`);
      // The band is one filled path. uPlot's own `bands` clip one path to another, which is more to do where the
      // processor draws. A series that is not drawn still takes part in how high the axis is.
      const band: uPlot.Series = { fill: `${ink}3d`, width: 0, points: { show: false }, paths: bandPath };
      const undrawn: uPlot.Series = { width: 0, points: { show: false }, paths: () => null };
      return {
        ms: 1,
        tzDate: (time) => (zone === 'utc' ? uPlot.tzDate(new Date(time), 'Etc/UTC') : new Date(time)),
        legend: { show: false },
        padding: [8, 12, withAxis ? 0 : FOOT_HEIGHT, 0],
        cursor: {
          sync: { key: group },
          drag: { x: true, y: false, setScale: false },
          points: { size: 6, fill: ink },
          y: false,
        },
        scales: {
          x: { time: isTime },
          y: measure ? { range: (_plot, _least, most) => [0, measure.most ?? (most > 0 ? most * HEADROOM : 1)] } : {},
        },
        // One pixel: drawn by the processor, a noisy line of 1.5 takes 12 ms a strip, one of 1 takes 0.1 to 2 (Chromium 156).
        // Dots where there is room for them: when few rows are to be seen.
        series: [{}, band, undrawn, { stroke: ink, width: 1, points: { size: 5, fill: ink } }],
        axes: [
          axis(colours, {
            size: withAxis ? AXIS_HEIGHT : 0,
            values: withAxis
              ? (_plot, splits, _axis, _space, step) =>
                  isTime ? timeTicks(splits, step, zone) : splits.map((row) => row.toLocaleString('en-GB'))
              : (_plot, splits) => splits.map(() => ''),
            ticks: { show: withAxis },
            space: 90,
          }),
          axis(colours, {
            size: measure ? 86 : 58,
            space: 22,
            values: (_plot, splits) =>
              splits.map((value) =>
                measure?.isWhole && !Number.isInteger(value) ? '' : (measure?.say ?? number)(value),
              ),
          }),
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
    [isTime, zone, measure, colour, group, withAxis, onZoom],
  );

  const say = measure?.say ?? number;
  const point = at === null ? undefined : { x: x[at], min: series.min[at], max: series.max[at], mean: series.mean[at] };
  return (
    <figure className="border-rule border-b pb-1 last:border-b-0">
      <figcaption className="flex items-baseline justify-between gap-4 px-3 pt-2 text-sm">
        <span className="flex items-center gap-2 font-medium">
          <span aria-hidden="true" className="h-[3px] w-4 rounded" style={{ background: `var(--series-${colour})` }} />
          {series.column}
        </span>
        <span aria-hidden="true" className="truncate text-quiet text-xs">
          {point?.x !== undefined && point.mean !== undefined
            ? `${isTime ? momentOf(point.x, zone) : `row ${point.x}`}  ·  ${spread(point, say)}`
            : summary}
        </span>
      </figcaption>
      <Plot
        label={`${series.column} over ${isTime ? 'time' : 'rows'}${summary ? `: ${summary}` : ''}`}
        height={HEIGHT + (withAxis ? AXIS_HEIGHT : FOOT_HEIGHT)}
        options={options}
        data={data}
        shown={shown}
      />
    </figure>
  );
});

type Point = Record<'min' | 'max' | 'mean', number | null | undefined>;

function spread({ min, max, mean }: Point, say: (value: number) => string): string {
  const [least, most, middle] = [min, max, mean].map((value) => (typeof value === 'number' ? say(value) : '–'));
  return least === most ? `${middle}` : `${middle} (${least} to ${most})`;
}
