import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { evaluationOfModelQuery, type Model, modelQuery } from '../../api/models.ts';
import { useCanWrite } from '../../api/session.ts';
import { Answer } from '../../ui/answer.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { DownloadButton } from '../../ui/download-button.tsx';
import { type FactLine, Facts } from '../../ui/facts.tsx';
import { bytes, count, dateTime, number, percent } from '../../ui/format.ts';
import { PageAnswer } from '../../ui/page-answer.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Panel } from '../../ui/surfaces.tsx';
import { architectureName, equipment } from '../../ui/words.ts';
import { Report } from '../evaluations/report.tsx';
import { parameters, shownSetting } from '../training/hyperparameters.ts';
import { ModelActions } from './actions.tsx';
import { modelRoute } from './routes.ts';

const back = { to: '/models', name: 'Models' } as const;

export default function ModelPage() {
  const { id } = modelRoute.useParams();
  const model = useQuery(modelQuery(id));
  return (
    <PageAnswer id={id} query={model} kind="Model" back={back}>
      {(found) => <Found model={found} />}
    </PageAnswer>
  );
}

function Found({ model }: { model: Model }) {
  const canWrite = useCanWrite();
  const { id, name, metrics } = model;
  return (
    <>
      <PageHead
        title={name}
        back={back}
        about={`${architectureName(model.architecture)} for ${(equipment[model.equipment_type] ?? model.equipment_type).toLowerCase()} readings, learned on ${dateTime(model.created_at)}`}
        action={
          <>
            <DownloadButton look="boardQuiet" path={`/api/v1/models/${id}/download`} fallbackName={`${id}.axonml`}>
              Download
            </DownloadButton>
            <ButtonLink to="/models/$id/score" params={{ id }} look="boardQuiet">
              Score readings
            </ButtonLink>
            {canWrite && (
              <ButtonLink to="/deployments/new" search={{ model: id }} look="board">
                Deploy
              </ButtonLink>
            )}
          </>
        }
      />
      <div className="flex flex-col gap-6">
        <Panel>
          <Facts
            columns="sm:grid-cols-3 lg:grid-cols-5"
            facts={[
              { name: 'F1', value: <Big>{metrics.f1.toFixed(3)}</Big>, about: 'Precision and recall together' },
              { name: 'Precision', value: <Big>{percent(metrics.precision)}</Big>, about: 'Alarms that were right' },
              { name: 'Recall', value: <Big>{percent(metrics.recall)}</Big>, about: 'Faults that were found' },
              {
                name: 'Validation loss',
                value: <Big>{number(metrics.val_loss)}</Big>,
                about: 'On rows it did not learn from',
              },
              {
                name: 'Error threshold',
                value: <Big>{number(metrics.reconstruction_error_threshold)}</Big>,
                about: 'From training data alone',
              },
            ]}
          />
        </Panel>
        <Judged modelId={id} />
        <Panel title="What it is">
          <div className="flex flex-col gap-5">
            <Facts columns="sm:grid-cols-3 lg:grid-cols-5" facts={shapeOf(model)} />
            <div>
              <h3 className="mb-2 text-quiet text-sm">Sensors it reads, in this order</h3>
              <ol className="flex flex-wrap gap-1.5">
                {model.features.map((feature) => (
                  <li key={feature} className="rounded border border-rule bg-well/50 px-2 py-0.5 font-mono text-xs">
                    {feature}
                  </li>
                ))}
              </ol>
            </div>
            <p className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
              <Link
                to="/datasets/$id"
                params={{ id: model.dataset_id }}
                className="rounded text-lever underline underline-offset-4"
              >
                The dataset it learned from
              </Link>
              <Link
                to="/training/$id"
                params={{ id: model.training_run_id }}
                className="rounded text-lever underline underline-offset-4"
              >
                The run that made it
              </Link>
            </p>
            <p className="font-mono text-quiet text-xs [overflow-wrap:anywhere]">
              {id} · sha256 {model.sha256}
            </p>
          </div>
        </Panel>
        <ModelActions model={model} />
      </div>
    </>
  );
}

function Big({ children }: { children: string }) {
  return <span className="text-xl [font-stretch:106%]">{children}</span>;
}

/** The evaluation that the training run ended with. */
function Judged({ modelId }: { modelId: string }) {
  const evaluation = useQuery(evaluationOfModelQuery(modelId));
  return (
    <Answer query={evaluation} lines={10}>
      {(data) => data && <Report evaluation={data} />}
    </Answer>
  );
}

function shapeOf(model: Model): FactLine[] {
  const settings = parameters
    .filter(({ name }) => model.hyperparameters[name] !== undefined)
    .map((one) => ({ name: one.title, value: shownSetting(one, model.hyperparameters[one.name]) }));
  return [
    { name: 'Weights', value: count(model.parameters) },
    { name: 'File', value: bytes(model.file_size_bytes) },
    { name: 'As INT8', value: bytes(model.quantized_size_bytes), about: 'on a device' },
    ...settings,
  ];
}
