import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type DatasetSummary, datasetsQuery } from '../../api/datasets.ts';
import { useListed } from '../../api/removals.ts';
import { useCanWrite } from '../../api/session.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ago, bytes, count, counted } from '../../ui/format.ts';
import { Status } from '../../ui/lamp.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Empty, Panel } from '../../ui/surfaces.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { equipment } from '../../ui/words.ts';
import { DropZone } from './drop-zone.tsx';
import { datasetsRoute } from './routes.ts';
import { UploadForm } from './upload-form.tsx';

const placeOf = ({ equipment_type, location, unit }: DatasetSummary) =>
  [equipment[equipment_type] ?? equipment_type, location, unit].filter(Boolean).join(' · ');

const columns: readonly Column<DatasetSummary>[] = [
  {
    name: 'Name',
    sort: ({ name }) => name,
    cell: (dataset) => (
      <div className="min-w-0">
        <Link
          to="/datasets/$id"
          params={{ id: dataset.id }}
          className="font-medium underline-offset-4 [overflow-wrap:anywhere] hover:underline"
        >
          {dataset.name}
        </Link>
        <p className="text-quiet text-sm">{placeOf(dataset)}</p>
      </div>
    ),
  },
  {
    name: 'State',
    sort: ({ is_validated }) => (is_validated ? 0 : 1),
    cell: ({ is_validated }) => <Status value={is_validated ? 'validated' : 'unvalidated'} />,
  },
  { name: 'Rows', align: 'right', from: 'sm', sort: (d) => d.row_count, cell: (d) => count(d.row_count) },
  { name: 'Columns', align: 'right', from: 'md', sort: (d) => d.columns.length, cell: (d) => d.columns.length },
  { name: 'Size', align: 'right', from: 'md', sort: (d) => d.file_size_bytes, cell: (d) => bytes(d.file_size_bytes) },
  {
    name: 'Added',
    from: 'lg',
    sort: ({ created_at }) => created_at,
    cell: ({ created_at, created_by }) => (
      <span className="text-quiet text-sm">
        {ago(created_at)} by {created_by}
      </span>
    ),
  },
];

export default function Datasets() {
  const datasets = useListed(datasetsQuery);
  const canWrite = useCanWrite();
  const navigate = useNavigate();
  const { upload = false } = datasetsRoute.useSearch();
  const [files, setFiles] = useState<readonly File[]>([]);
  const isOpen = upload || files.length > 0;
  const close = () => {
    setFiles([]);
    if (upload) void navigate({ to: '/datasets', replace: true });
  };
  const uploadButton = (look: 'board' | 'lever') => (
    <Button look={look} onClick={() => void navigate({ to: '/datasets', search: { upload: true } })}>
      Upload readings
    </Button>
  );
  return (
    <>
      {canWrite && !isOpen && <DropZone onFiles={setFiles} />}
      <PageHead
        title="Datasets"
        about="Tables of sensor readings, one row for each moment. Models learn from them."
        action={
          canWrite && (
            <>
              <ButtonLink to="/datasets/connect" look="boardQuiet">
                Connect a source
              </ButtonLink>
              {uploadButton('board')}
            </>
          )
        }
      />
      <Panel flush>
        <Answer query={datasets} waiting={<WaitingRows />}>
          {(list) =>
            list.length === 0 ? (
              <Empty title="No readings yet" action={canWrite && uploadButton('lever')}>
                {canWrite ? 'Drop a CSV file anywhere on this page' : 'Somebody who may write uploads a CSV file here'}:
                a header row, then one row for each moment, with the time in one column and a sensor in each of the
                others.
              </Empty>
            ) : (
              <>
                <Table label="Datasets" rows={list} columns={columns} rowKey={({ id }) => id} />
                <p className="border-rule border-t px-5 py-2.5 text-quiet text-sm">
                  {counted(list.length, 'dataset')}
                  {canWrite && '. Drop CSV files anywhere on this page to add more.'}
                </p>
              </>
            )
          }
        </Answer>
      </Panel>
      {isOpen && canWrite && <UploadForm files={files} onClose={close} />}
    </>
  );
}

function WaitingRows() {
  return (
    <div role="status" aria-label="Loading" className="animate-pulse">
      {[1, 2, 3, 4].map((row) => (
        <div key={row} className="flex items-center gap-6 border-rule/70 border-b px-5 py-4 last:border-b-0">
          <div className="h-4 flex-1 rounded bg-well" />
          <div className="h-4 w-24 rounded bg-well" />
          <div className="hidden h-4 w-16 rounded bg-well sm:block" />
        </div>
      ))}
    </div>
  );
}
