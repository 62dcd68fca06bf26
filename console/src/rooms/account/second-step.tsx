import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { finishSignIn, type HalfIn } from '../../api/accounts.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { AccountFrame, link } from './frame.tsx';

/** The second step of signing in, for accounts with a second factor. */
export function SecondStep({ halfIn, onBack }: { halfIn: HalfIn; onBack(): void }) {
  const [code, setCode] = useState('');
  const step = useMutation({ mutationFn: () => finishSignIn(halfIn, code.trim()) });
  return (
    <AccountFrame
      title="Enter your code"
      about={`The password was right. Now the second factor of ${halfIn.user.username}.`}
      error={step.error}
      onSubmit={() => step.mutate()}
      below={
        <button type="button" onClick={onBack} className={link}>
          Sign in as somebody else
        </button>
      }
    >
      <TextField
        label="Code"
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        required
        value={code}
        onChange={(e) => setCode(e.target.value)}
        hint="Six digits from your authenticator app. Without the app at hand, one of your recovery codes; each works once."
      />
      <Button type="submit" look="lever" busy={step.isPending}>
        Sign in
      </Button>
    </AccountFrame>
  );
}
