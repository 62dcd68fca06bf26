import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { createPerson, type Role } from '../../api/people.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ChoiceCards, TextField } from '../../ui/fields.tsx';
import { Failure } from '../../ui/surfaces.tsx';
import { say } from '../../ui/toast.tsx';
import { roles } from './roles.ts';

/** Adds somebody to the tenant. */
export function NewPerson({ onClose }: { onClose(): void }) {
  const [draft, setDraft] = useState({ username: '', email: '', password: '' });
  const [role, setRole] = useState<Role>('operator');
  const queries = useQueryClient();
  const creation = useMutation({
    mutationFn: () => createPerson({ ...draft, role }),
    onSuccess: async ({ username }) => {
      say(`${username} may sign in.`);
      onClose();
      await queries.invalidateQueries({ queryKey: ['people'] });
    },
  });
  const field = (name: keyof typeof draft) => ({
    value: draft[name],
    required: true,
    onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [name]: event.target.value }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    creation.mutate();
  };
  return (
    <Dialog title="Add a person" onClose={onClose} width="max-w-2xl">
      <form onSubmit={submit} className="flex flex-col gap-4">
        {creation.error && <Failure error={creation.error} />}
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label="Username"
            autoCapitalize="none"
            spellCheck={false}
            autoComplete="off"
            {...field('username')}
          />
          <TextField label="Email" type="email" autoComplete="off" {...field('email')} />
        </div>
        <TextField
          label="First password"
          type="password"
          autoComplete="new-password"
          minLength={8}
          {...field('password')}
          hint="At least 8 characters. Tell it to them another way than this; they can change it in their settings."
        />
        <ChoiceCards legend="Role" value={role} onChange={setRole} choices={roles} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="lever" busy={creation.isPending}>
            Add the person
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
