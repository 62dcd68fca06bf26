import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type MediaNode, renewToken } from '../../api/nodes.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm, Dialog } from '../../ui/dialog.tsx';
import { Registration } from '../nodes/registration.tsx';

/** Makes a node register anew. */
export function NewToken({ node, onClose }: { node: MediaNode; onClose(): void }) {
  const queries = useQueryClient();
  const renewal = useMutation({
    mutationFn: () => renewToken(node.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['nodes'] }),
  });
  if (renewal.data)
    return (
      <Dialog title={`Register ${node.name}`} onClose={onClose} width="max-w-2xl">
        <Registration token={renewal.data} type={node.device_type} />
        <div className="mt-5 flex justify-end">
          <Button look="lever" onClick={onClose}>
            Done
          </Button>
        </div>
      </Dialog>
    );
  return (
    <Confirm
      title={`A new token for ${node.name}?`}
      action="Make a new token"
      busy={renewal.isPending}
      error={renewal.error}
      onConfirm={() => renewal.mutate()}
      onClose={onClose}
    >
      The node is disconnected, and its credentials are worth nothing from then on. It has to be given the new token to
      come back. Its events and history stay.
    </Confirm>
  );
}
