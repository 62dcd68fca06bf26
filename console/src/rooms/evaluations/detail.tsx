import { useQuery } from '@tanstack/react-query';
import { type Evaluation, evaluationQuery, modelQuery } from '../../api/models.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { dateTime, number, percent } from '../../ui/format.ts';
import { PageAnswer } from '../../ui/page-answer.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Panel } from '../../ui/surfaces.tsx';
import { GradientPanel } from './gradient.tsx';
import { Report } from './report.tsx';
import { evaluationRoute } from './routes.ts';

const back = { to: '/evaluations', name: 'Evaluations' } as const;

export default function EvaluationPage() {
  const { id } = evaluationRoute.useParams();
  const evaluation = useQuery(evaluationQuery(id));
  return (
    <PageAnswer query={evaluation} kind="Evaluation" back={back}>
      {(found) => <Found evaluation={found} />}
    </PageAnswer>
  );
}

function Found({ evaluation }: { evaluation: Evaluation }) {
  const { model_id, metrics, created_at } = evaluation;
  const model = useQuery(modelQuery(model_id)).data;
  return (
    <>
      <PageHead
        title={model?.name ?? 'Evaluation'}
        back={back}
        about={`Judged on ${dateTime(created_at)}`}
        action={
          <ButtonLink to="/models/$id" params={{ id: model_id }} look="board">
            To the model
          </ButtonLink>
        }
      />
      <div className="flex flex-col gap-6">
        <Panel>
          <Facts
            columns="sm:grid-cols-3 lg:grid-cols-6"
            facts={[
              { name: 'F1', value: metrics.f1.toFixed(3) },
              { name: 'Precision', value: percent(metrics.precision) },
              { name: 'Recall', value: percent(metrics.recall) },
              { name: 'Accuracy', value: percent(metrics.accuracy) },
              { name: 'AUC', value: metrics.auc_roc.toFixed(3), about: 'under the ROC curve' },
              { name: 'Validation loss', value: number(metrics.val_loss) },
            ]}
          />
        </Panel>
        <Report evaluation={evaluation} />
        <GradientPanel evaluation={evaluation} />
      </div>
    </>
  );
}
