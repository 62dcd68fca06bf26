import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type NewTarget, registerTarget, type Target } from '../../api/deployments.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ChoiceCards, SelectField, TextArea, TextField } from '../../ui/fields.tsx';
import { Failure } from '../../ui/surfaces.tsx';
import { say } from '../../ui/toast.tsx';
import { deviceNames } from '../../ui/words.ts';

const start = {
  name: '',
  ip: '',
  port: '22',
  username: 'devops',
  password: '',
  sshKey: '',
  hostKey: '',
  arch: 'armv7-unknown-linux-musleabihf',
  edgePort: '6200',
  directory: 'signalbox',
};
type Draft = typeof start;

function toRequest(draft: Draft, method: 'password' | 'key'): NewTarget {
  const hostKey = draft.hostKey.trim();
  return {
    name: draft.name.trim(),
    ip: draft.ip.trim(),
    port: Number(draft.port),
    username: draft.username.trim(),
    ...(method === 'password' ? { password: draft.password } : { ssh_key: draft.sshKey }),
    ...(hostKey && { host_key: hostKey }),
    arch: draft.arch as NonNullable<NewTarget['arch']>,
    edge_port: Number(draft.edgePort),
    directory: draft.directory.trim(),
  };
}

/** Registers a device: where it is, how to log in, and which key it must show. */
export function TargetForm({ onClose, onDone }: { onClose(): void; onDone?(target: Target): void }) {
  const [draft, setDraft] = useState(start);
  const [method, setMethod] = useState<'password' | 'key'>('key');
  const queries = useQueryClient();
  const registration = useMutation({
    mutationFn: () => registerTarget(toRequest(draft, method)),
    onSuccess: async (target) => {
      say(`${target.name} is registered.`);
      onClose();
      onDone?.(target);
      await queries.invalidateQueries({ queryKey: ['targets'] });
    },
  });
  const field = (name: keyof Draft) => ({
    value: draft[name],
    onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [name]: event.target.value }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    registration.mutate();
  };
  return (
    <Dialog title="Register a device" onClose={onClose} width="max-w-2xl">
      <form onSubmit={submit} className="flex flex-col gap-5">
        {registration.error && <Failure error={registration.error} />}
        <div className="grid gap-5 sm:grid-cols-2">
          <TextField label="Name" required maxLength={200} {...field('name')} hint="What people call it." />
          <TextField label="Address" required maxLength={253} {...field('ip')} hint="An IP address or a host name." />
          <TextField label="User" required maxLength={100} autoCapitalize="none" {...field('username')} />
          <TextField label="SSH port" type="number" required min={1} max={65_535} {...field('port')} />
        </div>
        <ChoiceCards
          legend="How to log in"
          value={method}
          onChange={setMethod}
          columns={2}
          choices={[
            { value: 'key', title: 'With a private key', about: 'OpenSSH or PEM, without a passphrase.' },
            { value: 'password', title: 'With a password', about: 'Of the user above.' },
          ]}
        />
        {method === 'key' ? (
          <TextArea
            label="Private key"
            required
            rows={5}
            maxLength={20_000}
            spellCheck={false}
            autoComplete="off"
            placeholder="-----BEGIN OPENSSH PRIVATE KEY-----"
            {...field('sshKey')}
            hint="Kept encrypted, and never shown again."
          />
        ) : (
          <TextField
            label="Password"
            type="password"
            required
            maxLength={1000}
            autoComplete="off"
            {...field('password')}
            hint="Kept encrypted, and never shown again."
          />
        )}
        <TextField
          label="Host key (optional)"
          maxLength={100}
          spellCheck={false}
          placeholder="SHA256:…"
          pattern="\s*SHA256:[A-Za-z0-9+/=]{43,44}\s*"
          {...field('hostKey')}
          hint="What “ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub” prints on the device. Left empty, the key of the first connection is pinned."
        />
        <details className="rounded-md border border-rule px-4 py-3">
          <summary className="rounded font-medium text-sm">Processor, port and folder</summary>
          <div className="mt-4 grid gap-5 sm:grid-cols-2">
            <SelectField label="Processor" {...field('arch')} hint="“uname -m” on the device says it.">
              {Object.entries(deviceNames).map(([value, name]) => (
                <option key={value} value={value}>
                  {name}
                </option>
              ))}
            </SelectField>
            <TextField
              label="Port of the program"
              type="number"
              required
              min={1}
              max={65_535}
              {...field('edgePort')}
              hint="Where it answers on the device."
            />
            <TextField
              label="Folder"
              required
              maxLength={200}
              {...field('directory')}
              hint="In the user's home, unless it begins with a slash."
            />
          </div>
        </details>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="lever" busy={registration.isPending}>
            Register
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
