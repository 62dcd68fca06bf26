import { useQuery } from '@tanstack/react-query';
import { type Dataset, type Histogram, histogramsQuery } from '../../api/datasets.ts';
import { HistogramBars } from '../../ui/charts/histogram.tsx';
import { number } from '../../ui/format.ts';
import { Failure } from '../../ui/surfaces.tsx';

const BINS = 40;

/** A card for each column: how its readings are spread, and what they amount to. */
export function Columns({ dataset }: { dataset: Dataset }) {
  const histograms = useQuery(histogramsQuery(dataset.id, BINS));
  return (
    <div className="flex flex-col gap-4">
      {histograms.error && <Failure error={histograms.error} retry={() => void histograms.refetch()} />}
      <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
        {dataset.columns.map((name) => (
          <li key={name} className="min-w-0 rounded-panel border border-rule bg-panel p-4 shadow-panel">
            <ColumnCard
              name={name}
              isTime={name === dataset.timestamp_column}
              stats={dataset.column_stats[name]}
              histogram={histograms.data?.get(name)}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

function ColumnCard({
  name,
  isTime,
  stats,
  histogram,
}: {
  name: string;
  isTime: boolean;
  stats: Dataset['column_stats'][string] | undefined;
  histogram: Histogram | undefined;
}) {
  return (
    <>
      <h3 className="truncate text-base" title={name}>
        {name}
      </h3>
      {isTime ? (
        <p className="mt-1 text-quiet text-sm">The time of each row. Models do not read it; plots do.</p>
      ) : !stats ? (
        <p className="mt-1 text-quiet text-sm">No numbers in it, so models leave it out.</p>
      ) : (
        <>
          <div className="mt-3 border-rule border-b">
            {histogram ? (
              <HistogramBars
                counts={histogram.counts}
                label={`Spread of ${name}: half of the readings lie between ${number(histogram.quantiles.p25)} and ${number(histogram.quantiles.p75)}`}
              />
            ) : (
              <div className="h-14 animate-pulse rounded bg-well" />
            )}
          </div>
          <p className="mt-1 flex justify-between text-quiet text-xs">
            <span>{number(stats.min)}</span>
            <span>{number(stats.max)}</span>
          </p>
          <dl className="mt-2 grid grid-cols-3 gap-x-3 text-sm">
            <Figure name="Mean" value={number(stats.mean)} />
            <Figure name="Deviation" value={number(stats.std)} />
            <Figure name="Median" value={number(histogram?.quantiles.p50)} />
          </dl>
          {stats.std === 0 && (
            <p className="mt-2 text-caution text-sm">Never changes, so there is nothing to learn from it.</p>
          )}
        </>
      )}
    </>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div className="min-w-0">
      <dt className="text-quiet text-xs">{name}</dt>
      <dd className="truncate font-medium">{value}</dd>
    </div>
  );
}
