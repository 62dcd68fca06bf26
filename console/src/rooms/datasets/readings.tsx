import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import { type Dataset, type Series, type SeriesRange, seriesQuery } from '../../api/datasets.ts';
import { Button } from '../../ui/button.tsx';
import { listenForGestures } from '../../ui/charts/gestures.ts';
import { Strip } from '../../ui/charts/strip.tsx';
import { momentOf } from '../../ui/charts/times.ts';
import { Checkbox } from '../../ui/fields.tsx';
import { counted } from '../../ui/format.ts';
import { Empty, Failure, Panel, Skeleton } from '../../ui/surfaces.tsx';
import { isRaw, stitch } from './stitch.ts';
import { type Span, useZoom, type Zoom } from './zoom.ts';

const SHOWN_AT_FIRST = 6;
const MOST_SHOWN = 20;
/** Buckets asked for: about one for each pixel of a wide plot. */
const POINTS = 1000;

/** All readings as strip charts, one for each sensor, over one line of time. */
export default function Readings({ dataset }: { dataset: Dataset }) {
  const sensors = useMemo(() => dataset.columns.filter((name) => dataset.column_stats[name]), [dataset]);
  const [shown, setShown] = useState(() => sensors.slice(0, SHOWN_AT_FIRST));
  const columns = useMemo(() => sensors.filter((name) => shown.includes(name)), [sensors, shown]);
  const enabled = columns.length > 0;
  const overview = useQuery({ ...seriesQuery(dataset.id, columns, POINTS, {}), enabled });
  const isTime = overview.data?.axis === 'time';
  const zoom = useZoom(boundsOf(dataset, isTime), dataset.row_count);
  const range = zoom.asked ? rangeOf(isTime, zoom.asked) : {};
  const close = useQuery({ ...seriesQuery(dataset.id, columns, POINTS, range), enabled });
  const data = useMemo(
    () => overview.data && (close.data ? stitch(overview.data, close.data) : overview.data),
    [overview.data, close.data],
  );
  const error = overview.error ?? close.error;

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
        {data && <ZoomBar zoom={zoom} isTime={isTime} shown={close.data} isBusy={zoom.isMoving || close.isFetching} />}
      </div>
      {error && (
        <div className="p-5">
          <Failure error={error} retry={() => void Promise.all([overview.refetch(), close.refetch()])} />
        </div>
      )}
      {columns.length === 0 ? (
        <p className="p-8 text-center text-quiet">Choose at least one sensor.</p>
      ) : data ? (
        <Stack data={data} sensors={sensors} zoom={zoom} isBusy={zoom.isMoving || close.isFetching} />
      ) : (
        <Skeleton lines={10} className="p-5" />
      )}
    </Panel>
  );
}

function Stack({
  data,
  sensors,
  zoom,
  isBusy,
}: {
  data: Series;
  sensors: readonly string[];
  zoom: Zoom;
  isBusy: boolean;
}) {
  const group = useId();
  const hint = useId();
  const stack = useRef<HTMLDivElement>(null);
  const { zoom: scale, pan, all, show, view } = zoom;
  useEffect(() => {
    if (stack.current) return listenForGestures(stack.current, { zoom: scale, pan, all });
  }, [scale, pan, all]);
  const select = useCallback((from: number, to: number) => show({ from, to }), [show]);
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset holds controls; this is a picture one can move in */}
      <div
        ref={stack}
        role="group"
        aria-label="Plot of the readings"
        aria-describedby={hint}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its keys move in the record
        tabIndex={0}
        aria-busy={isBusy}
        // The last picture stays as it is until the next one is there: paling it, too, costs a drawing of the whole stack.
        className="touch-pan-y"
      >
        {data.series.map((one, i) => (
          <Strip
            key={one.column}
            series={one}
            x={data.x}
            from={view.from}
            to={view.to}
            isTime={data.axis === 'time'}
            colour={(sensors.indexOf(one.column) % 8) + 1}
            group={group}
            withAxis={i === data.series.length - 1}
            onZoom={select}
          />
        ))}
      </div>
      <p id={hint} className="border-rule border-t px-5 py-2 text-quiet text-xs">
        <span className="pointer-coarse:hidden">
          Drag over a strip to look closer. Ctrl and the wheel zoom around the pointer; Shift and dragging, or a
          sideways wheel, moves along. With the keyboard here: arrows, + and −, 0 for everything.
        </span>
        <span className="not-pointer-coarse:hidden">
          Slide with one finger to move along, spread two to look closer.
        </span>
      </p>
    </>
  );
}

function boundsOf(dataset: Dataset, isTime: boolean): Span {
  return isTime && dataset.time_range
    ? { from: Date.parse(dataset.time_range.start), to: Date.parse(dataset.time_range.end) }
    : { from: 0, to: dataset.row_count - 1 };
}

function rangeOf(isTime: boolean, { from, to }: Span): SeriesRange {
  if (isTime) return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  return { from: String(Math.max(0, Math.floor(from))), to: String(Math.max(0, Math.ceil(to))) };
}

/** Where one is in the record, and the buttons to move in it. */
function ZoomBar({
  zoom,
  isTime,
  shown,
  isBusy,
}: {
  zoom: Zoom;
  isTime: boolean;
  shown: Series | undefined;
  isBusy: boolean;
}) {
  const { view, bounds, isWhole } = zoom;
  const say = (at: number) => (isTime ? momentOf(at) : `row ${Math.round(at).toLocaleString('en-GB')}`);
  const small = 'min-h-9! px-2.5!';
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <p className="text-quiet text-sm" aria-live="polite" aria-busy={isBusy}>
        {`${say(view.from)} to ${say(view.to)}${isTime ? ' UTC' : ''}`}
        {shown && (
          <span className="hidden lg:inline">
            {' · '}
            {isBusy
              ? 'reading…'
              : isRaw(shown)
                ? `${counted(shown.x.length, 'row')}, each as it was read`
                : counted(shown.x.length, 'point')}
          </span>
        )}
      </p>
      <div className="flex flex-wrap gap-1.5">
        <Button className={small} disabled={isWhole || view.from <= bounds.from} onClick={() => zoom.pan(-0.5)}>
          Earlier
        </Button>
        <Button className={small} disabled={isWhole || view.to >= bounds.to} onClick={() => zoom.pan(0.5)}>
          Later
        </Button>
        <Button className={small} onClick={() => zoom.zoom(0.5, 0.5)}>
          Closer
        </Button>
        <Button className={small} disabled={isWhole} onClick={() => zoom.zoom(2, 0.5)}>
          Wider
        </Button>
        <Button className={small} disabled={isWhole} onClick={zoom.all}>
          All
        </Button>
      </div>
    </div>
  );
}
