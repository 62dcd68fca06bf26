import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { type Dataset, datasetQuery } from '../../api/datasets.ts';
import { useCanWrite } from '../../api/session.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { type FactLine, Facts } from '../../ui/facts.tsx';
import { bytes, count, dateTime } from '../../ui/format.ts';
import { Status } from '../../ui/lamp.tsx';
import { PageAnswer } from '../../ui/page-answer.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Panel, Skeleton } from '../../ui/surfaces.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { equipment } from '../../ui/words.ts';
import { Advice } from './advice.tsx';
import { Columns } from './columns.tsx';
import { DeleteDataset } from './delete.tsx';
import { Fitness } from './fitness.tsx';
import { type DatasetView, datasetRoute } from './routes.ts';

const Readings = lazy(() => import('./readings.tsx'));
const Rows = lazy(() => import('./rows.tsx'));

const tabs: readonly { name: DatasetView; title: string }[] = [
  { name: 'readings', title: 'Readings' },
  { name: 'columns', title: 'Columns' },
  { name: 'rows', title: 'Rows' },
  { name: 'advice', title: 'What to train' },
];

const back = { to: '/datasets', name: 'Datasets' } as const;

export default function DatasetPage() {
  const { id } = datasetRoute.useParams();
  const dataset = useQuery(datasetQuery(id));
  return (
    <PageAnswer id={id} query={dataset} kind="Dataset" back={back}>
      {(found) => <Found dataset={found} />}
    </PageAnswer>
  );
}

function Found({ dataset }: { dataset: Dataset }) {
  const canWrite = useCanWrite();
  const navigate = useNavigate();
  const { view = 'readings' } = datasetRoute.useSearch();
  const { id } = dataset;
  const show = (next: DatasetView) =>
    navigate({ to: '/datasets/$id', params: { id }, search: next === 'readings' ? {} : { view: next }, replace: true });
  return (
    <>
      <PageHead
        title={dataset.name}
        back={back}
        beside={<Status value={dataset.is_validated ? 'validated' : 'unvalidated'} />}
        about={[equipment[dataset.equipment_type], dataset.location, dataset.unit].filter(Boolean).join(' · ')}
        action={
          canWrite && (
            <>
              <DeleteDataset dataset={dataset} />
              {dataset.is_validated && (
                <ButtonLink to="/training/new" search={{ dataset: id }} look="board">
                  Train a model
                </ButtonLink>
              )}
            </>
          )
        }
      />
      <div className="flex flex-col gap-6">
        <Panel>
          <Facts facts={factsOf(dataset)} />
        </Panel>
        <Fitness dataset={dataset} />
        <div>
          <Tabs label="Parts of the dataset" tabs={tabs} value={view} onChange={show}>
            <Suspense fallback={<Skeleton lines={8} />}>
              {view === 'readings' && <Readings dataset={dataset} />}
              {view === 'columns' && <Columns dataset={dataset} />}
              {view === 'rows' && <Rows dataset={dataset} />}
              {view === 'advice' && <Advice dataset={dataset} />}
            </Suspense>
          </Tabs>
        </div>
      </div>
    </>
  );
}

function factsOf(dataset: Dataset): FactLine[] {
  const { time_range, timestamp_column, column_stats } = dataset;
  const from = time_range && new Date(time_range.start);
  const to = time_range && new Date(time_range.end);
  const utc = (time: Date) =>
    time.toLocaleString('en-GB', { timeZone: 'UTC', dateStyle: 'medium', timeStyle: 'short' });
  return [
    { name: 'Rows', value: count(dataset.row_count) },
    {
      name: 'Sensors',
      value: Object.keys(column_stats).length,
      about: `${dataset.columns.length} columns${timestamp_column ? `, times in ${timestamp_column}` : ', none of times'}`,
    },
    from && to
      ? { name: 'From and to', value: utc(from), about: `to ${utc(to)}, UTC` }
      : { name: 'From and to', value: 'No times', about: 'Rows count as moments, one after the other.' },
    {
      name: 'File',
      value: bytes(dataset.file_size_bytes),
      about: `${dateTime(dataset.created_at)}, by ${dataset.created_by}`,
    },
  ];
}
