import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type EvaluationSummary, evaluationsQuery, modelsQuery } from '../../api/models.ts';
import { useListed } from '../../api/removals.ts';
import { Answer } from '../../ui/answer.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { ago, percent } from '../../ui/format.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { Empty, Panel } from '../../ui/surfaces.tsx';
import { type Column, Table } from '../../ui/table.tsx';

const byModel = ({ model_id }: EvaluationSummary) => model_id;

export default function Evaluations() {
  const evaluations = useListed(evaluationsQuery, byModel);
  const models = useListed(modelsQuery).data;
  const columns = useMemo<Column<EvaluationSummary>[]>(() => {
    const names = new Map(models?.map(({ id, name }) => [id, name]));
    const rate = (name: string, key: 'f1' | 'precision' | 'recall' | 'auc_roc', from?: 'sm' | 'md') => ({
      name,
      align: 'right' as const,
      ...(from && { from }),
      sort: ({ metrics }: EvaluationSummary) => metrics[key],
      cell: ({ metrics }: EvaluationSummary) =>
        key === 'f1' || key === 'auc_roc' ? metrics[key].toFixed(3) : percent(metrics[key]),
    });
    return [
      {
        name: 'Model',
        sort: ({ model_id }) => names.get(model_id) ?? '',
        cell: ({ id, model_id, label_source }) => (
          <div className="min-w-0">
            <Link
              to="/evaluations/$id"
              params={{ id }}
              className="font-medium underline-offset-4 [overflow-wrap:anywhere] hover:underline"
            >
              {names.get(model_id) ?? model_id}
            </Link>
            <p className="text-quiet text-sm">
              {label_source === 'dataset' ? 'By labels in the dataset' : 'By planted faults'}
            </p>
          </div>
        ),
      },
      rate('F1', 'f1'),
      rate('Precision', 'precision', 'sm'),
      rate('Recall', 'recall', 'sm'),
      rate('AUC', 'auc_roc', 'md'),
      {
        name: 'Judged',
        from: 'md',
        sort: ({ created_at }) => created_at,
        cell: ({ created_at }) => <span className="text-quiet text-sm">{ago(created_at)}</span>,
      },
    ];
  }, [models]);
  return (
    <>
      <PageHead
        title="Evaluations"
        about="How well each model tells faults from normal readings it did not learn from."
      />
      <Panel flush>
        <Answer query={evaluations} lines={6}>
          {(list) =>
            list.length === 0 ? (
              <Empty
                title="Nothing was judged yet"
                action={
                  <ButtonLink to="/training" look="lever">
                    To the training
                  </ButtonLink>
                }
              >
                Every training run ends with an evaluation; it appears here by itself.
              </Empty>
            ) : (
              <Table label="Evaluations" rows={list} columns={columns} rowKey={({ id }) => id} />
            )
          }
        </Answer>
      </Panel>
    </>
  );
}
