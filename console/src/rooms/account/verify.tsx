import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { resendCode, verifyEmail } from '../../api/accounts.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Notice } from '../../ui/surfaces.tsx';
import { AccountFrame, link } from './frame.tsx';
import { verifyRoute } from './routes.ts';

export default function Verify() {
  const navigate = useNavigate();
  const search = verifyRoute.useSearch();
  const [email, setEmail] = useState(search.email ?? '');
  const [code, setCode] = useState(search.code ?? '');
  const check = useMutation({ mutationFn: () => verifyEmail({ email: email.trim(), code: code.trim() }) });
  const again = useMutation({ mutationFn: () => resendCode(email.trim()) });
  if (check.isSuccess) {
    return (
      <AccountFrame
        title="Your address is verified"
        about="The account is ready."
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
      title="Enter the code"
      about="Six digits, in a mail to your address. The code is good for 15 minutes."
      error={check.error ?? again.error}
      onSubmit={() => check.mutate()}
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
        required
        value={email}
        onChange={(e) => setEmail(e.target.value)}
      />
      <TextField
        label="Code"
        inputMode="numeric"
        autoComplete="one-time-code"
        autoFocus={Boolean(search.email)}
        required
        pattern="\s*\d{6}\s*"
        value={code}
        onChange={(e) => setCode(e.target.value)}
        hint="No mail server is set up? Then the mail stays in the outbox: an administrator finds it under People."
      />
      {again.isSuccess && <Notice>A new code is on its way. The one before does not work any more.</Notice>}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="lever" busy={check.isPending}>
          Verify
        </Button>
        <Button busy={again.isPending} disabled={!email.includes('@')} onClick={() => again.mutate()}>
          Send a new code
        </Button>
      </div>
    </AccountFrame>
  );
}
