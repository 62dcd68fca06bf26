import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { changePerson, deletePerson, personQuery, type Role } from '../../api/people.ts';
import { useSession } from '../../api/session.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button } from '../../ui/button.tsx';
import { Confirm, Dialog } from '../../ui/dialog.tsx';
import { Checkbox, ChoiceCards, TextField } from '../../ui/fields.tsx';
import { Failure } from '../../ui/surfaces.tsx';
import { say } from '../../ui/toast.tsx';
import { roles } from './roles.ts';

type Loaded = Awaited<ReturnType<NonNullable<ReturnType<typeof personQuery>['queryFn']>>>;

/** Changes or deletes somebody. */
export function ChangePerson({ username, onClose }: { username: string; onClose(): void }) {
  const person = useQuery(personQuery(username));
  const [isDeleting, setDeleting] = useState(false);
  if (isDeleting) return <Delete username={username} onClose={onClose} />;
  return (
    <Dialog title={username} onClose={onClose} width="max-w-2xl">
      <Answer query={person} lines={5}>
        {(loaded) => (
          <Form
            // Started anew when somebody else's change was fetched.
            key={loaded.etag}
            loaded={loaded}
            onReload={() => void person.refetch()}
            onClose={onClose}
            onDelete={() => setDeleting(true)}
          />
        )}
      </Answer>
    </Dialog>
  );
}

function Form({
  loaded: { person, etag },
  onReload,
  onClose,
  onDelete,
}: {
  loaded: Loaded;
  onReload(): void;
  onClose(): void;
  onDelete(): void;
}) {
  const isMe = useSession()?.user.username === person.username;
  const [email, setEmail] = useState(person.email);
  const [role, setRole] = useState<Role>(person.role);
  const [password, setPassword] = useState('');
  const [disabled, setDisabled] = useState(person.disabled);
  const [losesFactor, setLosesFactor] = useState(false);
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: () =>
      changePerson(person.username, etag, {
        ...(email !== person.email && { email }),
        ...(role !== person.role && { role }),
        ...(password && { password }),
        ...(disabled !== person.disabled && { disabled }),
        ...(losesFactor && { mfa_enabled: false as const }),
      }),
    onSuccess: async () => {
      say(`${person.username} is changed.`);
      onClose();
      await queries.invalidateQueries({ queryKey: ['people'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {change.error && <Failure error={change.error} retry={onReload} />}
      <TextField label="Email" type="email" required value={email} onChange={(e) => setEmail(e.target.value)} />
      {person.owner ? (
        <p className="text-quiet text-sm">An owner: sees and manages everything of the tenant.</p>
      ) : (
        !isMe && <ChoiceCards legend="Role" value={role} onChange={setRole} choices={roles} />
      )}
      {!isMe && (
        <>
          <TextField
            label="New password"
            type="password"
            autoComplete="new-password"
            minLength={8}
            value={password}
            onChange={(e) => setPassword(e.target.value)}
            hint="Leave it empty to keep the one they have. A new one ends all their sessions."
          />
          <div className="flex flex-col">
            <Checkbox
              label="Shut out: may not sign in"
              checked={disabled}
              onChange={(e) => setDisabled(e.target.checked)}
            />
            {person.mfa_enabled && (
              <Checkbox
                label="Take the second factor away, because it was lost"
                checked={losesFactor}
                onChange={(e) => setLosesFactor(e.target.checked)}
              />
            )}
          </div>
        </>
      )}
      <div className="flex flex-wrap justify-between gap-2">
        {isMe ? (
          <span />
        ) : (
          <Button look="danger" onClick={onDelete}>
            Delete
          </Button>
        )}
        <div className="flex flex-wrap gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="lever" busy={change.isPending}>
            Keep the changes
          </Button>
        </div>
      </div>
    </form>
  );
}

function Delete({ username, onClose }: { username: string; onClose(): void }) {
  const queries = useQueryClient();
  const deletion = useMutation({
    mutationFn: () => deletePerson(username),
    onSuccess: async () => {
      say(`${username} is deleted.`);
      onClose();
      await queries.invalidateQueries({ queryKey: ['people'] });
    },
  });
  return (
    <Confirm
      title={`Delete ${username}?`}
      action="Delete the person"
      busy={deletion.isPending}
      error={deletion.error}
      onConfirm={() => deletion.mutate()}
      onClose={onClose}
    >
      The account, its sessions, preferences and second factor are gone for good. Datasets, models and deployments stay
      with the tenant. To keep somebody out for a while, shut them out instead.
    </Confirm>
  );
}
