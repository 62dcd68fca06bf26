import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { comparisonQuery, type ModelSummary, modelsQuery } from '../../api/models.ts';
import { useListed } from '../../api/removals.ts';
import { Answer } from '../../ui/answer.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { SelectField } from '../../ui/fields.tsx';
import { number, percent } from '../../ui/format.ts';
import { Lamp } from '../../ui/lamp.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Empty, Panel } from '../../ui/surfaces.tsx';
import { architectureName } from '../../ui/words.ts';
import { compareRoute } from './routes.ts';

type Metrics = { f1: number; val_loss: number; precision: number; recall: number };

const lines: readonly { key: keyof Metrics; name: string; about: string; show(value: number): string; less?: true }[] =
  [
    { key: 'f1', name: 'F1', about: 'Precision and recall together', show: (value) => value.toFixed(3) },
    { key: 'precision', name: 'Precision', about: 'Alarms that were right', show: percent },
    { key: 'recall', name: 'Recall', about: 'Faults that were found', show: percent },
    {
      key: 'val_loss',
      name: 'Validation loss',
      about: 'Less is better, among models of one kind',
      show: number,
      less: true,
    },
  ];

export default function Compare() {
  const { a, b } = compareRoute.useSearch();
  const navigate = useNavigate();
  const models = useListed(modelsQuery);
  const choose = (next: { a?: string | undefined; b?: string | undefined }) => {
    const both = { a, b, ...next };
    void navigate({
      to: '/models/compare',
      search: { ...(both.a && { a: both.a }), ...(both.b && { b: both.b }) },
      replace: true,
    });
  };
  return (
    <>
      <PageHead
        title="Compare two models"
        back={{ to: '/models', name: 'Models' }}
        about="Side by side, as each was judged. F1 decides; at equal F1 the lower validation loss does."
      />
      <Answer query={models}>
        {(list) =>
          list.length < 2 ? (
            <Panel>
              <Empty
                title="There are no two models yet"
                action={
                  <ButtonLink to="/training" look="lever">
                    To the training
                  </ButtonLink>
                }
              >
                {list.length === 0
                  ? 'Every training that ends leaves a model here.'
                  : 'There is one. Train another on the same dataset, of another kind or with other settings.'}
              </Empty>
            </Panel>
          ) : (
            <div className="flex flex-col gap-6">
              <Panel>
                <div className="grid gap-5 sm:grid-cols-2">
                  <Choice label="One model" value={a} other={b} models={list} onChange={(id) => choose({ a: id })} />
                  <Choice label="The other" value={b} other={a} models={list} onChange={(id) => choose({ b: id })} />
                </div>
              </Panel>
              {a && b && a !== b ? (
                <Comparison a={a} b={b} />
              ) : (
                <Panel>
                  <Empty title="Choose two models">
                    Best two that learned from the same dataset: then they were judged on the same rows.
                  </Empty>
                </Panel>
              )}
            </div>
          )
        }
      </Answer>
    </>
  );
}

function Choice({
  label,
  value,
  other,
  models,
  onChange,
}: {
  label: string;
  value: string | undefined;
  other: string | undefined;
  models: readonly ModelSummary[];
  onChange(id: string | undefined): void;
}) {
  return (
    <SelectField label={label} value={value ?? ''} onChange={(event) => onChange(event.target.value || undefined)}>
      <option value="">Choose a model</option>
      {models.map(({ id, name, architecture }) => (
        <option key={id} value={id} disabled={id === other}>
          {name}, {architectureName(architecture)}
        </option>
      ))}
    </SelectField>
  );
}

function Comparison({ a, b }: { a: string; b: string }) {
  const comparison = useQuery(comparisonQuery(a, b));
  return (
    <Answer query={comparison} lines={8}>
      {({ models, winner, advantage }) => (
        <Panel
          flush
          title={
            <span className="inline-flex items-center gap-2">
              <Lamp tone="clear" />
              {winnerOf(models, winner)} is ahead
              {advantage.f1 > 0 ? ` by ${advantage.f1.toFixed(3)} in F1` : ' by its validation loss'}
            </span>
          }
        >
          <div className="overflow-x-auto">
            <table className="w-full table-fixed text-left">
              <thead>
                <tr className="border-rule border-b align-bottom">
                  <td className="w-[30%] px-5 py-3 sm:w-1/4" />
                  {models.map(({ id, name, architecture }) => (
                    <th key={id} scope="col" className="px-3 py-3 font-medium [overflow-wrap:anywhere]">
                      <Link
                        to="/models/$id"
                        params={{ id }}
                        className="underline-offset-4 [overflow-wrap:anywhere] hover:underline"
                      >
                        {name}
                      </Link>
                      <span className="block font-normal text-quiet text-sm">{architectureName(architecture)}</span>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody className="divide-y divide-rule/70">
                {lines.map((line) => (
                  <Row key={line.key} line={line} values={models.map(({ metrics }) => metrics[line.key])} />
                ))}
              </tbody>
            </table>
          </div>
        </Panel>
      )}
    </Answer>
  );
}

/** Models of one dataset tend to be called alike; then their kind tells them apart. */
function winnerOf(models: readonly { id: string; name: string; architecture: string }[], winner: string): string {
  const found = models.find(({ id }) => id === winner);
  if (!found) return winner;
  const isAlone = models.filter(({ name }) => name === found.name).length === 1;
  return isAlone ? found.name : `The ${architectureName(found.architecture)}`;
}

function Row({ line: { name, about, show, less }, values }: { line: (typeof lines)[number]; values: number[] }) {
  const best = less ? Math.min(...values) : Math.max(...values);
  const most = Math.max(...values, 1e-12);
  const isTie = values.every((value) => value === best);
  return (
    <tr>
      <th scope="row" className="px-5 py-3 text-left font-medium [hyphens:auto]">
        {name}
        <span className="hidden font-normal text-quiet text-sm sm:block">{about}</span>
      </th>
      {values.map((value, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the two sides are positions
        <td key={i} className="px-3 py-3">
          <span className={value === best && !isTie ? 'font-[640]' : 'text-quiet'}>
            {show(value)}
            {value === best && !isTie && <span className="sr-only"> (better)</span>}
          </span>
          <span aria-hidden="true" className="mt-1.5 block h-1.5 max-w-56 rounded-full bg-well">
            <span
              className={`block h-full rounded-full ${value === best && !isTie ? 'bg-series-4' : 'bg-faint'}`}
              style={{ width: `${(value / most) * 100}%` }}
            />
          </span>
        </td>
      ))}
    </tr>
  );
}
