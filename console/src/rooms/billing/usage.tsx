import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { Usage } from '../../api/billing.ts';
import { datasetsQuery } from '../../api/datasets.ts';
import { deploymentsQuery } from '../../api/deployments.ts';
import { modelsQuery } from '../../api/models.ts';
import { useListed } from '../../api/removals.ts';
import { isUnderWay } from '../../api/states.ts';
import { runsQuery } from '../../api/training.ts';
import { Answer } from '../../ui/answer.tsx';
import { count } from '../../ui/format.ts';
import { Lamp } from '../../ui/lamp.tsx';
import { Panel } from '../../ui/surfaces.tsx';
import { fillOf } from './fill.ts';

/** How much of what the plan holds is used: tokens of this month, and things there are now. */
export function UsagePanel({ query }: { query: UseQueryResult<Usage> }) {
  const datasets = useListed(datasetsQuery).data?.length;
  const models = useListed(modelsQuery).data?.length;
  const deployments = useListed(deploymentsQuery).data?.filter(({ status }) => status !== 'cancelled').length;
  const trainings = useQuery(runsQuery).data?.filter(isUnderWay).length;
  return (
    <Panel title="Used" about="Tokens of this month, and what there is now.">
      <Answer query={query} lines={5}>
        {(usage) => {
          const { unlimited, tokens_used, tokens_limit } = usage;
          const meters = [
            ['Tokens this month', tokens_used, tokens_limit],
            ['Datasets', datasets, usage.max_datasets],
            ['Models', models, usage.max_models],
            ['Deployments', deployments, usage.max_deployments],
            ['Trainings at once', trainings, usage.max_concurrent_trainings],
          ] as const;
          return (
            <ul className="flex flex-col gap-4">
              {meters.map(([name, used, limit]) => (
                <li key={name}>
                  <Meter name={name} used={used} limit={unlimited ? undefined : limit} />
                </li>
              ))}
            </ul>
          );
        }}
      </Answer>
    </Panel>
  );
}

const bars = { clear: 'bg-lamp-clear', caution: 'bg-lamp-caution', danger: 'bg-lamp-danger' };

/** Lamp and bar say it in a colour, the word beside them without one. */
function Meter({ name, used, limit }: { name: string; used: number | undefined; limit: number | undefined }) {
  const fill = used !== undefined && limit !== undefined ? fillOf(used, limit) : undefined;
  return (
    <>
      <div className="mb-1 flex flex-wrap items-baseline justify-between gap-x-4 text-sm">
        <span className="font-medium">{name}</span>
        <span className="text-quiet">
          {used === undefined ? '–' : count(used)} {limit === undefined ? 'used, no limit' : `of ${count(limit)}`}
          {fill && (
            <span className="ml-3 inline-flex items-center gap-1.5 align-middle text-ink">
              <Lamp tone={fill.tone} />
              {fill.word}
            </span>
          )}
        </span>
      </div>
      {fill && (
        // biome-ignore lint/a11y/useSemanticElements: browsers paint <meter> each in its own way, and not at all when styled
        <div
          role="meter"
          aria-label={name}
          aria-valuemin={0}
          aria-valuemax={limit}
          aria-valuenow={Math.min(used ?? 0, limit ?? 0)}
          aria-valuetext={`${count(used ?? 0)} of ${count(limit ?? 0)}, ${fill.word}`}
          className="h-2.5 overflow-hidden rounded-full border border-rule bg-well"
        >
          <div
            className={`h-full rounded-full ${bars[fill.tone]}`}
            style={{ width: `${Math.min(100, fill.percent)}%` }}
          />
        </div>
      )}
    </>
  );
}
