import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeTunnel, deleteTunnel, type Tunnel, tunnelsQuery } from '../../api/tunnels.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { useRemove } from '../../ui/removal.ts';
import { Failure, Panel } from '../../ui/surfaces.tsx';
import { say } from '../../ui/toast.tsx';
import { Legs } from './legs.tsx';
import { TunnelStatus } from './words.tsx';

/** A tunnel: its way, its state, and its levers. */
export function TunnelPlate({
  tunnel,
  canManage,
  onEdit,
}: {
  tunnel: Tunnel;
  canManage: boolean;
  onEdit(id: string): void;
}) {
  const { id, name, protocol, mode, status, enabled, associated_flow_ids: flows } = tunnel;
  const queries = useQueryClient();
  const [isDeleting, setDeleting] = useState(false);
  const turning = useMutation({
    mutationFn: () => changeTunnel(id, { enabled: !enabled }),
    onSuccess: async (told) => {
      const rest = told.warnings.length > 0 ? ` ${told.warnings.join(' ')}` : '';
      say(`${name} is turned ${told.enabled ? 'on' : 'off'}.${rest}`, rest ? 'caution' : 'clear');
      await queries.invalidateQueries(tunnelsQuery);
    },
  });
  return (
    <Panel
      title={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="[overflow-wrap:anywhere]">{name}</span>
          <TunnelStatus status={status} />
        </span>
      }
      about={`${protocol.toUpperCase()}, ${mode === 'relay' ? 'through a relay' : 'direct'}${flows.length > 0 ? `, for ${flows.join(', ')}` : ''}`}
      action={
        canManage && (
          <>
            <Button
              busy={turning.isPending}
              onClick={() => turning.mutate()}
              aria-label={`Turn ${enabled ? 'off' : 'on'} ${name}`}
            >
              {enabled ? 'Turn off' : 'Turn on'}
            </Button>
            <Button onClick={() => onEdit(id)} aria-label={`Change ${name}`}>
              Change
            </Button>
            <Button look="danger" onClick={() => setDeleting(true)} aria-label={`Delete ${name}`}>
              Delete
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {turning.error && <Failure error={turning.error} />}
        <Legs tunnel={tunnel} />
      </div>
      {isDeleting && <DeleteTunnel tunnel={tunnel} onClose={() => setDeleting(false)} />}
    </Panel>
  );
}

function DeleteTunnel({ tunnel: { id, name }, onClose }: { tunnel: Tunnel; onClose(): void }) {
  const remove = useRemove();
  const confirm = () => {
    onClose();
    remove({ id, name: `the tunnel ${name}`, list: tunnelsQuery.queryKey, send: () => deleteTunnel(id) });
  };
  return (
    <Confirm title={`Delete ${name}?`} action="Delete the tunnel" onConfirm={confirm} onClose={onClose}>
      You can take it back for a few seconds; then its nodes forget it, and what runs through it stops. To pause it,
      turn it off.
    </Confirm>
  );
}
