import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { resetPassword } from '../../api/accounts.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { AccountFrame, link } from './frame.tsx';
import { resetRoute } from './routes.ts';

export default function ResetPassword() {
  const navigate = useNavigate();
  const { token } = resetRoute.useSearch();
  const [password, setPassword] = useState('');
  const reset = useMutation({
    mutationFn: () => resetPassword({ token: token ?? '', new_password: password }),
  });
  const below = (
    <>
      <Link to="/sign-in" className={link}>
        Back to signing in
      </Link>
      <Link to="/forgot-password" className={link}>
        Send me a new link
      </Link>
    </>
  );
  if (reset.isSuccess) {
    return (
      <AccountFrame
        title="Your password is changed"
        about="You were signed out everywhere else."
        onSubmit={() => void navigate({ to: '/sign-in' })}
        below={null}
      >
        <Button type="submit" look="lever" autoFocus>
          Sign in
        </Button>
      </AccountFrame>
    );
  }
  return (
    <AccountFrame
      title="Choose a new password"
      about={
        token
          ? 'All sessions of the account end when it is changed.'
          : 'The link in the mail holds a key, and this address has none. Open the link from the mail, or have a new one sent.'
      }
      error={reset.error}
      onSubmit={() => reset.mutate()}
      below={below}
    >
      <TextField
        label="New password"
        type="password"
        autoComplete="new-password"
        autoFocus
        required
        minLength={8}
        value={password}
        onChange={(e) => setPassword(e.target.value)}
        hint="At least 8 characters."
      />
      <Button type="submit" look="lever" busy={reset.isPending} disabled={!token}>
        Change the password
      </Button>
    </AccountFrame>
  );
}
