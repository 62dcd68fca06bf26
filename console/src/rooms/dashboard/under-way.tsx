import { Link } from '@tanstack/react-router';
import type { DatasetSummary } from '../../api/datasets.ts';
import type { Deployment } from '../../api/deployments.ts';
import { deploymentSteps, isBeingJudged, isOnItsWay, isUnderWay } from '../../api/states.ts';
import type { RunSummary } from '../../api/training.ts';
import { duration, number } from '../../ui/format.ts';
import { Status } from '../../ui/lamp.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Panel } from '../../ui/surfaces.tsx';
import { architectureName } from '../../ui/words.ts';

/** Everything that moves by itself at this moment. */
export function UnderWay({
  runs,
  deployments,
  datasets,
}: {
  runs: readonly RunSummary[];
  deployments: readonly Deployment[];
  datasets: readonly DatasetSummary[];
}) {
  const moving = runs.filter(isUnderWay).reverse();
  const going = deployments.filter(isOnItsWay);
  const nameOf = (id: string) => datasets.find((one) => one.id === id)?.name ?? 'A deleted dataset';
  return (
    <Panel title="Under way" flush>
      {moving.length + going.length === 0 ? (
        <p className="px-5 py-6 text-quiet">Nothing trains, nothing is on its way to a device.</p>
      ) : (
        <ul className="divide-y divide-rule/70">
          {moving.map((run) => (
            <RunLine key={run.id} run={run} name={nameOf(run.dataset_id)} />
          ))}
          {going.map((deployment) => (
            <DeploymentLine key={deployment.id} deployment={deployment} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

const link = 'font-medium underline-offset-4 [overflow-wrap:anywhere] hover:underline rounded';

function RunLine({ run, name }: { run: RunSummary; name: string }) {
  const { id, status, architecture, current_epoch, total_epochs, best_val_loss, training_time_seconds } = run;
  const remaining =
    current_epoch > 0 ? ((total_epochs - current_epoch) * training_time_seconds) / current_epoch : undefined;
  return (
    <li className="flex flex-col gap-2 px-5 py-4">
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <Link to="/training/$id" params={{ id }} className={link}>
            {name}
          </Link>
          <p className="text-quiet text-sm">{architectureName(architecture)}</p>
        </div>
        <Status value={status} />
      </div>
      {status === 'running' && (
        <>
          <Progress label={`Training on ${name}`} value={current_epoch} max={total_epochs} />
          <p className="flex flex-wrap justify-between gap-x-4 text-quiet text-sm">
            <span>
              Epoch {current_epoch} of {total_epochs}, best loss {number(best_val_loss)}
            </span>
            {isBeingJudged(run) ? (
              <span>It is being judged</span>
            ) : (
              remaining !== undefined && <span>About {duration(remaining)} to go</span>
            )}
          </p>
        </>
      )}
    </li>
  );
}

function DeploymentLine({
  deployment: { id, status, target_name, target_ip, model_name },
}: {
  deployment: Deployment;
}) {
  const at = (deploymentSteps as readonly string[]).indexOf(status);
  return (
    <li className="flex flex-col gap-2 px-5 py-4">
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <Link to="/deployments/$id" params={{ id }} className={link}>
            {target_name || target_ip}
          </Link>
          <p className="text-quiet text-sm [overflow-wrap:anywhere]">{model_name}</p>
        </div>
        <Status value={status} />
      </div>
      <Progress label={`Deployment to ${target_name}`} value={at + 0.5} max={deploymentSteps.length} />
    </li>
  );
}
