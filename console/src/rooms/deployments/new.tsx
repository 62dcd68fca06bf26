import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { deploy, type NewDeployment, type Target, targetsQuery } from '../../api/deployments.ts';
import { type ModelSummary, modelsQuery } from '../../api/models.ts';
import { useListed } from '../../api/removals.ts';
import { useCanWrite } from '../../api/session.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ChoiceCards, SelectField, TextField } from '../../ui/fields.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Empty, Failure, Notice, Panel } from '../../ui/surfaces.tsx';
import { architectureName, deviceNames } from '../../ui/words.ts';
import { newDeploymentRoute } from './routes.ts';
import { TargetForm } from './target-form.tsx';

export default function NewDeploymentPage() {
  const models = useListed(modelsQuery);
  const targets = useListed(targetsQuery);
  const canWrite = useCanWrite();
  return (
    <>
      <PageHead
        title="Deploy a model"
        back={{ to: '/deployments', name: 'Deployments' }}
        about="The program is compiled for the device, packed with the model, sent, tried and swapped in. If the new one does not come up, the one before runs again."
      />
      {!canWrite && <Notice tone="caution">Your account may look at everything here, but not deploy.</Notice>}
      <Answer query={models}>
        {(list) =>
          list.length === 0 ? (
            <Panel>
              <Empty
                title="There is no model yet"
                action={
                  <ButtonLink to="/training" look="lever">
                    To the training
                  </ButtonLink>
                }
              >
                Train one first.
              </Empty>
            </Panel>
          ) : (
            <Answer query={targets}>{(devices) => <DeployForm models={list} targets={devices} />}</Answer>
          )
        }
      </Answer>
    </>
  );
}

const ELSEWHERE = 'elsewhere';

function DeployForm({ models, targets }: { models: readonly ModelSummary[]; targets: readonly Target[] }) {
  const search = newDeploymentRoute.useSearch();
  const navigate = useNavigate();
  const canWrite = useCanWrite();
  const queries = useQueryClient();
  const [model, setModel] = useState(search.model ?? models[0]?.id ?? '');
  const [target, setTarget] = useState(search.target ?? targets[0]?.id ?? ELSEWHERE);
  const [address, setAddress] = useState('');
  const [name, setName] = useState('');
  const [arch, setArch] = useState<string>('armv7-unknown-linux-musleabihf');
  const [precision, setPrecision] = useState<'int8' | 'float'>('int8');
  const [isAdding, setAdding] = useState(false);
  const start = useMutation({
    mutationFn: () => {
      const device: Partial<NewDeployment> =
        target === ELSEWHERE
          ? {
              target_ip: address.trim(),
              target_arch: arch as NonNullable<NewDeployment['target_arch']>,
              ...(name.trim() && { target_name: name.trim() }),
            }
          : { target_id: target };
      return deploy({ model_id: model, precision, ...device });
    },
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['deployments'] });
      await navigate({ to: '/deployments/$id', params: { id } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start.mutate();
  };
  return (
    <>
      <form onSubmit={submit} className="flex flex-col gap-6">
        <Panel title="What goes where">
          <div className="grid gap-5 sm:grid-cols-2">
            <SelectField label="Model" value={model} onChange={(event) => setModel(event.target.value)}>
              {models.map(({ id, name: modelName, architecture, metrics }) => (
                <option key={id} value={id}>
                  {modelName}, {architectureName(architecture)}, F1 {metrics.f1.toFixed(2)}
                </option>
              ))}
            </SelectField>
            <SelectField label="Device" value={target} onChange={(event) => setTarget(event.target.value)}>
              {targets.map(({ id, name: targetName, ip }) => (
                <option key={id} value={id}>
                  {targetName}, {ip}
                </option>
              ))}
              <option value={ELSEWHERE}>One that is not registered</option>
            </SelectField>
            {target === ELSEWHERE && (
              <>
                <TextField
                  label="Address"
                  required
                  maxLength={253}
                  value={address}
                  onChange={(event) => setAddress(event.target.value)}
                  hint="Nothing can be sent there without a login. The program is built all the same, for you to download and copy."
                />
                <TextField
                  label="Name (optional)"
                  maxLength={200}
                  value={name}
                  onChange={(event) => setName(event.target.value)}
                />
                <SelectField label="Processor" value={arch} onChange={(event) => setArch(event.target.value)}>
                  {Object.entries(deviceNames).map(([value, title]) => (
                    <option key={value} value={value}>
                      {title}
                    </option>
                  ))}
                </SelectField>
                <div className="flex items-end">
                  <Button onClick={() => setAdding(true)}>Register a device instead</Button>
                </div>
              </>
            )}
          </div>
        </Panel>
        <Panel title="Weights">
          <ChoiceCards
            legend="Precision on the device"
            value={precision}
            onChange={setPrecision}
            columns={2}
            choices={[
              {
                value: 'int8',
                title: 'INT8',
                about: 'A quarter of the size, and quicker on small processors. Scores differ by about a percent.',
              },
              { value: 'float', title: 'Float', about: 'As it was trained, to the fourth digit.' },
            ]}
          />
        </Panel>
        {start.error && <Failure error={start.error} />}
        <div>
          <Button type="submit" look="lever" busy={start.isPending} disabled={!canWrite}>
            Deploy
          </Button>
        </div>
      </form>
      {isAdding && <TargetForm onClose={() => setAdding(false)} onDone={({ id }) => setTarget(id)} />}
    </>
  );
}
