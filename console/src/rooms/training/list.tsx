import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { datasetsQuery } from '../../api/datasets.ts';
import { useListed } from '../../api/removals.ts';
import { useCanWrite } from '../../api/session.ts';
import { isUnderWay } from '../../api/states.ts';
import { clearFinished, type RunSummary, runsQuery } from '../../api/training.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ago, counted, duration, number } from '../../ui/format.ts';
import { Status } from '../../ui/lamp.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Empty, Panel } from '../../ui/surfaces.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { say } from '../../ui/toast.tsx';
import { architectureName } from '../../ui/words.ts';
import { QueuePlate } from './queue.tsx';

export default function Training() {
  const runs = useQuery(runsQuery);
  const canWrite = useCanWrite();
  return (
    <>
      <PageHead
        title="Training"
        about="A run learns a model from a validated dataset. Runs wait in line when all capacity is taken."
        action={
          canWrite && (
            <ButtonLink to="/training/new" look="board">
              Start a training
            </ButtonLink>
          )
        }
      />
      <div className="flex flex-col gap-6">
        <QueuePlate />
        <Panel title="Runs" flush action={canWrite && runs.data?.some((run) => !isUnderWay(run)) && <ClearButton />}>
          <Answer query={runs} lines={6}>
            {(list) => (list.length === 0 ? <NoRuns canWrite={canWrite} /> : <RunTable runs={list} />)}
          </Answer>
        </Panel>
      </div>
    </>
  );
}

function NoRuns({ canWrite }: { canWrite: boolean }) {
  const datasets = useListed(datasetsQuery).data;
  const hasFit = datasets?.some(({ is_validated }) => is_validated) ?? false;
  return (
    <Empty
      title="Nothing was trained yet"
      action={
        canWrite &&
        (hasFit ? (
          <ButtonLink to="/training/new" look="lever">
            Start a training
          </ButtonLink>
        ) : (
          <ButtonLink to="/datasets" look="lever">
            To the datasets
          </ButtonLink>
        ))
      }
    >
      {hasFit
        ? 'A dataset is ready. The form comes filled in with what suits it.'
        : 'A training needs a validated dataset: upload readings, then validate them.'}
    </Empty>
  );
}

function RunTable({ runs }: { runs: readonly RunSummary[] }) {
  const datasets = useListed(datasetsQuery).data;
  const columns = useMemo<Column<RunSummary>[]>(() => {
    const names = new Map(datasets?.map(({ id, name }) => [id, name]));
    return [
      {
        name: 'Run',
        sort: ({ dataset_id }) => names.get(dataset_id) ?? dataset_id,
        cell: (run) => (
          <div className="min-w-0">
            <Link
              to="/training/$id"
              params={{ id: run.id }}
              className="font-medium underline-offset-4 [overflow-wrap:anywhere] hover:underline"
            >
              {names.get(run.dataset_id) ?? 'A deleted dataset'}
            </Link>
            <p className="text-quiet text-sm">{architectureName(run.architecture)}</p>
          </div>
        ),
      },
      { name: 'State', sort: ({ status }) => status, cell: ({ status }) => <Status value={status} /> },
      { name: 'Epochs', from: 'sm', cell: (run) => <Epochs run={run} /> },
      {
        name: 'Best loss',
        align: 'right',
        from: 'md',
        sort: ({ best_val_loss }) => best_val_loss ?? Number.POSITIVE_INFINITY,
        cell: ({ best_val_loss }) => number(best_val_loss),
      },
      {
        name: 'Time',
        align: 'right',
        from: 'lg',
        sort: ({ training_time_seconds }) => training_time_seconds,
        cell: ({ training_time_seconds }) => duration(training_time_seconds),
      },
      {
        name: 'Started',
        from: 'lg',
        sort: ({ started_at }) => started_at,
        cell: ({ started_at, created_by }) => (
          <span className="text-quiet text-sm">
            {ago(started_at)} by {created_by}
          </span>
        ),
      },
    ];
  }, [datasets]);
  return <Table label="Training runs" rows={runs} columns={columns} rowKey={({ id }) => id} />;
}

function Epochs({ run: { id, status, current_epoch, total_epochs } }: { run: RunSummary }) {
  return (
    <div className="flex min-w-28 items-center gap-3">
      <span className="whitespace-nowrap text-sm">
        {current_epoch} of {total_epochs}
      </span>
      {status === 'running' && (
        <div className="hidden w-24 md:block">
          <Progress label={`Epochs of run ${id}`} value={current_epoch} max={total_epochs} />
        </div>
      )}
    </div>
  );
}

function ClearButton() {
  const queries = useQueryClient();
  const clearing = useMutation({
    mutationFn: clearFinished,
    onSuccess: async ({ cleared }) => {
      say(`${counted(cleared, 'finished run')} taken off the list. Their models stay.`);
      await queries.invalidateQueries({ queryKey: ['training'] });
    },
    onError: (error) => say(error.message, 'danger'),
  });
  return (
    <Button look="quiet" busy={clearing.isPending} onClick={() => clearing.mutate()}>
      Clear finished runs
    </Button>
  );
}
