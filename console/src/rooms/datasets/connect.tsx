import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import {
  type Connection,
  connectionsQuery,
  forgetConnection,
  importAgain,
  importSource,
  type NewImport,
  type Reimport,
  type SourceTest,
  testSource,
} from '../../api/connections.ts';
import { useListed } from '../../api/removals.ts';
import { useCanWrite } from '../../api/session.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, ChoiceCards, SelectField, TextArea, TextField } from '../../ui/fields.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { useRemove } from '../../ui/removal.ts';
import { Failure, Notice, Panel } from '../../ui/surfaces.tsx';
import { say } from '../../ui/toast.tsx';
import { EquipmentField } from './equipment-field.tsx';
import { FirstRows } from './first-rows.tsx';
import { configOf, type SourceField, type SourceKind, sourceKinds } from './sources.ts';

const NEW = 'new';
type Draft = Readonly<Record<string, string>>;

/** Imports readings from another system: which, how to reach it, what it has, and what to take. */
export default function Connect() {
  const canWrite = useCanWrite();
  const connections = useListed(connectionsQuery);
  const [kept, setKept] = useState(NEW);
  const connection = connections.data?.find(({ id }) => id === kept);
  return (
    <>
      <PageHead
        title="Connect a source"
        back={{ to: '/datasets', name: 'Datasets' }}
        about="Readings that live in another system become a dataset here. The source is only read."
      />
      {!canWrite && <Notice tone="caution">Your account may look at everything here, but not import.</Notice>}
      {connections.error && <Failure error={connections.error} retry={() => void connections.refetch()} />}
      {connections.data && connections.data.length > 0 && (
        <Panel>
          <KeptConnections list={connections.data} chosen={connection} onChoose={setKept} />
        </Panel>
      )}
      <ImportForm key={connection?.id ?? NEW} connection={connection} canWrite={canWrite} />
    </>
  );
}

function KeptConnections({
  list,
  chosen,
  onChoose,
}: {
  list: readonly Connection[];
  chosen: Connection | undefined;
  onChoose(id: string): void;
}) {
  const remove = useRemove();
  const forget = ({ id, name }: Connection) => {
    onChoose(NEW);
    const send = () => forgetConnection(id);
    remove({ id, name: `the connection “${name}”`, list: connectionsQuery.queryKey, send });
  };
  return (
    <div className="flex flex-wrap items-end gap-3">
      <div className="min-w-0 flex-1 basis-60">
        <SelectField
          label="Connection"
          value={chosen?.id ?? NEW}
          onChange={(event) => onChoose(event.target.value)}
          hint="One you kept, with its credentials, or a new one."
        >
          <option value={NEW}>A new source</option>
          {list.map(({ id, name, source_type }) => (
            <option key={id} value={id}>
              {name} ({sourceKinds.find(({ type }) => type === source_type)?.title ?? source_type})
            </option>
          ))}
        </SelectField>
      </div>
      {chosen && (
        <Button look="danger" onClick={() => forget(chosen)}>
          Forget it
        </Button>
      )}
    </div>
  );
}

function ImportForm({ connection, canWrite }: { connection: Connection | undefined; canWrite: boolean }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [type, setType] = useState(connection?.source_type ?? 'postgresql');
  const kind = sourceKinds.find((one) => one.type === type) as SourceKind;
  const [draft, setDraft] = useState<Draft>(() => keptDraft(connection));
  const [names, setNames] = useState({ name: '', equipment_type: 'air_handler' });
  const [range, setRange] = useState({ start: '', end: '' });
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [keeps, setKeeps] = useState(false);
  const stop = useRef<AbortController>(undefined);
  useEffect(() => () => stop.current?.abort(), []);

  const isAskable = ({ name }: SourceField) =>
    !connection || ['query', 'filter', 'collection', 'measurement', 'mongodb_collection'].includes(name);
  const fields = kind.fields.filter(isAskable);
  const source = (): Record<string, unknown> => ({ ...configOf({ ...kind, fields }, draft), ...timeRange(range) });
  const trial = useMutation({
    mutationFn: () => testSource({ ...source(), ...(connection && { connection_id: connection.id }) } as SourceTest),
    onSuccess: () => setLeft(new Set()),
  });
  const columns = trial.data?.columns.filter((column) => !left.has(column));
  const importing = useMutation({
    mutationFn: () => {
      stop.current = new AbortController();
      const { source_type: _, ...asked } = source();
      const wanted = { ...named(names), ...(left.size > 0 && columns && { columns }) };
      return connection
        ? importAgain(connection.id, { ...asked, ...wanted } as Reimport, stop.current.signal)
        : importSource({ ...source(), ...wanted, save_connection: keeps } as NewImport, stop.current.signal);
    },
    onSuccess: async ({ id, name }) => {
      say(`${name} is imported.`);
      await queries.invalidateQueries({ queryKey: ['datasets'] });
      await queries.invalidateQueries({ queryKey: ['connections'] });
      await navigate({ to: '/datasets/$id', params: { id } });
    },
  });
  const change = (name: string, value: string) => {
    setDraft({ ...draft, [name]: value });
    trial.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (trial.data) importing.mutate();
    else trial.mutate();
  };
  const stopped = stop.current?.signal.aborted;

  return (
    <Panel>
      <form onSubmit={submit} className="flex flex-col gap-6">
        {!connection && (
          <ChoiceCards
            legend="Where the readings are"
            value={type}
            onChange={(next) => {
              setType(next);
              // A connection string must not turn up in the open in another source's field.
              setDraft(draft.query ? { query: draft.query } : {});
              trial.reset();
            }}
            choices={sourceKinds.map(({ type: value, title, about }) => ({ value, title, about }))}
          />
        )}
        <div className="grid gap-5 sm:grid-cols-2">
          {fields.map((field) => (
            <Asked key={field.name} field={field} value={draft[field.name] ?? ''} onChange={change} />
          ))}
          {(['start', 'end'] as const).map((end) => (
            <TextField
              key={end}
              label={end === 'start' ? 'From (optional)' : 'Until (optional)'}
              type="datetime-local"
              step={1}
              value={range[end]}
              onChange={(event) => {
                setRange({ ...range, [end]: event.target.value });
                trial.reset();
              }}
              hint="In UTC; needs a time column."
            />
          ))}
        </div>
        <div className="flex flex-col gap-3">
          <div>
            <Button
              busy={trial.isPending}
              disabled={!canWrite}
              type={trial.data ? 'button' : 'submit'}
              onClick={trial.data && (() => trial.mutate())}
            >
              Test the connection
            </Button>
          </div>
          {trial.error && <Failure error={trial.error} />}
          {trial.data && (
            <FirstRows preview={trial.data} left={left} onToggle={(column) => setLeft(toggled(left, column))} />
          )}
        </div>
        {trial.data && (
          <>
            <div className="grid gap-5 border-rule border-t pt-5 sm:grid-cols-2">
              <TextField
                label="Name of the dataset"
                required
                maxLength={255}
                value={names.name}
                onChange={(event) => setNames({ ...names, name: event.target.value })}
              />
              <EquipmentField
                value={names.equipment_type}
                onChange={(equipment_type) => setNames({ ...names, equipment_type })}
              />
            </div>
            {!connection && (
              <Checkbox
                label="Keep this connection, encrypted, to import from it again"
                checked={keeps}
                onChange={(event) => setKeeps(event.target.checked)}
              />
            )}
            {importing.error && !stopped && <Failure error={importing.error} />}
            {importing.isPending && (
              <Notice>
                <span role="status">
                  Reading the source. Leaving this page ends the import, and leaves nothing behind.
                </span>
              </Notice>
            )}
            <div className="flex flex-wrap justify-end gap-2">
              {importing.isPending && <Button onClick={() => stop.current?.abort()}>Stop</Button>}
              <Button
                type="submit"
                look="lever"
                busy={importing.isPending}
                disabled={!canWrite || columns?.length === 0}
              >
                Import
              </Button>
            </div>
          </>
        )}
      </form>
    </Panel>
  );
}

function Asked({
  field,
  value,
  onChange,
}: {
  field: SourceField;
  value: string;
  onChange(name: string, value: string): void;
}) {
  const { name, label, hint, placeholder, kind, optional = false } = field;
  const shared = {
    label: optional ? `${label} (optional)` : label,
    hint,
    placeholder,
    value,
    required: !optional,
    autoComplete: 'off',
    autoCapitalize: 'none',
    spellCheck: false,
    onChange: (event: { target: { value: string } }) => onChange(name, event.target.value),
  };
  if (kind === 'long' || kind === 'json')
    return (
      <div className="sm:col-span-2">
        <TextArea {...shared} rows={3} className="font-mono" />
      </div>
    );
  return <TextField {...shared} type={kind === 'secret' ? 'password' : kind === 'number' ? 'number' : 'text'} />;
}

/** What a kept connection asks for, to be changed. */
function keptDraft(connection: Connection | undefined): Draft {
  const entries = Object.entries(connection?.config ?? {}).filter(([name]) => name !== 'source_type');
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]),
  );
}

function timeRange({ start, end }: { start: string; end: string }) {
  const iso = (text: string) => (text ? new Date(`${text}Z`).toISOString() : undefined);
  const range = { ...(start && { start: iso(start) }), ...(end && { end: iso(end) }) };
  return start || end ? { time_range: range } : {};
}

const named = ({ name, equipment_type }: { name: string; equipment_type: string }) => ({
  name: name.trim(),
  equipment_type,
});

function toggled(set: ReadonlySet<string>, name: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(name)) next.add(name);
  return next;
}
