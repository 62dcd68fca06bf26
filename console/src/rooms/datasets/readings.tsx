import { useQuery } from '@tanstack/react-query';
import { useCallback, useId, useMemo, useState } from 'react';
import { type Dataset, type Series, type SeriesRange, seriesQuery } from '../../api/datasets.ts';
import { Button } from '../../ui/button.tsx';
import { Strip } from '../../ui/charts/strip.tsx';
import { momentOf } from '../../ui/charts/times.ts';
import { Checkbox } from '../../ui/fields.tsx';
import { counted } from '../../ui/format.ts';
import { Empty, Failure, Panel, Skeleton } from '../../ui/surfaces.tsx';

const SHOWN_AT_FIRST = 6;
const MOST_SHOWN = 20;
/** Buckets asked for: about one for each pixel of a wide plot. */
const POINTS = 1000;

/** All readings as strip charts, one for each sensor, over one line of time. */
export default function Readings({ dataset }: { dataset: Dataset }) {
  const sensors = useMemo(() => dataset.columns.filter((name) => dataset.column_stats[name]), [dataset]);
  const [shown, setShown] = useState(() => sensors.slice(0, SHOWN_AT_FIRST));
  const [range, setRange] = useState<SeriesRange>({});
  const columns = useMemo(() => sensors.filter((name) => shown.includes(name)), [sensors, shown]);
  const series = useQuery({ ...seriesQuery(dataset.id, columns, POINTS, range), enabled: columns.length > 0 });

  if (sensors.length === 0) return <Empty title="Nothing to plot">None of the columns holds numbers.</Empty>;
  return (
    <Panel flush>
      <div className="flex flex-col gap-3 border-rule border-b px-5 py-3">
        <fieldset className="flex flex-wrap gap-x-5">
          <legend className="sr-only">Sensors shown</legend>
          {sensors.map((name) => (
            <Checkbox
              key={name}
              label={name}
              checked={shown.includes(name)}
              disabled={!shown.includes(name) && shown.length >= MOST_SHOWN}
              onChange={(event) =>
                setShown(event.target.checked ? [...shown, name] : shown.filter((other) => other !== name))
              }
            />
          ))}
        </fieldset>
        <ZoomBar dataset={dataset} data={series.data} range={range} onRange={setRange} />
      </div>
      {series.error && (
        <div className="p-5">
          <Failure error={series.error} retry={() => void series.refetch()} />
        </div>
      )}
      {columns.length === 0 ? (
        <p className="p-8 text-center text-quiet">Choose at least one sensor.</p>
      ) : series.data ? (
        <Stack data={series.data} sensors={sensors} isFetching={series.isFetching} onRange={setRange} />
      ) : (
        <Skeleton lines={10} className="p-5" />
      )}
    </Panel>
  );
}

function Stack({
  data,
  sensors,
  isFetching,
  onRange,
}: {
  data: Series;
  sensors: readonly string[];
  isFetching: boolean;
  onRange(range: SeriesRange): void;
}) {
  const group = useId();
  const isTime = data.axis === 'time';
  const zoom = useCallback((from: number, to: number) => onRange(rangeOf(isTime, from, to)), [isTime, onRange]);
  return (
    <div aria-busy={isFetching} className={isFetching ? 'opacity-70 transition-opacity' : 'transition-opacity'}>
      {data.series.map((one, i) => (
        <Strip
          key={one.column}
          series={{ name: one.column, ...one }}
          x={data.x}
          isTime={isTime}
          colour={(sensors.indexOf(one.column) % 8) + 1}
          group={group}
          withAxis={i === data.series.length - 1}
          onZoom={zoom}
        />
      ))}
    </div>
  );
}

function rangeOf(isTime: boolean, from: number, to: number): SeriesRange {
  if (isTime) return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  return { from: String(Math.max(0, Math.floor(from))), to: String(Math.max(0, Math.ceil(to))) };
}

/** Where one is in the record, and the keys to move in it; dragging over a strip does the same. */
function ZoomBar({
  dataset,
  data,
  range,
  onRange,
}: {
  dataset: Dataset;
  data: Series | undefined;
  range: SeriesRange;
  onRange(range: SeriesRange): void;
}) {
  const isTime = data?.axis === 'time';
  const bounds =
    isTime && dataset.time_range
      ? { from: Date.parse(dataset.time_range.start), to: Date.parse(dataset.time_range.end) }
      : { from: 0, to: dataset.row_count - 1 };
  const value = (text: string | undefined, otherwise: number) =>
    text === undefined ? otherwise : isTime ? Date.parse(text) : Number(text);
  const from = value(range.from, bounds.from);
  const to = value(range.to, bounds.to);
  const isWhole = range.from === undefined;
  /** @param stretch of the width; @param shift by parts of the width */
  const move = (stretch: number, shift: number) => {
    const width = Math.min((to - from) * stretch, bounds.to - bounds.from);
    const middle = (from + to) / 2 + shift * (to - from);
    const start = Math.max(bounds.from, Math.min(middle - width / 2, bounds.to - width));
    if (width >= bounds.to - bounds.from) onRange({});
    else onRange(rangeOf(isTime, start, start + width));
  };
  const say = (at: number) => (isTime ? momentOf(at) : `row ${Math.round(at).toLocaleString('en-GB')}`);
  const small = 'min-h-9! px-2.5!';
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <p className="text-quiet text-sm" aria-live="polite">
        {data && `${say(from)} to ${say(to)}${isTime ? ' UTC' : ''}`}
        {data && (
          <span className="hidden lg:inline">
            {' '}
            · {counted(data.x.length, 'point')}. Drag over a strip to look closer.
          </span>
        )}
      </p>
      <div className="flex flex-wrap gap-1.5">
        <Button className={small} disabled={isWhole || from <= bounds.from} onClick={() => move(1, -0.5)}>
          Earlier
        </Button>
        <Button className={small} disabled={isWhole || to >= bounds.to} onClick={() => move(1, 0.5)}>
          Later
        </Button>
        <Button className={small} onClick={() => move(0.5, 0)}>
          Closer
        </Button>
        <Button className={small} disabled={isWhole} onClick={() => move(2, 0)}>
          Wider
        </Button>
        <Button className={small} disabled={isWhole} onClick={() => onRange({})}>
          All
        </Button>
      </div>
    </div>
  );
}
