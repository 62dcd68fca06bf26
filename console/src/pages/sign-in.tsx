import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ml } from '../api/client.ts';
import { type Session, setSession } from '../api/session.ts';
import { Mark } from '../shell/mark.tsx';
import { Button, TextField } from '../ui/controls.tsx';
import { Failure } from '../ui/surfaces.tsx';

export default function SignIn() {
  const navigate = useNavigate();
  const { next } = useSearch({ from: '/sign-in' });
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: async () => (await ml.POST('/api/v1/auth/login', { body: { username, password } })).data,
    onSuccess: (answer) => {
      if (!answer) return;
      setSession({ token: answer.token, user: answer.user } as Session);
      navigate({ to: next?.startsWith('/') && !next.startsWith('//') ? next : '/' });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <form
        onSubmit={submit}
        className="flex w-full max-w-sm flex-col gap-5 rounded-panel border border-rule bg-panel p-7 shadow-panel"
      >
        <header className="flex items-center gap-3">
          <Mark size={36} />
          <div>
            <h1 className="text-xl">Signalbox</h1>
            <p className="text-quiet text-sm">Sign in to your control plane</p>
          </div>
        </header>
        {signIn.isError && <Failure error={signIn.error} />}
        <TextField
          label="Username"
          autoComplete="username"
          autoFocus
          required
          value={username}
          onChange={(e) => setUsername(e.target.value)}
        />
        <TextField
          label="Password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(e) => setPassword(e.target.value)}
          hint="At the first start the server printed the administrator's, and wrote it to initial-credentials.txt in its data folder."
        />
        <Button type="submit" look="lever" busy={signIn.isPending}>
          Sign in
        </Button>
      </form>
    </main>
  );
}
