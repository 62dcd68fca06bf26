import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useShownTheme } from '../../shell/theme.ts';

/** Colours of the present room, for the canvas. */
export type Colours = (name: string) => string;
export type PlotOptions = (colours: Colours) => Omit<uPlot.Options, 'width' | 'height'>;

/**
 * A uPlot that fills the width it is given. `options` must keep its identity from render to render (`useMemo`,
 * `useCallback`): a new one builds a new plot, as does a change of light to dark.
 */
export function Plot({
  label,
  height,
  options,
  data,
  shown,
}: {
  /** What is to be seen, for those who do not see it. */
  label: string;
  height: number;
  options: PlotOptions;
  data: uPlot.AlignedData;
  /** The part of the x axis to be seen, which need not be what the data covers; everything when left out. */
  shown?: { from: number; to: number } | undefined;
}) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const latest = useRef({ data, shown });
  latest.current = { data, shown };
  const theme = useShownTheme();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes what the colours of the page are
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const style = getComputedStyle(document.documentElement);
    const colours: Colours = (name) => style.getPropertyValue(`--${name}`).trim();
    const { data, shown } = latest.current;
    const made = new uPlot({ ...options(colours), width: element.clientWidth, height }, data, element);
    if (shown && shown.from < shown.to) made.setScale('x', { min: shown.from, max: shown.to });
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = undefined;
    };
  }, [options, height, theme]);

  const from = shown?.from;
  const to = shown?.to;
  useEffect(() => {
    const made = plot.current;
    if (!made) return;
    if (from === undefined || to === undefined || from === to) return made.setData(data);
    // One drawing for both. Data that is there already costs nothing to hand over again.
    made.batch(() => {
      if (made.data !== data) made.setData(data, false);
      made.setScale('x', { min: from, max: to });
    });
  }, [data, from, to]);

  return <div ref={box} role="img" aria-label={label} style={{ height }} className="w-full min-w-0" />;
}

/** Axes alike in all plots. */
export function axis(colours: Colours, more: uPlot.Axis = {}): uPlot.Axis {
  return {
    stroke: colours('quiet'),
    font: '12px "Archivo Variable", sans-serif',
    grid: { stroke: colours('rule'), width: 1 },
    ticks: { stroke: colours('rule'), width: 1, size: 4 },
    ...more,
  };
}
