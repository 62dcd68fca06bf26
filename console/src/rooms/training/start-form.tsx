import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { type Architecture, datasetQuery, type Recommendation } from '../../api/datasets.ts';
import { useCanWrite } from '../../api/session.ts';
import { startTraining } from '../../api/training.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceCards, SelectField, TextField } from '../../ui/fields.tsx';
import { count, percent } from '../../ui/format.ts';
import { Failure, Panel } from '../../ui/surfaces.tsx';
import { architectureName } from '../../ui/words.ts';
import {
  conflictOf,
  isUsed,
  type Parameter,
  parameterCount,
  parameters,
  problemOf,
  rangeOf,
  startingValues,
  toRequest,
  type Values,
} from './hyperparameters.ts';

const groups = [
  { name: 'learning', title: 'How it learns' },
  { name: 'shape', title: 'What it looks like' },
  { name: 'end', title: 'When it ends' },
] as const;

type Props = {
  datasetId: string;
  recommendations: readonly Recommendation[];
  /** The architecture to begin with; else the best rated. */
  first: string | undefined;
  /** Settings of an earlier run. */
  given: Record<string, unknown> | undefined;
};

export function StartForm({ datasetId, recommendations, first, given }: Props) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const canWrite = useCanWrite();
  const best = recommendations.find(({ architecture }) => architecture === first) ?? recommendations[0];
  const [architecture, setArchitecture] = useState<Architecture>(best?.architecture ?? 'lstm_autoencoder');
  const recommended = startingValues(
    recommendations.find((one) => one.architecture === architecture)?.hyperparameters ?? {},
  );
  const [values, setValues] = useState<Values>(() => (given ? startingValues(given) : recommended));
  const [isTried, setTried] = useState(false);
  const dataset = useQuery(datasetQuery(datasetId)).data;

  const used = parameters.filter(({ name }) => isUsed(name, architecture));
  const conflict = conflictOf(architecture, values);
  const hasProblems = conflict !== undefined || used.some((one) => problemOf(one, values[one.name]));
  const start = useMutation({
    mutationFn: () =>
      startTraining({ dataset_id: datasetId, architecture, hyperparameters: toRequest(architecture, values) }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['training'] });
      await navigate({ to: '/training/$id', params: { id } });
    },
  });
  const choose = (next: Architecture) => {
    setArchitecture(next);
    setValues(startingValues(recommendations.find((one) => one.architecture === next)?.hyperparameters ?? {}));
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (!hasProblems) return start.mutate();
    const form = event.currentTarget;
    // After the messages are on the page.
    setTimeout(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-6">
      <Panel title="Kind of model">
        <ChoiceCards
          legend="Architecture"
          value={architecture}
          onChange={choose}
          choices={recommendations.map((one) => ({
            value: one.architecture,
            title: (
              <>
                {architectureName(one.architecture)}{' '}
                <span className="font-normal text-quiet text-sm">suits by {percent(one.match_score)}</span>
              </>
            ),
            about: one.description,
          }))}
        />
      </Panel>
      {groups.map(({ name, title }) => (
        <Panel key={name} title={title}>
          <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2 xl:grid-cols-3">
            {used
              .filter(({ group }) => group === name)
              .map((parameter) => (
                <ParameterField
                  key={parameter.name}
                  parameter={parameter}
                  value={values[parameter.name] ?? ''}
                  recommended={recommended[parameter.name]}
                  error={
                    problemOf(parameter, values[parameter.name]) ?? (parameter.name === 'loss' ? conflict : undefined)
                  }
                  isTried={isTried}
                  onChange={(value) => setValues({ ...values, [parameter.name]: value })}
                />
              ))}
          </div>
        </Panel>
      ))}
      {start.error && <Failure error={start.error} />}
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <Button type="submit" look="lever" busy={start.isPending} disabled={!canWrite}>
          Start the training
        </Button>
        {dataset && !hasProblems && (
          <p className="text-quiet text-sm">
            The model will have {count(parameterCount(architecture, Object.keys(dataset.column_stats).length, values))}{' '}
            weights at most: columns that never change are left out.
          </p>
        )}
      </div>
    </form>
  );
}

function ParameterField({
  parameter,
  value,
  recommended,
  error,
  isTried,
  onChange,
}: {
  parameter: Parameter;
  value: string;
  recommended: string | undefined;
  error: string | undefined;
  isTried: boolean;
  onChange(value: string): void;
}) {
  const [isTouched, setTouched] = useState(false);
  const isChanged = recommended !== undefined && value !== recommended;
  const hint = (
    <>
      {parameter.help} {parameter.kind === 'number' && `${rangeOf(parameter)}.`}{' '}
      {isChanged && (
        <button
          type="button"
          onClick={() => onChange(recommended)}
          className="rounded text-lever underline underline-offset-2"
        >
          Recommended: {recommended}
        </button>
      )}
    </>
  );
  const shown = isTried || isTouched ? error : undefined;
  if (parameter.kind === 'choice')
    return (
      <SelectField
        label={parameter.title}
        value={value}
        hint={hint}
        error={error}
        onChange={(e) => onChange(e.target.value)}
      >
        {parameter.choices.map(({ value: choice, title }) => (
          <option key={choice} value={choice}>
            {title}
          </option>
        ))}
      </SelectField>
    );
  return (
    <TextField
      label={parameter.title}
      type="number"
      inputMode={parameter.integer ? 'numeric' : 'decimal'}
      step={parameter.step}
      value={value}
      hint={hint}
      error={shown}
      onBlur={() => setTouched(true)}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
