import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { forgotPassword } from '../../api/accounts.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Notice } from '../../ui/surfaces.tsx';
import { AccountFrame, link } from './frame.tsx';

export default function ForgotPassword() {
  const [email, setEmail] = useState('');
  const ask = useMutation({ mutationFn: () => forgotPassword(email.trim()) });
  return (
    <AccountFrame
      title="Choose a new password"
      about="A link comes by mail. It works once, for 30 minutes."
      error={ask.error}
      onSubmit={() => ask.mutate()}
      below={
        <Link to="/sign-in" className={link}>
          Back to signing in
        </Link>
      }
    >
      <TextField
        label="Email"
        type="email"
        autoComplete="email"
        autoFocus
        required
        value={email}
        onChange={(e) => setEmail(e.target.value)}
      />
      {ask.data && <Notice tone="clear">{ask.data.message}</Notice>}
      <Button type="submit" look="lever" busy={ask.isPending}>
        Send the link
      </Button>
    </AccountFrame>
  );
}
