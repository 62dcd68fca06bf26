import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, lazy, Suspense, useEffect, useRef, useState } from 'react';
import { datasetsQuery } from '../../api/datasets.ts';
import { type Model, modelQuery } from '../../api/models.ts';
import { useListed } from '../../api/removals.ts';
import { type Scored, scoreRows } from '../../api/score.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button } from '../../ui/button.tsx';
import { ChoiceCards, SelectField, TextArea } from '../../ui/fields.tsx';
import { count, counted, percent } from '../../ui/format.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Failure, Panel, Skeleton } from '../../ui/surfaces.tsx';
import { readPasted } from './pasted.ts';
import { scoreRoute } from './routes.ts';
import { WorstRows } from './worst-rows.tsx';

const ScorePlot = lazy(() => import('../../ui/charts/scores.tsx'));

/** Lets a model judge readings: those of a dataset, or some that are typed or pasted in. */
export default function ScorePage() {
  const { id } = scoreRoute.useParams();
  const model = useQuery(modelQuery(id));
  return (
    <>
      <PageHead
        title="Score readings"
        back={{ to: '/models/$id', params: { id }, name: model.data?.name ?? 'The model' }}
        about="Every row gets a score: how unusual it is, given the rows before it. An anomaly begins at one half."
      />
      <Answer query={model}>{(found) => <ScoreForm model={found} />}</Answer>
    </>
  );
}

function ScoreForm({ model }: { model: Model }) {
  const datasets = (useListed(datasetsQuery).data ?? []).filter(({ is_validated }) => is_validated);
  const [source, setSource] = useState<'dataset' | 'pasted'>('dataset');
  const [chosen, setChosen] = useState<string>();
  const [text, setText] = useState('');
  const [progress, setProgress] = useState(0);
  const control = useRef<AbortController>(undefined);
  const dataset =
    datasets.find(({ id }) => id === chosen) ?? datasets.find(({ id }) => id === model.dataset_id) ?? datasets[0];
  const scoring = useMutation({
    mutationFn: () => {
      control.current = new AbortController();
      setProgress(0);
      const input = source === 'dataset' ? { dataset_id: dataset?.id ?? '' } : readPasted(text);
      return scoreRows(model.id, input, { signal: control.current.signal, onProgress: setProgress });
    },
  });
  useEffect(() => () => control.current?.abort(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    scoring.mutate();
  };
  return (
    <div className="flex flex-col gap-6">
      <Panel>
        <form onSubmit={submit} className="flex flex-col gap-5">
          <ChoiceCards
            legend="Which readings"
            value={source}
            onChange={setSource}
            columns={2}
            choices={[
              {
                value: 'dataset',
                title: 'Those of a dataset',
                about: 'It has to be validated, and to have the sensors this model reads.',
              },
              {
                value: 'pasted',
                title: 'Some pasted here',
                about: 'Out of a spreadsheet or a CSV file, with a header row.',
              },
            ]}
          />
          {source === 'dataset' ? (
            <SelectField label="Dataset" value={dataset?.id ?? ''} onChange={(event) => setChosen(event.target.value)}>
              {datasets.length === 0 && <option value="">No validated dataset</option>}
              {datasets.map(({ id, name, row_count }) => (
                <option key={id} value={id}>
                  {name}, {count(row_count)} rows{id === model.dataset_id ? ' (it learned from this one)' : ''}
                </option>
              ))}
            </SelectField>
          ) : (
            <TextArea
              label="Rows"
              required
              rows={8}
              spellCheck={false}
              value={text}
              onChange={(event) => setText(event.target.value)}
              placeholder={`${model.features.join(',')}\n${model.features.map(() => '0').join(',')}`}
              hint={`In the order of time. This model reads ${model.features.join(', ')}; other columns are ignored.`}
            />
          )}
          {scoring.error && !control.current?.signal.aborted && <Failure error={scoring.error} />}
          <div className="flex flex-wrap items-center gap-4">
            <Button type="submit" look="lever" busy={scoring.isPending} disabled={source === 'dataset' && !dataset}>
              Score
            </Button>
            {scoring.isPending && (
              <>
                <div className="w-48 max-w-full">
                  <Progress
                    label="Rows scored"
                    value={source === 'dataset' ? progress : undefined}
                    max={dataset?.row_count ?? 1}
                  />
                </div>
                <Button look="quiet" onClick={() => control.current?.abort()}>
                  Cancel
                </Button>
              </>
            )}
          </div>
        </form>
      </Panel>
      {scoring.data && <Result scored={scoring.data} />}
    </div>
  );
}

function Result({ scored }: { scored: Scored }) {
  const { anomalyScores, anomalies, worst } = scored;
  const rows = anomalyScores.length;
  return (
    <>
      <Panel
        title={
          anomalies === 0
            ? `Nothing unusual in ${counted(rows, 'row')}`
            : `${counted(anomalies, 'anomaly', 'anomalies')} in ${counted(rows, 'row')}, ${percent(anomalies / rows)}`
        }
        flush
      >
        <div className="p-2 sm:p-4">
          <Suspense fallback={<Skeleton lines={6} />}>
            <ScorePlot scores={anomalyScores} />
          </Suspense>
          <p className="px-3 text-quiet text-sm">Anomaly score by row; from the dashed line on a row is an anomaly.</p>
        </div>
      </Panel>
      <WorstRows rows={worst} />
    </>
  );
}
