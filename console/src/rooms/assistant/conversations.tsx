import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type Conversation, conversationsQuery, deleteConversation } from '../../api/assistant.ts';
import { useListed } from '../../api/removals.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { ago } from '../../ui/format.ts';
import { useRemove } from '../../ui/removal.ts';
import { Panel } from '../../ui/surfaces.tsx';

/** Earlier conversations; nobody else sees them. */
export function Conversations({ open }: { open: string | undefined }) {
  const conversations = useListed(conversationsQuery);
  const [leaving, setLeaving] = useState<Conversation>();
  return (
    <Panel
      title="Conversations"
      about="Only you see them."
      action={
        <ButtonLink to="/assistant" search={{}}>
          New
        </ButtonLink>
      }
      flush
    >
      <Answer query={conversations} waiting={<p className="p-5 text-quiet">Looking for them…</p>}>
        {(list) =>
          list.length === 0 ? (
            <p className="p-5 text-quiet text-sm">What you ask is kept here, until you delete it.</p>
          ) : (
            <ul className="max-h-[60vh] divide-y divide-rule/70 overflow-y-auto">
              {list.map((one) => (
                <li
                  key={one.id}
                  className="flex items-center gap-1 pr-2 hover:bg-well/40 has-[[aria-current]]:bg-lever-soft/50"
                >
                  <Link
                    to="/assistant"
                    search={{ conversation: one.id, ...(one.dataset_id && { dataset: one.dataset_id }) }}
                    aria-current={one.id === open ? 'page' : undefined}
                    className="min-w-0 flex-1 px-5 py-3"
                  >
                    <span className="block truncate font-medium text-sm">{one.title}</span>
                    <span className="text-quiet text-xs">{ago(one.updated_at)}</span>
                  </Link>
                  <Button look="quiet" aria-label={`Delete “${one.title}”`} onClick={() => setLeaving(one)}>
                    <span aria-hidden="true">×</span>
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
      {leaving && <Delete conversation={leaving} isOpen={leaving.id === open} onClose={() => setLeaving(undefined)} />}
    </Panel>
  );
}

function Delete({
  conversation: { id, title },
  isOpen,
  onClose,
}: {
  conversation: Conversation;
  isOpen: boolean;
  onClose(): void;
}) {
  const remove = useRemove();
  const navigate = useNavigate();
  const confirm = () => {
    onClose();
    remove({ id, name: `“${title}”`, list: conversationsQuery.queryKey, send: () => deleteConversation(id) });
    if (isOpen) void navigate({ to: '/assistant', search: {} });
  };
  return (
    <Confirm title={`Delete “${title}”?`} action="Delete the conversation" onConfirm={confirm} onClose={onClose}>
      You can take it back for a few seconds; then what was asked and answered in it is gone for good. Trainings that
      came of it stay.
    </Confirm>
  );
}
