import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { exportAll } from '../../api/transfer.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, ChoiceCards, TextField } from '../../ui/fields.tsx';
import { Failure, Panel } from '../../ui/surfaces.tsx';
import { say } from '../../ui/toast.tsx';
import { problemOfPassphrase } from './passphrase.ts';

const MOST_DAYS = 36_500;
const isDays = (typed: string) =>
  typed === '' || (/^\d+$/.test(typed) && Number(typed) >= 1 && Number(typed) <= MOST_DAYS);

/** Saves everything as a file. */
export function ExportPanel() {
  const [secrets, setSecrets] = useState<'with' | 'without'>('with');
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [events, setEvents] = useState(false);
  const [days, setDays] = useState('');
  const [audit, setAudit] = useState(false);
  const [isTried, setTried] = useState(false);
  const isWith = secrets === 'with';
  const problems = {
    passphrase: isWith ? problemOfPassphrase(passphrase) : undefined,
    again: isWith && again !== passphrase ? 'It is not the same as above.' : undefined,
    days: events && !isDays(days) ? `A whole number from 1 to ${MOST_DAYS}, or nothing.` : undefined,
  };
  const saving = useMutation({
    mutationFn: () =>
      exportAll({
        passphrase: isWith ? passphrase : undefined,
        events,
        eventsDays: days === '' ? undefined : Number(days),
        audit,
      }),
    onSuccess: (name) => say(`${name} is among your downloads.`),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.values(problems).every((problem) => problem === undefined)) saving.mutate();
  };
  const shown: Partial<typeof problems> = isTried ? problems : {};
  return (
    <Panel title="Export">
      <form noValidate onSubmit={submit} className="flex flex-col gap-5">
        {saving.error && <Failure error={saving.error} />}
        <ChoiceCards
          legend="Secrets"
          value={secrets}
          onChange={setSecrets}
          columns={2}
          choices={[
            {
              value: 'with',
              title: 'With secrets',
              about: 'Encrypted by a passphrase. Elsewhere, nodes connect and people sign in as they do here.',
            },
            {
              value: 'without',
              title: 'Without',
              about: 'Elsewhere, every node needs a new token, and every person a new password.',
            },
          ]}
        />
        {isWith && (
          <div className="grid gap-5 sm:grid-cols-2">
            <TextField
              label="Passphrase"
              type="password"
              autoComplete="new-password"
              value={passphrase}
              onChange={(event) => setPassphrase(event.target.value)}
              hint="Nobody can open the secrets without it. It is not kept here."
              error={shown.passphrase}
            />
            <TextField
              label="The passphrase again"
              type="password"
              autoComplete="new-password"
              value={again}
              onChange={(event) => setAgain(event.target.value)}
              error={shown.again}
            />
          </div>
        )}
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 font-medium text-sm">Besides people, nodes, tunnels and settings</legend>
          <Checkbox
            label="What nodes reported"
            checked={events}
            onChange={(event) => setEvents(event.target.checked)}
          />
          {events && (
            <div className="my-1 max-w-xs pl-6">
              <TextField
                label="Of the last days (optional)"
                inputMode="numeric"
                value={days}
                onChange={(event) => setDays(event.target.value.trim())}
                hint="Left empty, all of it."
                error={shown.days}
              />
            </div>
          )}
          <Checkbox
            label="The audit log, for reading only"
            checked={audit}
            onChange={(event) => setAudit(event.target.checked)}
          />
        </fieldset>
        <div>
          <Button type="submit" look="lever" busy={saving.isPending}>
            Export
          </Button>
        </div>
      </form>
    </Panel>
  );
}
