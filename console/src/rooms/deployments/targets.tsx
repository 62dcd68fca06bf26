import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { removeTarget, type Target, targetsQuery } from '../../api/deployments.ts';
import { useListed } from '../../api/removals.ts';
import { useCanWrite } from '../../api/session.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { ago } from '../../ui/format.ts';
import { Status } from '../../ui/lamp.tsx';
import { useRemove } from '../../ui/removal.ts';
import { Panel } from '../../ui/surfaces.tsx';
import { deviceNames } from '../../ui/words.ts';
import { TargetForm } from './target-form.tsx';

/** The devices that models can be sent to. */
export function Targets() {
  const targets = useListed(targetsQuery);
  const canWrite = useCanWrite();
  const [isAdding, setAdding] = useState(false);
  return (
    <Panel title="Devices" action={canWrite && <Button onClick={() => setAdding(true)}>Register a device</Button>}>
      <Answer query={targets} lines={3}>
        {(list) =>
          list.length === 0 ? (
            <p className="text-quiet">
              No device is registered. Registering one takes its address and a login; the first connection pins its host
              key, and from then on no other machine can pass for it.
            </p>
          ) : (
            <ul className="grid gap-4 lg:grid-cols-2">
              {list.map((target) => (
                <li key={target.id} className="min-w-0">
                  <TargetPlate target={target} />
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
      {isAdding && <TargetForm onClose={() => setAdding(false)} />}
    </Panel>
  );
}

function TargetPlate({ target }: { target: Target }) {
  const canWrite = useCanWrite();
  const [isAsking, setAsking] = useState(false);
  const { id, name, ip, port, username, auth_method, arch, status, host_key, last_seen } = target;
  return (
    <div className="flex h-full flex-col gap-3 rounded-md border border-rule p-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <h3 className="min-w-0 text-base [overflow-wrap:anywhere]">{name}</h3>
        <Status value={status} />
      </div>
      <dl className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm [&_dt]:text-quiet">
        <dt>Address</dt>
        <dd className="font-mono text-xs leading-6 [overflow-wrap:anywhere]">
          {username}@{ip}:{port}
        </dd>
        <dt>Logs in by</dt>
        <dd>{auth_method === 'password' ? 'password' : 'key'}, kept encrypted</dd>
        <dt>Processor</dt>
        <dd>{deviceNames[arch] ?? arch}</dd>
        <dt>Host key</dt>
        <dd className={host_key ? 'font-mono text-xs leading-6 [overflow-wrap:anywhere]' : ''}>
          {host_key ?? 'The first connection pins it'}
        </dd>
        <dt>Runs</dt>
        <dd>
          <Running target={target} />
        </dd>
        <dt>Last seen</dt>
        <dd>{last_seen ? ago(last_seen) : 'never'}</dd>
      </dl>
      {canWrite && (
        <div className="mt-auto flex flex-wrap gap-2 pt-1">
          <ButtonLink to="/deployments/new" search={{ target: id }}>
            Deploy to it
          </ButtonLink>
          <Button look="quiet" onClick={() => setAsking(true)}>
            Remove
          </Button>
        </div>
      )}
      {isAsking && <Remove target={target} onClose={() => setAsking(false)} />}
    </div>
  );
}

function Running({ target: { current_model, current_model_version } }: { target: Target }) {
  if (!current_model) return 'nothing of ours yet';
  return (
    <>
      <Link to="/models/$id" params={{ id: current_model }} className="rounded text-lever underline underline-offset-4">
        {current_model}
      </Link>
      {current_model_version && `, ${current_model_version}`}
    </>
  );
}

function Remove({ target: { id, name }, onClose }: { target: Target; onClose(): void }) {
  const remove = useRemove();
  const confirm = () => {
    onClose();
    remove({ id, name: `the device “${name}”`, list: targetsQuery.queryKey, send: () => removeTarget(id) });
  };
  return (
    <Confirm title={`Remove ${name}?`} action="Remove the device" onConfirm={confirm} onClose={onClose}>
      You can take it back for a few seconds; then its login and its pinned key are forgotten. What runs on the device
      goes on running there.
    </Confirm>
  );
}
