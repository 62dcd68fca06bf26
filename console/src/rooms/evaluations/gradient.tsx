import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Evaluation, evaluationQuery, type Gradient, startGradient } from '../../api/models.ts';
import { useCanWrite } from '../../api/session.ts';
import { Button } from '../../ui/button.tsx';
import { dateTime, number } from '../../ui/format.ts';
import { Lamp } from '../../ui/lamp.tsx';
import { Failure, Notice, Panel } from '../../ui/surfaces.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { equipment } from '../../ui/words.ts';

type Metric = NonNullable<Gradient['metrics']>[number];

/** The nineteen figures of an evaluation, held against what the equipment asks for. */
export function GradientPanel({ evaluation: { id, gradient_evaluation: gradient } }: { evaluation: Evaluation }) {
  const queries = useQueryClient();
  const canWrite = useCanWrite();
  const start = useMutation({
    mutationFn: () => startGradient(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: evaluationQuery(id).queryKey }),
  });
  const isRunning = gradient?.status === 'running';
  const isDone = gradient?.status === 'completed';
  return (
    <Panel
      title="Gradient evaluation"
      about="Nineteen figures, computed by this server, with the marks for this kind of equipment."
      action={
        canWrite && (
          <Button look={isDone ? 'plain' : 'lever'} busy={start.isPending || isRunning} onClick={() => start.mutate()}>
            {gradient ? 'Compute again' : 'Compute'}
          </Button>
        )
      }
      flush={isDone}
    >
      {start.error && <Failure error={start.error} />}
      {gradient === null && <p className="text-quiet">Nobody asked for them yet. It takes a few seconds.</p>}
      {isRunning && (
        <p role="status" className="text-quiet">
          Being computed…
        </p>
      )}
      {gradient?.status === 'failed' && <Failure error={new Error(gradient.error)} />}
      {isDone && <Result gradient={gradient} />}
    </Panel>
  );
}

function Result({ gradient }: { gradient: Gradient }) {
  const { pass, score, metrics = [], verdict, completed_at, equipment_type = '' } = gradient;
  const columns = useMemo<Column<Metric>[]>(
    () => [
      {
        name: 'Figure',
        cell: ({ name, description }) => (
          <div>
            <p className="font-medium">{titleOf(name)}</p>
            <p className="text-quiet text-sm">{description}</p>
          </div>
        ),
      },
      {
        name: 'Value',
        align: 'right',
        cell: ({ value, reason, type }) =>
          value === null ? (
            <span className="text-quiet text-sm">{reason}</span>
          ) : (
            `${number(value)}${type === 'milliseconds' ? ' ms' : ''}`
          ),
      },
      { name: 'Mark', from: 'md', cell: ({ mark }) => <span className="text-quiet text-sm">{mark ?? 'none'}</span> },
      {
        name: 'Passed',
        cell: ({ passed }) =>
          passed === null ? (
            <span className="text-quiet text-sm">–</span>
          ) : (
            <span className="inline-flex items-center gap-2 text-sm">
              <Lamp tone={passed ? 'clear' : 'danger'} /> {passed ? 'Yes' : 'No'}
            </span>
          ),
      },
    ],
    [],
  );
  return (
    <>
      <div className="flex flex-col gap-3 p-5">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Lamp tone={pass ? 'clear' : 'danger'} />
          <span className="font-medium">
            {pass ? 'Reaches' : 'Does not reach'} the benchmarks for{' '}
            {(equipment[equipment_type] ?? 'equipment').toLowerCase()}
          </span>
          <span className="text-quiet text-sm">
            Score {number(score)}, {completed_at && dateTime(completed_at)}
          </span>
        </p>
        {verdict && (
          <Notice>
            <p className="whitespace-pre-line">{verdict.text}</p>
            <p className="mt-2 text-quiet text-xs">
              Worded by {verdict.provider} {verdict.model}; the figures are this server's own.
            </p>
          </Notice>
        )}
      </div>
      <Table label="Figures" rows={metrics} columns={columns} rowKey={({ name }) => name} />
    </>
  );
}

const spelled: Record<string, string> = {
  f1: 'F1',
  auc_roc: 'AUC, ROC',
  auc_pr: 'AUC, precision and recall',
  mcc: 'MCC',
  mse: 'MSE',
  mae: 'MAE',
  val_loss: 'Validation loss',
  inference_latency_ms: 'Inference latency',
  brier: 'Brier score',
};

function titleOf(name: string): string {
  const words = name.replaceAll('_', ' ');
  return spelled[name] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
