import { useNavigate } from '@tanstack/react-router';
import { deleteNode, type MediaNode, nodesQuery } from '../../api/nodes.ts';
import { Confirm } from '../../ui/dialog.tsx';
import { useRemove } from '../../ui/removal.ts';

export function DeleteNode({ node: { id, name }, onClose }: { node: MediaNode; onClose(): void }) {
  const navigate = useNavigate();
  const remove = useRemove();
  const confirm = () => {
    onClose();
    remove({
      id,
      name: `the node ${name}`,
      list: nodesQuery.queryKey,
      also: [['node-events'], ['tunnels']],
      send: () => deleteNode(id),
    });
    void navigate({ to: '/media-nodes' });
  };
  return (
    <Confirm title={`Delete ${name}?`} action="Delete the node" onConfirm={confirm} onClose={onClose}>
      You can take it back for a few seconds; then it is disconnected, and its events, tunnels and history are gone for
      good. What runs on the machine goes on running there.
    </Confirm>
  );
}
