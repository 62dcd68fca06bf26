import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { disableMfa, enableMfa, type Profile, setUpMfa } from '../../api/profile.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { counted } from '../../ui/format.ts';
import { Lamp } from '../../ui/lamp.tsx';
import { Failure } from '../../ui/surfaces.tsx';
import { say } from '../../ui/toast.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

/** Turns the second factor on, in two steps, or off. */
export function SecondFactor({ profile }: { profile: Profile }) {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ['profile'] });
  const setup = useMutation({ mutationFn: setUpMfa });
  const enabling = useMutation({ mutationFn: enableMfa, onSuccess: refresh });
  const disabling = useMutation({
    mutationFn: disableMfa,
    onSuccess: () => {
      say('The second factor is off.');
      setup.reset();
      return refresh();
    },
  });
  if (enabling.data && profile.mfa_enabled)
    return (
      <RecoveryCodes codes={enabling.data.recovery_codes} username={profile.username} onDone={() => enabling.reset()} />
    );
  if (profile.mfa_enabled)
    return (
      <div className="flex flex-col gap-4">
        <p className="flex items-center gap-2">
          <Lamp tone="clear" /> On. {counted(profile.recovery_codes_left, 'recovery code')} left.
        </p>
        <CodeForm
          label="Code, to turn it off"
          action="Turn it off"
          busy={disabling.isPending}
          error={disabling.error}
          onSubmit={(code) => disabling.mutate(code)}
        />
      </div>
    );
  if (!setup.data)
    return (
      <div className="flex flex-col items-start gap-4">
        <p className="flex items-center gap-2">
          <Lamp tone="idle" /> Off. Whoever has your password is in.
        </p>
        {setup.error && <Failure error={setup.error} />}
        <Button busy={setup.isPending} onClick={() => setup.mutate()}>
          Set it up
        </Button>
      </div>
    );
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-4">
        <img
          src={setup.data.qr_code}
          alt="QR code for your authenticator app"
          width={176}
          height={176}
          className="rounded-md border border-rule bg-white"
        />
        <div className="min-w-[12rem] flex-1 text-sm">
          <p>Scan it with an authenticator app, or type this secret into it:</p>
          <p className="mt-2 select-all font-mono text-xs [overflow-wrap:anywhere]">{setup.data.secret}</p>
        </div>
      </div>
      <CodeForm
        label="Code that the app shows now"
        action="Turn it on"
        busy={enabling.isPending}
        error={enabling.error}
        onSubmit={(code) => enabling.mutate(code)}
      />
    </div>
  );
}

function CodeForm({
  label,
  action,
  busy,
  error,
  onSubmit,
}: {
  label: string;
  action: string;
  busy: boolean;
  error: unknown;
  onSubmit(code: string): void;
}) {
  const [code, setCode] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(code.trim());
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      {error != null && <Failure error={error} />}
      <TextField
        label={label}
        autoComplete="one-time-code"
        spellCheck={false}
        required
        value={code}
        onChange={(e) => setCode(e.target.value)}
      />
      <Button type="submit" className="self-start" busy={busy}>
        {action}
      </Button>
    </form>
  );
}
