import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { type HalfIn, signIn } from '../../api/accounts.ts';
import { ApiError } from '../../api/client.ts';
import { useSession } from '../../api/session.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { AccountFrame, link } from './frame.tsx';
import { signInRoute } from './routes.ts';
import { SecondStep } from './second-step.tsx';

export default function SignIn() {
  const navigate = useNavigate();
  const { next } = signInRoute.useSearch();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const isIn = useSession() !== undefined;
  const [halfIn, setHalfIn] = useState<HalfIn>();
  const entry = useMutation({ mutationFn: () => signIn(username.trim(), password), onSuccess: setHalfIn });
  // Also for who comes here signed in already.
  useEffect(() => {
    if (isIn) void navigate({ href: next ?? '/', replace: true });
  }, [isIn, next, navigate]);
  const isUnverified = entry.error instanceof ApiError && entry.error.code === 'EMAIL_NOT_VERIFIED';
  if (halfIn) return <SecondStep halfIn={halfIn} onBack={() => setHalfIn(undefined)} />;
  return (
    <AccountFrame
      title="Sign in"
      about="To your control plane for devices and their models."
      error={entry.error}
      onSubmit={() => entry.mutate()}
      below={
        <>
          <Link to="/sign-up" className={link}>
            Make an account
          </Link>
          <Link to="/forgot-password" className={link}>
            I forgot my password
          </Link>
        </>
      }
    >
      {isUnverified && (
        <Link to="/verify" className={link}>
          Enter the code from the mail
        </Link>
      )}
      <TextField
        label="Username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
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
        hint="First time here? The server printed the administrator's name and password when it first started, and wrote them into its data folder."
      />
      <Button type="submit" look="lever" busy={entry.isPending}>
        Sign in
      </Button>
    </AccountFrame>
  );
}
