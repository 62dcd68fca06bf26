import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { conflictsOf, type ImportReport, importAll } from '../../api/transfer.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { bytes, count, dateTime } from '../../ui/format.ts';
import { Failure, Notice, Panel } from '../../ui/surfaces.tsx';
import { type FileFacts, readExport } from './read-file.ts';
import { Conflicts, ReportTable, sectionName } from './report.tsx';

/** Takes an export over: first it is told what would be done, then it is done, all of it or nothing. */
export function ImportPanel() {
  const [facts, setFacts] = useState<FileFacts>();
  const reading = useMutation({ mutationFn: readExport, onSuccess: setFacts });
  const [round, setRound] = useState(0);
  const id = useId();
  const choose = (file: File | undefined) => {
    if (!file) return;
    setFacts(undefined);
    setRound(round + 1);
    reading.mutate(file);
  };
  return (
    <Panel title="Import">
      <div className="flex flex-col gap-5">
        <div className="flex flex-col gap-1.5">
          <label htmlFor={id} className="font-medium text-sm">
            The file
          </label>
          <input
            id={id}
            type="file"
            accept=".json,application/json"
            aria-describedby={`${id}-about`}
            onChange={(event) => choose(event.target.files?.[0])}
            className="w-full min-w-0 rounded-md border border-rule bg-panel px-3 py-2 text-sm file:mr-3 file:rounded file:border-0 file:bg-lever-soft file:px-3 file:py-1.5 file:font-medium file:text-ink hover:border-faint"
          />
          <p id={`${id}-about`} className="text-quiet text-xs">
            An export of a Signalbox. First you see what would be done with it; nothing changes by choosing it.
          </p>
        </div>
        {reading.error && <Failure error={reading.error} />}
        {facts && <Chosen key={round} facts={facts} />}
      </div>
    </Panel>
  );
}

function Chosen({ facts }: { facts: FileFacts }) {
  const { file, exportedAt, counts, hasSecrets } = facts;
  const [passphrase, setPassphrase] = useState('');
  const [isAsking, setAsking] = useState(false);
  const queries = useQueryClient();
  const wish = { passphrase: hasSecrets ? passphrase : undefined };
  const trial = useMutation({ mutationFn: () => importAll(file, { ...wish, dryRun: true }) });
  const taking = useMutation({
    mutationFn: () => importAll(file, { ...wish, dryRun: false }),
    onSettled: () => setAsking(false),
    // Everything may be another now.
    onSuccess: () => queries.invalidateQueries(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    taking.reset();
    trial.mutate();
  };
  const held = Object.entries(counts).filter(([, n]) => n > 0);
  if (taking.data) return <Done report={taking.data} />;
  return (
    <>
      <Notice>
        <p className="font-medium [overflow-wrap:anywhere]">
          {file.name}, {bytes(file.size)}
          {exportedAt && `, exported ${dateTime(exportedAt)}`}
        </p>
        <p>
          {held.length === 0
            ? 'It is empty.'
            : `It holds: ${held.map(([name, n]) => `${sectionName(name)} ${count(n)}`).join(', ')}.`}
          {!hasSecrets &&
            held.length > 0 &&
            ' No secrets are in it: nodes will need new tokens, and people new passwords.'}
        </p>
      </Notice>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {hasSecrets && (
          <TextField
            label="Its passphrase"
            type="password"
            autoComplete="off"
            required
            value={passphrase}
            onChange={(event) => {
              setPassphrase(event.target.value);
              trial.reset();
            }}
            hint="The one it was exported with."
          />
        )}
        {trial.error && <Failure error={trial.error} />}
        <div>
          <Button type="submit" look={trial.data ? 'plain' : 'lever'} busy={trial.isPending}>
            See what would be done
          </Button>
        </div>
      </form>
      {trial.data && <Trial report={trial.data} isTaking={taking.isPending} onTake={() => setAsking(true)} />}
      {taking.error && (
        <>
          <Failure error={taking.error} />
          <Conflicts conflicts={conflictsOf(taking.error)} total={conflictsOf(taking.error).length} />
        </>
      )}
      {isAsking && (
        <Confirm
          title={`Import ${file.name}?`}
          action="Import it"
          busy={taking.isPending}
          onConfirm={() => taking.mutate()}
          onClose={() => setAsking(false)}
        >
          All of it is taken over, or nothing. It cannot be taken back; an export made before is a way back for what is
          changed.
        </Confirm>
      )}
    </>
  );
}

const changesIn = ({ sections }: ImportReport) =>
  Object.values(sections).reduce((sum, { created, updated }) => sum + created + updated, 0);

function Trial({ report, isTaking, onTake }: { report: ImportReport; isTaking: boolean; onTake(): void }) {
  const { conflicts, conflict_count: total } = report;
  const changes = changesIn(report);
  return (
    <div className="flex flex-col gap-4">
      <p role="status" className="font-medium">
        {total > 0
          ? 'It cannot be taken over as it is.'
          : changes > 0
            ? 'This would be done. Nothing has changed yet.'
            : 'All of it is here already; there is nothing to import.'}
      </p>
      <ReportTable report={report} />
      <Conflicts conflicts={conflicts} total={total} />
      {total === 0 && changes > 0 && (
        <div>
          <Button look="lever" busy={isTaking} onClick={onTake}>
            Import it
          </Button>
        </div>
      )}
    </div>
  );
}

function Done({ report }: { report: ImportReport }) {
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="clear">
        <span role="status">The import is done. To import another file, choose it above.</span>
      </Notice>
      <ReportTable report={report} />
    </div>
  );
}
