import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { deleteNode, type MediaNode } from '../../api/nodes.ts';
import { Confirm } from '../../ui/dialog.tsx';
import { say } from '../../ui/toast.tsx';

export function DeleteNode({ node, onClose }: { node: MediaNode; onClose(): void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const deletion = useMutation({
    mutationFn: () => deleteNode(node.id),
    onSuccess: async () => {
      say(`${node.name} is deleted.`);
      await navigate({ to: '/media-nodes' });
      queries.removeQueries({ queryKey: ['nodes', node.id] });
      await queries.invalidateQueries({ queryKey: ['nodes'] });
    },
  });
  return (
    <Confirm
      title={`Delete ${node.name}?`}
      action="Delete the node"
      busy={deletion.isPending}
      error={deletion.error}
      onConfirm={() => deletion.mutate()}
      onClose={onClose}
    >
      It is disconnected, and its events, tunnels and history are gone for good. What runs on the machine goes on
      running there.
    </Confirm>
  );
}
