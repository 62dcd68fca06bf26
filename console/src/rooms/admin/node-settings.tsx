import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { certificateQuery, changeNodeSettings, type NodeSettings, nodeSettingsQuery } from '../../api/node-settings.ts';
import { useCanManage } from '../../api/session.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Empty, Failure, Panel } from '../../ui/surfaces.tsx';
import { say } from '../../ui/toast.tsx';
import { CertificatePanel } from './certificate.tsx';
import { settingFields } from './setting-fields.ts';

/** How nodes are treated, and the certificate they see; for the whole installation. */
export default function NodeSettingsPage() {
  const canManage = useCanManage();
  const settings = useQuery({ ...nodeSettingsQuery, enabled: canManage });
  const certificate = useQuery({ ...certificateQuery, enabled: canManage });
  return (
    <>
      <PageHead
        title="Node settings"
        about="How nodes are treated, and the certificate they see. Changes hold at once, without a restart."
        back={{ to: '/media-nodes', name: 'Nodes' }}
        action={
          canManage && (
            <ButtonLink to="/media-nodes/transfer" look="boardQuiet">
              Export and import
            </ButtonLink>
          )
        }
      />
      {canManage ? (
        <div className="grid items-start gap-6 lg:grid-cols-2">
          <Panel title="Settings" about="They hold for the whole installation.">
            <Answer query={settings} lines={8}>
              {(values) => <SettingsForm values={values} />}
            </Answer>
          </Panel>
          <Answer query={certificate} lines={8}>
            {(shown) => <CertificatePanel certificate={shown} />}
          </Answer>
        </div>
      ) : (
        <Panel>
          <Empty title="For administrators">
            An administrator says how long events are kept and which certificate nodes see. Ask one if something has to
            change.
          </Empty>
        </Panel>
      )}
    </>
  );
}

function SettingsForm({ values }: { values: NodeSettings }) {
  const [draft, setDraft] = useState<Record<string, string>>({});
  const queries = useQueryClient();
  const changes = Object.entries(draft).filter(([name, typed]) => typed !== String(values[name]));
  const change = useMutation({
    mutationFn: () => changeNodeSettings(Object.fromEntries(changes.map(([name, typed]) => [name, Number(typed)]))),
    onSuccess: async () => {
      say('The settings hold from now on.');
      await queries.invalidateQueries({ queryKey: ['node-settings'], exact: true });
      setDraft({});
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      {change.error && <Failure error={change.error} />}
      {settingFields.map(({ name, label, about, unit, min, max }) => (
        <TextField
          key={name}
          label={`${label} (${unit})`}
          type="number"
          required
          min={min}
          max={max}
          step={1}
          value={draft[name] ?? String(values[name] ?? '')}
          onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
          hint={`${about} From ${min} to ${max}.`}
        />
      ))}
      <div>
        <Button type="submit" look="lever" busy={change.isPending} disabled={changes.length === 0}>
          Keep the settings
        </Button>
      </div>
    </form>
  );
}
