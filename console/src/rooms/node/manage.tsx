import { useState } from 'react';
import type { MediaNode } from '../../api/nodes.ts';
import { Button } from '../../ui/button.tsx';
import { ChangeNode } from './change-node.tsx';
import { DeleteNode } from './delete-node.tsx';
import { NewToken } from './new-token.tsx';

/** What administrators do with a node. */
export function Manage({ node }: { node: MediaNode }) {
  const [open, setOpen] = useState<'change' | 'token' | 'delete'>();
  const close = () => setOpen(undefined);
  return (
    <>
      <Button look="boardQuiet" onClick={() => setOpen('delete')}>
        Delete
      </Button>
      <Button look="boardQuiet" onClick={() => setOpen('token')}>
        New token
      </Button>
      <Button look="board" onClick={() => setOpen('change')}>
        Change
      </Button>
      {open === 'change' && <ChangeNode node={node} onClose={close} />}
      {open === 'token' && <NewToken node={node} onClose={close} />}
      {open === 'delete' && <DeleteNode node={node} onClose={close} />}
    </>
  );
}
