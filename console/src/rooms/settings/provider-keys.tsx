import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { deleteKey, type ProviderKey, providerKeysQuery, storeKey } from '../../api/nodes-assistant.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/fields.tsx';
import { ago } from '../../ui/format.ts';
import { Failure } from '../../ui/surfaces.tsx';
import { say } from '../../ui/toast.tsx';

const providers = [
  ['openai', 'OpenAI'],
  ['anthropic', 'Anthropic'],
  ['gemini', 'Google Gemini'],
] as const;
const nameOf = (provider: string) => providers.find(([value]) => value === provider)?.[1] ?? provider;

/** Keys of language models' providers; once stored, a key is shown to nobody again. */
export function ProviderKeys() {
  const keys = useQuery(providerKeysQuery);
  return (
    <div className="flex flex-col gap-5">
      <Answer query={keys} lines={2}>
        {(list) =>
          list.length === 0 ? (
            <p className="text-quiet text-sm">
              None yet: the built-in assistant answers about your nodes, on this server. With a key, a language model
              does.
            </p>
          ) : (
            <ul aria-label="Stored keys" className="divide-y divide-rule/70">
              {list.map((key) => (
                <Row key={key.id} stored={key} />
              ))}
            </ul>
          )
        }
      </Answer>
      <NewKey />
    </div>
  );
}

function Row({ stored: { provider, model_preference: model, updated_at } }: { stored: ProviderKey }) {
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const deleting = useMutation({
    mutationFn: () => deleteKey(provider),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: providerKeysQuery.queryKey });
      say(`The key of ${nameOf(provider)} is deleted.`);
    },
  });
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2">
      <div className="min-w-0">
        <p className="font-medium">{nameOf(provider)}</p>
        <p className="text-quiet text-sm [overflow-wrap:anywhere]">
          {model ?? 'Its usual model'}, stored {ago(updated_at)}
        </p>
      </div>
      <Button look="quiet" aria-label={`Delete the key of ${nameOf(provider)}`} onClick={() => setAsking(true)}>
        Delete
      </Button>
      {isAsking && (
        <Confirm
          title={`Delete the key of ${nameOf(provider)}?`}
          action="Delete the key"
          busy={deleting.isPending}
          error={deleting.error}
          onConfirm={() => deleting.mutate()}
          onClose={() => setAsking(false)}
        >
          It is deleted for good, since nobody can read it here. It stays valid at the provider until you revoke it
          there.
        </Confirm>
      )}
    </li>
  );
}

function NewKey() {
  const queries = useQueryClient();
  const [provider, setProvider] = useState<string>('openai');
  const [key, setKey] = useState('');
  const [model, setModel] = useState('');
  const storing = useMutation({
    mutationFn: () => storeKey({ provider, api_key: key.trim(), model_preference: model.trim() || null }),
    onSuccess: async () => {
      setKey('');
      setModel('');
      await queries.invalidateQueries({ queryKey: providerKeysQuery.queryKey });
      say(`The key of ${nameOf(provider)} is stored.`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    storing.mutate();
  };
  return (
    <form onSubmit={submit} className="grid items-start gap-4 sm:grid-cols-[10rem_minmax(0,1fr)]">
      <SelectField label="Provider" value={provider} onChange={({ target }) => setProvider(target.value)}>
        {providers.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </SelectField>
      <TextField
        label="Model"
        value={model}
        onChange={({ target }) => setModel(target.value)}
        maxLength={128}
        autoComplete="off"
        spellCheck={false}
        placeholder="Its usual one"
      />
      <div className="sm:col-span-2">
        <TextField
          label="Key"
          type="password"
          value={key}
          onChange={({ target }) => setKey(target.value)}
          maxLength={256}
          autoComplete="off"
          hint="Kept encrypted, used only for what you ask, and shown to nobody again. One a provider: a new key takes the place of the old."
        />
      </div>
      {storing.error && (
        <div className="sm:col-span-2">
          <Failure error={storing.error} />
        </div>
      )}
      <div>
        <Button type="submit" look="lever" busy={storing.isPending} disabled={key.trim() === ''}>
          Store the key
        </Button>
      </div>
    </form>
  );
}
