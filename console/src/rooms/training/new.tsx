import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { datasetsQuery, recommendationQuery } from '../../api/datasets.ts';
import { useListed } from '../../api/removals.ts';
import { useCanWrite } from '../../api/session.ts';
import { runQuery } from '../../api/training.ts';
import { Answer } from '../../ui/answer.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { SelectField } from '../../ui/fields.tsx';
import { count } from '../../ui/format.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { Empty, Notice, Panel, Skeleton } from '../../ui/surfaces.tsx';
import { newTrainingRoute } from './routes.ts';
import { StartForm } from './start-form.tsx';

/** Which dataset, which kind of model, which settings; filled in with what is recommended, or as an earlier run had it. */
export default function NewTraining() {
  const search = newTrainingRoute.useSearch();
  const navigate = useNavigate();
  const canWrite = useCanWrite();
  const datasets = useListed(datasetsQuery);
  const earlier = useQuery({ ...runQuery(search.from ?? ''), enabled: search.from !== undefined });
  const chosen = search.dataset ?? earlier.data?.dataset_id;
  const choose = (dataset: string) => navigate({ to: '/training/new', search: { dataset }, replace: true });
  return (
    <>
      <PageHead
        title="Start a training"
        back={{ to: '/training', name: 'Training' }}
        about="The settings suit most records as they are. Every one of them says what turning it does."
      />
      {!canWrite && <Notice tone="caution">Your account may look at everything here, but not start anything.</Notice>}
      <Answer query={datasets}>
        {(list) => {
          const fit = list.filter(({ is_validated }) => is_validated);
          const unfit = list.filter(({ is_validated }) => !is_validated);
          const dataset = fit.find(({ id }) => id === chosen) ?? (chosen ? undefined : fit[0]);
          if (fit.length === 0)
            return (
              <Panel>
                <Empty
                  title="No dataset is ready"
                  action={
                    <ButtonLink to="/datasets" look="lever">
                      To the datasets
                    </ButtonLink>
                  }
                >
                  {list.length === 0
                    ? 'Upload readings first, then validate them.'
                    : 'Open a dataset and validate it: then all its rows are known to be sound.'}
                </Empty>
              </Panel>
            );
          return (
            <div className="flex flex-col gap-6">
              <Panel title="Dataset">
                <SelectField
                  label="Learn from"
                  value={dataset?.id ?? ''}
                  onChange={(event) => void choose(event.target.value)}
                  hint="Only validated datasets can be chosen."
                >
                  {!dataset && <option value="">Choose a dataset</option>}
                  {fit.map(({ id, name, row_count }) => (
                    <option key={id} value={id}>
                      {name}, {count(row_count)} rows
                    </option>
                  ))}
                  {unfit.map(({ id, name }) => (
                    <option key={id} disabled>
                      {name}, not validated
                    </option>
                  ))}
                </SelectField>
              </Panel>
              {dataset && (!search.from || earlier.data) && (
                <Recommended
                  key={`${dataset.id} ${search.architecture} ${search.from}`}
                  datasetId={dataset.id}
                  architecture={search.architecture ?? earlier.data?.architecture}
                  given={search.settings ?? earlier.data?.hyperparameters}
                />
              )}
            </div>
          );
        }}
      </Answer>
    </>
  );
}

function Recommended({
  datasetId,
  architecture,
  given,
}: {
  datasetId: string;
  architecture: string | undefined;
  given: Record<string, unknown> | undefined;
}) {
  const advice = useQuery(recommendationQuery(datasetId));
  return (
    <Answer query={advice} waiting={<Skeleton lines={10} />}>
      {(recommendations) => (
        <StartForm datasetId={datasetId} recommendations={recommendations} first={architecture} given={given} />
      )}
    </Answer>
  );
}
