import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import {
  type Deployment,
  deleteDeployment,
  deploymentQuery,
  deploymentsQuery,
  retryDeployment,
} from '../../api/deployments.ts';
import { useCanWrite } from '../../api/session.ts';
import { deploymentSteps, isOnItsWay, isOnlyUnsent } from '../../api/states.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { DownloadButton } from '../../ui/download-button.tsx';
import { type FactLine, Facts } from '../../ui/facts.tsx';
import { bytes, dateTime } from '../../ui/format.ts';
import { Status } from '../../ui/lamp.tsx';
import { PageAnswer } from '../../ui/page-answer.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { PrintButton } from '../../ui/print-button.tsx';
import { useRemove } from '../../ui/removal.ts';
import { Failure, Notice, Panel } from '../../ui/surfaces.tsx';
import { say } from '../../ui/toast.tsx';
import { type Station, Track } from '../../ui/track.tsx';
import { deviceNames } from '../../ui/words.ts';
import { DeploymentLog } from './log.tsx';
import { deploymentRoute } from './routes.ts';

const back = { to: '/deployments', name: 'Deployments' } as const;

export default function DeploymentPage() {
  const { id } = deploymentRoute.useParams();
  const deployment = useQuery(deploymentQuery(id));
  return (
    <PageAnswer id={id} query={deployment} kind="Deployment" back={back}>
      {(found) => <Found deployment={found} />}
    </PageAnswer>
  );
}

function Found({ deployment }: { deployment: Deployment }) {
  const canWrite = useCanWrite();
  const queries = useQueryClient();
  const { id, status, target_name, target_ip, model_name, error, packaged_at } = deployment;
  const isUnsent = isOnlyUnsent(deployment);
  const retry = useMutation({
    mutationFn: () => retryDeployment(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['deployments'] }),
  });
  return (
    <>
      <PageHead
        title={target_name || target_ip}
        back={back}
        beside={<Status value={isUnsent ? 'unsent' : status} />}
        about={
          <>
            Gets{' '}
            <Link
              to="/models/$id"
              params={{ id: deployment.model_id }}
              className="rounded underline underline-offset-4"
            >
              {model_name}
            </Link>
          </>
        }
        action={
          <>
            {canWrite && <DeleteButton deployment={deployment} />}
            {packaged_at && (
              <PrintButton look="boardQuiet" path={`/api/v1/deployments/${id}?format=certificate`}>
                Certificate
              </PrintButton>
            )}
            {packaged_at && (
              <DownloadButton
                look="boardQuiet"
                path={`/api/v1/deployments/${id}/binary`}
                fallbackName={`signalbox-edge-${id}`}
              >
                Download the program
              </DownloadButton>
            )}
            {canWrite && status === 'failed' && (
              <Button look="board" busy={retry.isPending} onClick={() => retry.mutate()}>
                Try again
              </Button>
            )}
          </>
        }
      />
      <div className="flex flex-col gap-6">
        <Panel>
          <Track label="Way of the deployment" stations={stationsOf(deployment)} />
        </Panel>
        {retry.error && <Failure error={retry.error} />}
        {isUnsent && (
          <Notice tone="caution">
            <p className="font-medium">The program is built and waits for you.</p>
            <p className="mt-1">
              No login for {target_ip} is registered, so nothing was sent. Download it, copy it there and start it: it
              needs nothing else. Or{' '}
              <Link to="/deployments" className="rounded text-lever underline underline-offset-4">
                register the device
              </Link>{' '}
              and try again.
            </p>
          </Notice>
        )}
        {error && !isUnsent && (
          <div role="alert" className="rounded-md border border-danger/60 bg-danger-soft px-4 py-3">
            <p className="font-medium text-danger [overflow-wrap:anywhere]">{error}</p>
            {packaged_at && (
              <p className="mt-1 text-sm">
                The program is built and can be downloaded: it runs on the device without anything else.
              </p>
            )}
          </div>
        )}
        <Panel title="Log" flush>
          <DeploymentLog id={id} live={isOnItsWay(deployment)} />
        </Panel>
        <Panel title="The program">
          <Facts facts={factsOf(deployment)} />
          {deployment.binary_sha256 && (
            <p className="mt-4 font-mono text-quiet text-xs [overflow-wrap:anywhere]">
              sha256 {deployment.binary_sha256}
            </p>
          )}
        </Panel>
      </div>
    </>
  );
}

const stepNotes: Record<string, string> = {
  compiling: 'The runtime; a minute, the first time for a kind of processor',
  quantizing: 'The weights',
  packaging: 'Both into one program',
  transferring: 'By SSH, tried and swapped in',
};

function stationsOf(deployment: Deployment): Station[] {
  const { status, failed_step, deployed_at, target_ip } = deployment;
  const isUnsent = isOnlyUnsent(deployment);
  const at = deploymentSteps.findIndex((step) => step === (status === 'failed' ? failed_step : status));
  const steps = deploymentSteps.map((step, i): Station => {
    const name = step[0]?.toUpperCase() + step.slice(1);
    const note = step === 'transferring' ? `To ${target_ip}` : stepNotes[step];
    if (status === 'deployed') return { name, note, state: 'done' };
    if (at === -1 || i > at || (i === at && isUnsent)) return { name, note, state: 'ahead' };
    return { name, note, state: i < at ? 'done' : status === 'failed' ? 'failed' : 'here' };
  });
  return [
    ...steps,
    {
      name: 'Deployed',
      state: status === 'deployed' ? 'done' : 'ahead',
      note: deployed_at ? dateTime(deployed_at) : undefined,
    },
  ];
}

function factsOf(deployment: Deployment): FactLine[] {
  const { binary_size_bytes, precision, target_arch, created_at, deployed_by } = deployment;
  return [
    { name: 'Size', value: binary_size_bytes === null ? 'Not built yet' : bytes(binary_size_bytes) },
    { name: 'Weights', value: precision === 'int8' ? 'INT8' : 'Float' },
    { name: 'Processor', value: deviceNames[target_arch] ?? target_arch },
    { name: 'Asked for', value: dateTime(created_at), about: `by ${deployed_by}` },
  ];
}

function DeleteButton({ deployment }: { deployment: Deployment }) {
  const { id, target_name, target_ip } = deployment;
  const [isAsking, setAsking] = useState(false);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const isGoing = isOnItsWay(deployment);
  const name = `the deployment to ${target_name || target_ip}`;
  const remove = useRemove();
  // What is under way must stop now: there is no taking back what has arrived meanwhile.
  const cancelling = useMutation({
    mutationFn: () => deleteDeployment(id),
    onSuccess: async () => {
      say(`T${name.slice(1)} is cancelled.`);
      await navigate({ to: '/deployments' });
      queries.removeQueries({ queryKey: ['deployments', id] });
      await queries.invalidateQueries({ queryKey: ['deployments'] });
    },
  });
  const confirm = () => {
    if (isGoing) return cancelling.mutate();
    setAsking(false);
    remove({ id, name, list: deploymentsQuery.queryKey, send: () => deleteDeployment(id) });
    void navigate({ to: '/deployments' });
  };
  return (
    <>
      <Button look="boardQuiet" onClick={() => setAsking(true)}>
        {isGoing ? 'Cancel' : 'Delete'}
      </Button>
      {isAsking && (
        <Confirm
          title={isGoing ? 'Cancel this deployment?' : 'Delete this deployment?'}
          action={isGoing ? 'Cancel it' : 'Delete it'}
          busy={cancelling.isPending}
          error={cancelling.error}
          onConfirm={confirm}
          onClose={() => setAsking(false)}
        >
          {isGoing
            ? 'The record and the built program are gone for good, at once.'
            : 'You can take it back for a few seconds; then the record and the built program are gone for good.'}{' '}
          What runs on the device goes on running there.
        </Confirm>
      )}
    </>
  );
}
