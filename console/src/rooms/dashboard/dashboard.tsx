import { useQuery } from '@tanstack/react-query';
import { systemQuery } from '../../api/accounts.ts';
import { datasetsQuery } from '../../api/datasets.ts';
import { deploymentsQuery, targetsQuery } from '../../api/deployments.ts';
import { modelsQuery } from '../../api/models.ts';
import { openEventsQuery } from '../../api/node-events.ts';
import { nodesQuery } from '../../api/nodes.ts';
import { useListed } from '../../api/removals.ts';
import { useCanWrite, useSession } from '../../api/session.ts';
import { runsQuery } from '../../api/training.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { count, percent } from '../../ui/format.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { Failure, Panel, Skeleton } from '../../ui/surfaces.tsx';
import { needsOf } from './needs.ts';
import { Needs } from './needs-list.tsx';
import { nodeNeedsOf } from './node-needs.ts';
import { OverviewLine } from './overview-line.tsx';
import { stopsOf } from './stops.ts';
import { UnderWay } from './under-way.tsx';

/** What runs, and what needs me. */
export default function Dashboard() {
  const user = useSession()?.user;
  const canWrite = useCanWrite();
  const datasets = useListed(datasetsQuery);
  const runs = useQuery(runsQuery);
  const models = useListed(modelsQuery);
  const deployments = useListed(deploymentsQuery);
  const targets = useListed(targetsQuery);
  // Of another door: the main job is shown without them, too.
  const nodes = useListed(nodesQuery).data ?? [];
  const openEvents = useQuery(openEventsQuery).data;
  const all = [datasets, runs, models, deployments, targets];
  const failed = all.find(({ error }) => error);
  const house =
    datasets.data && runs.data && models.data && deployments.data && targets.data
      ? {
          datasets: datasets.data,
          runs: runs.data,
          models: models.data,
          deployments: deployments.data,
          targets: targets.data,
        }
      : undefined;
  return (
    <>
      <PageHead
        title="Dashboard"
        about={user && `Good to see you, ${user.username}.`}
        action={
          canWrite && (
            <ButtonLink to="/datasets" search={{ upload: true }} look="board">
              Upload readings
            </ButtonLink>
          )
        }
      />
      {failed?.error && <Failure error={failed.error} retry={() => all.forEach((query) => void query.refetch())} />}
      {house ? (
        <div className="flex flex-col gap-6">
          <OverviewLine stops={stopsOf(house)} />
          <div className="grid items-start gap-6 lg:grid-cols-2">
            <Needs needs={[...nodeNeedsOf(nodes, openEvents), ...needsOf(house)]} />
            <UnderWay runs={house.runs} deployments={house.deployments} datasets={house.datasets} />
          </div>
          <Machine />
        </div>
      ) : (
        !failed && <Skeleton lines={10} />
      )}
    </>
  );
}

function Machine() {
  const { data } = useQuery(systemQuery);
  if (!data) return null;
  const { cpu_usage_percent, memory_used_mb, memory_total_mb, disk_used_gb, disk_total_gb } = data;
  return (
    <Panel title="The machine it runs on">
      <Facts
        columns="sm:grid-cols-4"
        facts={[
          { name: 'Processor', value: percent(cpu_usage_percent / 100) },
          {
            name: 'Memory',
            value: percent(memory_used_mb / memory_total_mb),
            about: `${count(memory_used_mb)} of ${count(memory_total_mb)} MB`,
          },
          {
            name: 'Disk',
            value: percent(disk_used_gb / disk_total_gb),
            about: `${count(disk_used_gb)} of ${count(disk_total_gb)} GB`,
          },
          {
            name: 'Trainings at once',
            value: data.max_concurrent_trainings,
            about: `${data.active_training_runs} now`,
          },
        ]}
      />
    </Panel>
  );
}
