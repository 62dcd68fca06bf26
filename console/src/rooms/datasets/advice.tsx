import { useQuery } from '@tanstack/react-query';
import { type Dataset, type Recommendation, recommendationQuery } from '../../api/datasets.ts';
import { useCanWrite } from '../../api/session.ts';
import { Answer } from '../../ui/answer.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { percent } from '../../ui/format.ts';
import { Panel } from '../../ui/surfaces.tsx';
import { architectureName } from '../../ui/words.ts';

/** Which kind of model suits this dataset, best first. */
export function Advice({ dataset }: { dataset: Dataset }) {
  const advice = useQuery(recommendationQuery(dataset.id));
  return (
    <Answer query={advice} lines={8}>
      {(recommendations) => (
        <ol className="grid gap-4 xl:grid-cols-3">
          {recommendations.map((one, i) => (
            <li key={one.architecture} className="min-w-0">
              <Card dataset={dataset} advice={one} isBest={i === 0} />
            </li>
          ))}
        </ol>
      )}
    </Answer>
  );
}

function Card({ dataset, advice, isBest }: { dataset: Dataset; advice: Recommendation; isBest: boolean }) {
  const canWrite = useCanWrite();
  const { architecture, match_score, use_case, description, inputs, outputs, inference_result } = advice;
  return (
    <Panel
      className="h-full"
      title={architectureName(architecture)}
      action={<span className="text-quiet text-sm">{isBest ? 'Suits best' : use_case}</span>}
    >
      <div className="flex flex-col gap-4">
        <div>
          <p className="mb-1 flex justify-between text-sm">
            <span className="text-quiet">How well it suits</span>
            <span className="font-medium">{percent(match_score)}</span>
          </p>
          <div className="h-2 rounded-full bg-well">
            <div className="h-full rounded-full bg-series-4" style={{ width: `${match_score * 100}%` }} />
          </div>
        </div>
        <p>{description}</p>
        <dl className="flex flex-col gap-2 text-sm">
          <Line name="Reads" value={inputs} />
          <Line name="Says" value={outputs} />
          <Line name="Good for" value={inference_result} />
        </dl>
        {canWrite && dataset.is_validated && (
          <ButtonLink
            to="/training/new"
            search={{ dataset: dataset.id, architecture }}
            look={isBest ? 'lever' : 'plain'}
            className="self-start"
          >
            Train this one
          </ButtonLink>
        )}
      </div>
    </Panel>
  );
}

function Line({ name, value }: { name: string; value: string }) {
  return (
    <div className="grid grid-cols-[5rem_minmax(0,1fr)] gap-2">
      <dt className="text-quiet">{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
