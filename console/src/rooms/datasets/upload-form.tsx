import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { startUploads } from '../../shell/uploads.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { bytes } from '../../ui/format.ts';
import { EquipmentField } from './equipment-field.tsx';

const MOST_BYTES = 100 * 1024 ** 2;

type Entry = { key: number; file: File; name: string };
let nextKey = 1;

/** `ahu-1_january.csv` → `Ahu 1 january` */
function nameFrom(file: File): string {
  const words = file.name
    .replace(/\.(csv|tsv|txt)$/i, '')
    .replace(/[-_]+/g, ' ')
    .trim();
  return words ? words[0]?.toUpperCase() + words.slice(1) : file.name;
}

const entriesOf = (files: Iterable<File>): Entry[] =>
  [...files].map((file) => ({ key: nextKey++, file, name: nameFrom(file) }));

/** What is wrong with a file before it is sent at all. */
export function problemOf(file: { name: string; size: number }): string | undefined {
  if (file.size === 0) return 'This file is empty.';
  if (file.size > MOST_BYTES) return `This file has ${bytes(file.size)}; at most 105 MB can be sent. Split it.`;
  if (/\.(xlsx?|ods|pdf|zip|gz|parquet)$/i.test(file.name))
    return 'This is no CSV file. Export the table as CSV first, with commas, semicolons or tabs.';
  return undefined;
}

/** Which files, what they are called, and what equipment they come from. The sending goes on in the tray. */
export function UploadForm({ files, onClose }: { files: readonly File[]; onClose(): void }) {
  const [entries, setEntries] = useState(() => entriesOf(files));
  const [equipmentType, setEquipmentType] = useState('air_handler');
  const [location, setLocation] = useState('');
  const [unit, setUnit] = useState('');
  const isReady = entries.length > 0 && entries.every(({ file, name }) => !problemOf(file) && name.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isReady) return;
    const shared = { equipment_type: equipmentType, location: location.trim(), unit: unit.trim() };
    startUploads(entries.map(({ file, name }) => ({ file, fields: { name: name.trim(), ...shared } })));
    onClose();
  };
  const rename = (key: number, name: string) =>
    setEntries(entries.map((entry) => (entry.key === key ? { ...entry, name } : entry)));
  const remove = (key: number) => setEntries(entries.filter((entry) => entry.key !== key));

  return (
    <Dialog title="Upload readings" onClose={onClose} width="max-w-xl">
      <form onSubmit={submit} className="flex flex-col gap-5">
        <FilePicker hasSome={entries.length > 0} onFiles={(more) => setEntries([...entries, ...entriesOf(more)])} />
        {entries.map(({ key, file, name }) => (
          <div key={key} className="flex items-start gap-2">
            <div className="min-w-0 flex-1">
              <TextField
                label="Name of the dataset"
                value={name}
                required
                maxLength={255}
                onChange={(event) => rename(key, event.target.value)}
                error={problemOf(file)}
                hint={`${file.name}, ${bytes(file.size)}`}
              />
            </div>
            <Button look="quiet" className="mt-7" aria-label={`Leave out ${file.name}`} onClick={() => remove(key)}>
              Leave out
            </Button>
          </div>
        ))}
        <EquipmentField value={equipmentType} onChange={setEquipmentType} />
        <div className="grid gap-5 sm:grid-cols-2">
          <TextField
            label="Location (optional)"
            value={location}
            maxLength={255}
            onChange={(event) => setLocation(event.target.value)}
            hint="A building or a plant."
          />
          <TextField
            label="Unit (optional)"
            value={unit}
            maxLength={255}
            onChange={(event) => setUnit(event.target.value)}
            hint="Which one, such as AHU-1."
          />
        </div>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="lever" disabled={!isReady}>
            {entries.length > 1 ? `Upload ${entries.length} files` : 'Upload'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function FilePicker({ hasSome, onFiles }: { hasSome: boolean; onFiles(files: Iterable<File>): void }) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!hasSome) input.current?.focus();
  }, [hasSome]);
  return (
    <label
      htmlFor={id}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        onFiles(event.dataTransfer.files);
      }}
      className={`flex cursor-pointer flex-col items-center gap-1 rounded-md border-2 border-rule border-dashed bg-well/50 px-4 text-center has-[:focus-visible]:border-lever hover:border-faint ${hasSome ? 'py-4' : 'py-8'}`}
    >
      <span className="font-medium">{hasSome ? 'Add more files' : 'Drop CSV files here, or choose them'}</span>
      <span className="text-quiet text-sm">
        {hasSome
          ? 'Each becomes a dataset of its own.'
          : 'A header row; separated by commas, semicolons or tabs; up to 100 MB.'}
      </span>
      <input
        ref={input}
        id={id}
        type="file"
        multiple
        accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
        className="sr-only"
        onChange={(event) => {
          onFiles(event.target.files ?? []);
          // The same file may be chosen again after it was left out.
          event.target.value = '';
        }}
      />
    </label>
  );
}
