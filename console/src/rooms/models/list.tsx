import { Link } from '@tanstack/react-router';
import { type ModelSummary, modelsQuery } from '../../api/models.ts';
import { useListed } from '../../api/removals.ts';
import { Answer } from '../../ui/answer.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { ago, bytes, count, number } from '../../ui/format.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { Empty, Panel } from '../../ui/surfaces.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { architectureName, equipment } from '../../ui/words.ts';

const columns: readonly Column<ModelSummary>[] = [
  {
    name: 'Model',
    sort: ({ name }) => name,
    cell: (model) => (
      <div className="min-w-0">
        <Link
          to="/models/$id"
          params={{ id: model.id }}
          className="font-medium underline-offset-4 [overflow-wrap:anywhere] hover:underline"
        >
          {model.name}
        </Link>
        <p className="text-quiet text-sm">
          {architectureName(model.architecture)} · {equipment[model.equipment_type] ?? model.equipment_type}
        </p>
      </div>
    ),
  },
  { name: 'F1', align: 'right', sort: ({ metrics }) => metrics.f1, cell: ({ metrics }) => metrics.f1.toFixed(3) },
  {
    name: 'Validation loss',
    align: 'right',
    from: 'sm',
    sort: ({ metrics }) => metrics.val_loss,
    cell: ({ metrics }) => number(metrics.val_loss),
  },
  {
    name: 'Weights',
    align: 'right',
    from: 'md',
    sort: ({ parameters }) => parameters,
    cell: ({ parameters }) => count(parameters),
  },
  {
    name: 'File',
    align: 'right',
    from: 'lg',
    sort: ({ file_size_bytes }) => file_size_bytes,
    cell: ({ file_size_bytes }) => bytes(file_size_bytes),
  },
  {
    name: 'Learned',
    from: 'md',
    sort: ({ created_at }) => created_at,
    cell: ({ created_at, created_by }) => (
      <span className="text-quiet text-sm">
        {ago(created_at)} by {created_by}
      </span>
    ),
  },
];

export default function Models() {
  const models = useListed(modelsQuery);
  return (
    <>
      <PageHead
        title="Models"
        about="What training learned: each one scores new readings and can be sent to a device."
        action={
          (models.data?.length ?? 0) > 1 && (
            <ButtonLink to="/models/compare" look="board">
              Compare two
            </ButtonLink>
          )
        }
      />
      <Panel flush>
        <Answer query={models} lines={6}>
          {(list) =>
            list.length === 0 ? (
              <Empty
                title="No models yet"
                action={
                  <ButtonLink to="/training" look="lever">
                    To the training
                  </ButtonLink>
                }
              >
                A model appears here when a training run ends, judged on readings that it did not learn from.
              </Empty>
            ) : (
              <Table label="Models" rows={list} columns={columns} rowKey={({ id }) => id} />
            )
          }
        </Answer>
      </Panel>
    </>
  );
}
