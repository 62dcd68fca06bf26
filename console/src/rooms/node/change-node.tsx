import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { changeNode, type MediaNode } from '../../api/nodes.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Failure } from '../../ui/surfaces.tsx';
import { say } from '../../ui/toast.tsx';

/** For a field of date and time, in the reader's time zone. */
function localTime(iso: string | null): string {
  if (iso === null) return '';
  const time = new Date(iso);
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** Name, description, and until when it is let in. */
export function ChangeNode({ node, onClose }: { node: MediaNode; onClose(): void }) {
  const expiry = localTime(node.expires_at);
  const [draft, setDraft] = useState({ name: node.name, description: node.description ?? '', expires: expiry });
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: () =>
      changeNode(node.id, {
        name: draft.name.trim(),
        description: draft.description.trim() || null,
        ...(draft.expires !== expiry && {
          expires_at: draft.expires ? new Date(draft.expires).toISOString() : null,
        }),
      }),
    onSuccess: async (changed) => {
      say(`${changed.name} is changed.`);
      onClose();
      await queries.invalidateQueries({ queryKey: ['nodes'] });
    },
  });
  const field = (name: keyof typeof draft) => ({
    value: draft[name],
    onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [name]: event.target.value }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <Dialog title={`Change ${node.name}`} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        {change.error && <Failure error={change.error} />}
        <TextField label="Name" required maxLength={128} {...field('name')} />
        <TextField label="Description" maxLength={512} {...field('description')} />
        <TextField
          label="Let in until"
          type="datetime-local"
          {...field('expires')}
          hint="Then it is disconnected and kept out. Left empty, it may stay."
        />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="lever" busy={change.isPending}>
            Keep the changes
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
