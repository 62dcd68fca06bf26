import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { signUp } from '../../api/accounts.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { AccountFrame, link } from './frame.tsx';

export default function SignUp() {
  const navigate = useNavigate();
  const [username, setUsername] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const entry = useMutation({
    mutationFn: () => signUp({ username: username.trim(), email: email.trim(), password }),
    onSuccess: () => navigate({ to: '/verify', search: { email: email.trim() } }),
  });
  return (
    <AccountFrame
      title="Make an account"
      about="It starts on the free plan. A code comes by mail; with it the account is ready."
      error={entry.error}
      onSubmit={() => entry.mutate()}
      below={
        <Link to="/sign-in" className={link}>
          I have an account
        </Link>
      }
    >
      <TextField
        label="Username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        required
        minLength={3}
        pattern="[A-Za-z0-9_]+"
        value={username}
        onChange={(e) => setUsername(e.target.value)}
        hint="At least 3 letters, digits or underscores."
      />
      <TextField
        label="Email"
        type="email"
        autoComplete="email"
        required
        value={email}
        onChange={(e) => setEmail(e.target.value)}
      />
      <TextField
        label="Password"
        type="password"
        autoComplete="new-password"
        required
        minLength={8}
        value={password}
        onChange={(e) => setPassword(e.target.value)}
        hint="At least 8 characters. A few words in a row are easy to keep and hard to guess."
      />
      <Button type="submit" look="lever" busy={entry.isPending}>
        Make the account
      </Button>
    </AccountFrame>
  );
}
