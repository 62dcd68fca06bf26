import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { TrainingPlan } from '../../api/assistant.ts';
import { datasetsQuery, validateDataset } from '../../api/datasets.ts';
import { useListed } from '../../api/removals.ts';
import { useCanWrite } from '../../api/session.ts';
import { startTraining } from '../../api/training.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Failure } from '../../ui/surfaces.tsx';
import { architectureName } from '../../ui/words.ts';
import { parameters } from '../training/hyperparameters.ts';

/** A training plan of the assistant's: start it as it is, or look it over in the form first. */
export function PlanCard({ plan }: { plan: TrainingPlan }) {
  const { dataset_id, architecture, hyperparameters, notes } = plan;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const canWrite = useCanWrite();
  const datasets = useListed(datasetsQuery).data;
  const dataset = datasets?.find(({ id }) => id === dataset_id);
  const isValidated = dataset?.is_validated ?? plan.ready;
  const isGone = datasets !== undefined && dataset === undefined;
  const start = useMutation({
    mutationFn: async () => {
      if (!isValidated) {
        const { valid, issues } = await validateDataset(dataset_id);
        await queries.invalidateQueries({ queryKey: ['datasets'] });
        if (!valid) throw new Error(`The dataset is not fit for training: ${issues.join('; ')}`);
      }
      return await startTraining({ dataset_id, architecture, hyperparameters });
    },
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['training'] });
      await navigate({ to: '/training/$id', params: { id } });
    },
  });
  return (
    <section aria-label="Training plan" className="rounded-md border border-lever/50 bg-lever-soft/40 p-4">
      <h2 className="text-base">
        Training plan: {architectureName(architecture)} on {dataset?.name ?? plan.dataset_name}
      </h2>
      <dl className="my-3 grid grid-cols-2 gap-x-5 gap-y-2 text-sm sm:grid-cols-4">
        {inOrder(hyperparameters).map(([name, value]) => (
          <div key={name} className="min-w-0 border-rule border-l-2 pl-2">
            <dt className="text-quiet text-xs">{parameters.find((one) => one.name === name)?.title ?? name}</dt>
            <dd className="font-medium">{value}</dd>
          </div>
        ))}
      </dl>
      {notes
        .filter((note) => !isValidated || !/not validated/.test(note))
        .map((note) => (
          <p key={note} className="mb-2 text-quiet text-sm">
            {note}
          </p>
        ))}
      {isGone && <p className="text-sm">The dataset is gone: this plan cannot be started any more.</p>}
      {start.error && <Failure error={start.error} />}
      {!isGone && (
        <div className="mt-3 flex flex-wrap gap-2">
          <Button look="lever" busy={start.isPending} disabled={!canWrite} onClick={() => start.mutate()}>
            {isValidated ? 'Start training' : 'Validate and start'}
          </Button>
          {isValidated && (
            <ButtonLink to="/training/new" search={{ dataset: dataset_id, architecture, settings: hyperparameters }}>
              Edit first
            </ButtonLink>
          )}
        </div>
      )}
    </section>
  );
}

/** In the order of the form. */
function inOrder(hyperparameters: TrainingPlan['hyperparameters']): [string, number | string][] {
  const place = (name: string) => parameters.findIndex((one) => one.name === name);
  return Object.entries(hyperparameters).sort(([a], [b]) => place(a) - place(b));
}
