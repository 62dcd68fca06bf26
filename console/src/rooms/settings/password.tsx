import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { changePassword } from '../../api/profile.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Failure } from '../../ui/surfaces.tsx';
import { say } from '../../ui/toast.tsx';

/** @param username for the browser's password manager, which wants to know whose password it is */
export function PasswordForm({ username }: { username: string }) {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: () => changePassword({ current_password: current, new_password: next }),
    onSuccess: async () => {
      say('The password is changed. You are signed out everywhere else.');
      setCurrent('');
      setNext('');
      await queries.invalidateQueries({ queryKey: ['profile'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {change.error && <Failure error={change.error} />}
      <input type="text" autoComplete="username" value={username} readOnly hidden />
      <TextField
        label="Current password"
        type="password"
        autoComplete="current-password"
        required
        value={current}
        onChange={(e) => setCurrent(e.target.value)}
      />
      <TextField
        label="New password"
        type="password"
        autoComplete="new-password"
        minLength={8}
        required
        value={next}
        onChange={(e) => setNext(e.target.value)}
        hint="At least 8 characters. All your other sessions end."
      />
      <Button type="submit" className="self-start" busy={change.isPending}>
        Change the password
      </Button>
    </form>
  );
}
