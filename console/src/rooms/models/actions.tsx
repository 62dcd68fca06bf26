import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { deleteModel, type Model, modelsQuery, renameModel } from '../../api/models.ts';
import { useListed } from '../../api/removals.ts';
import { useCanWrite } from '../../api/session.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Confirm, Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { useRemove } from '../../ui/removal.ts';
import { Failure, Panel } from '../../ui/surfaces.tsx';

/** Rename, compare, delete. */
export function ModelActions({ model }: { model: Model }) {
  const canWrite = useCanWrite();
  const others = (useListed(modelsQuery).data ?? []).filter(({ id }) => id !== model.id);
  const [open, setOpen] = useState<'rename' | 'delete'>();
  if (!canWrite && others.length === 0) return null;
  return (
    <Panel title="More to do">
      <div className="flex flex-wrap gap-2">
        {others.length > 0 && (
          <ButtonLink to="/models/compare" search={{ a: model.id }}>
            Compare with another
          </ButtonLink>
        )}
        {canWrite && (
          <>
            <Button onClick={() => setOpen('rename')}>Rename</Button>
            <Button look="danger" onClick={() => setOpen('delete')}>
              Delete
            </Button>
          </>
        )}
      </div>
      {open === 'rename' && <Rename model={model} onClose={() => setOpen(undefined)} />}
      {open === 'delete' && <Delete model={model} onClose={() => setOpen(undefined)} />}
    </Panel>
  );
}

function Rename({ model, onClose }: { model: Model; onClose(): void }) {
  const [name, setName] = useState(model.name);
  const queries = useQueryClient();
  const renaming = useMutation({
    mutationFn: () => renameModel(model.id, name.trim()),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: ['models'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    renaming.mutate();
  };
  return (
    <Dialog title="Rename the model" onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {renaming.error && <Failure error={renaming.error} />}
        <TextField label="Name" required maxLength={1000} value={name} onChange={(e) => setName(e.target.value)} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="lever" busy={renaming.isPending} disabled={!name.trim()}>
            Rename
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Delete({ model: { id, name }, onClose }: { model: Model; onClose(): void }) {
  const remove = useRemove();
  const navigate = useNavigate();
  const confirm = () => {
    onClose();
    remove({
      id,
      name: `“${name}”`,
      list: modelsQuery.queryKey,
      also: [['evaluations']],
      send: () => deleteModel(id),
    });
    void navigate({ to: '/models' });
  };
  return (
    <Confirm title={`Delete “${name}”?`} action="Delete the model" onConfirm={confirm} onClose={onClose}>
      You can take it back for a few seconds; then its file and its evaluation are gone for good. What was deployed
      already goes on running on its device.
    </Confirm>
  );
}
