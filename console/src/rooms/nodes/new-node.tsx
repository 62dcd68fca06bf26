import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { addNode, type DeviceType } from '../../api/nodes.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ChoiceCards, TextField } from '../../ui/fields.tsx';
import { Failure } from '../../ui/surfaces.tsx';
import { Registration } from './registration.tsx';

const abouts: Record<string, string> = {
  edge: 'Takes streams in and sends them out, in flows.',
  relay: 'Carries tunnels between edges that cannot reach each other.',
};

/** Adds a node, then shows its registration token and what to do with it. */
export function NewNode({ types, onClose }: { types: readonly DeviceType[]; onClose(): void }) {
  const [draft, setDraft] = useState({ name: '', description: '', expires: '' });
  const [type, setType] = useState('edge');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const creation = useMutation({
    mutationFn: () =>
      addNode({
        name: draft.name.trim(),
        device_type: type,
        ...(draft.description.trim() && { description: draft.description.trim() }),
        ...(draft.expires && { expires_at: new Date(draft.expires).toISOString() }),
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['nodes'] }),
  });
  const field = (name: keyof typeof draft) => ({
    value: draft[name],
    onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [name]: event.target.value }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    creation.mutate();
  };
  const made = creation.data;
  if (made)
    return (
      <Dialog title={`Register ${made.name}`} onClose={onClose} width="max-w-2xl">
        <Registration token={made.registration_token} type={made.device_type} />
        <div className="mt-5 flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Done</Button>
          <Button
            look="lever"
            onClick={() => {
              onClose();
              void navigate({ to: '/media-nodes/$id', params: { id: made.id } });
            }}
          >
            Go to the node
          </Button>
        </div>
      </Dialog>
    );
  return (
    <Dialog title="Add a node" onClose={onClose} width="max-w-2xl">
      <form onSubmit={submit} className="flex flex-col gap-5">
        {creation.error && <Failure error={creation.error} />}
        <ChoiceCards
          legend="What it is"
          value={type}
          onChange={setType}
          columns={2}
          choices={types.map(({ device_type, display_name }) => ({
            value: device_type,
            title: display_name,
            about: abouts[device_type] ?? '',
          }))}
        />
        <div className="grid gap-5 sm:grid-cols-2">
          <TextField label="Name" required maxLength={128} {...field('name')} hint="Such as edge-oslo-01." />
          <TextField label="Description (optional)" maxLength={512} {...field('description')} />
          <TextField
            label="Let in until (optional)"
            type="datetime-local"
            {...field('expires')}
            hint="Then it is disconnected and kept out. Left empty, it may stay."
          />
        </div>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="lever" busy={creation.isPending}>
            Add the node
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
