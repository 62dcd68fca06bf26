import { useMemo } from 'react';
import type uPlot from 'uplot';
import { number } from '../format.ts';
import { axis, Plot, type PlotOptions } from './plot.tsx';
import { roundSteps } from './steps.ts';

/** Training and validation loss by epoch; falling is good. */
export default function LossPlot({
  train,
  val,
  logarithmic,
  height = 260,
}: {
  /** Index 0 is epoch 1. */
  train: readonly number[];
  val: readonly number[];
  logarithmic: boolean;
  height?: number;
}) {
  const data = useMemo(() => {
    const epochs = Array.from({ length: Math.max(train.length, val.length) }, (_, i) => i + 1);
    // A logarithm of what is not positive is no point of a plot.
    const points = (losses: readonly number[]) =>
      epochs.map((_, i) => (Number.isFinite(losses[i]) && (!logarithmic || (losses[i] ?? 0) > 0) ? losses[i] : null));
    return [epochs, points(train), points(val)] as unknown as uPlot.AlignedData;
  }, [train, val, logarithmic]);

  const options = useMemo<PlotOptions>(
    () => (colours) => ({
      legend: { show: false },
      cursor: { drag: { x: false, y: false } },
      padding: [12, 16, 0, 0],
      scales: {
        x: { time: false },
        y: logarithmic ? { distr: 3, range: (_plot, least, most) => [least * 0.85, most * 1.2] } : {},
      },
      series: [
        {},
        { stroke: colours('series-3'), width: 2, points: { show: false } },
        { stroke: colours('series-1'), width: 2, points: { show: false } },
      ],
      axes: [
        axis(colours, {
          label: 'Epoch',
          labelSize: 22,
          size: 34,
          labelFont: '12px "Archivo Variable", sans-serif',
          incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000],
        }),
        axis(colours, {
          size: 66,
          values: (_plot, splits) => splits.map((value) => (value === null ? '' : number(value))),
          ...(logarithmic && { splits: (_plot, _axis, least, most) => roundSteps(least, most) }),
        }),
      ],
    }),
    [logarithmic],
  );

  return (
    <figure>
      <Plot label={`Losses of ${train.length} epochs`} height={height} options={options} data={data} />
      <figcaption className="mt-2 flex flex-wrap gap-x-5 gap-y-1 px-3 text-quiet text-sm">
        <Key colour="series-3" name="Training" value={train.at(-1)} />
        <Key colour="series-1" name="Validation" value={val.at(-1)} />
      </figcaption>
    </figure>
  );
}

function Key({ colour, name, value }: { colour: string; name: string; value: number | undefined }) {
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden="true" className="h-[3px] w-5 rounded" style={{ background: `var(--${colour})` }} />
      {name} <span className="font-medium text-ink">{number(value)}</span>
    </span>
  );
}
