import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Dataset, type Findings, unlockDataset, validateDataset } from '../../api/datasets.ts';
import { modelsQuery } from '../../api/models.ts';
import { useListed } from '../../api/removals.ts';
import { useCanWrite } from '../../api/session.ts';
import { runsQuery } from '../../api/training.ts';
import { Button } from '../../ui/button.tsx';
import { ago, count } from '../../ui/format.ts';
import { Lamp } from '../../ui/lamp.tsx';
import { Failure, Notice, Panel } from '../../ui/surfaces.tsx';
import { say } from '../../ui/toast.tsx';
import { type Station, Track } from '../../ui/track.tsx';
import { explain } from './explain.ts';

/** How far along the line this dataset is, and the two levers that move it: validate and unlock. */
export function Fitness({ dataset }: { dataset: Dataset }) {
  const { id, is_validated } = dataset;
  const queries = useQueryClient();
  const canWrite = useCanWrite();
  const refresh = () => queries.invalidateQueries({ queryKey: ['datasets'], predicate: isAboutState });
  const validation = useMutation({
    mutationFn: () => validateDataset(id),
    onSuccess: async ({ valid }) => {
      if (valid) say('All rows were read: the dataset is fit for training, and locked.');
      await refresh();
    },
  });
  const unlocking = useMutation({
    mutationFn: () => unlockDataset(id),
    onSuccess: async () => {
      say('Unlocked. Validate it again before the next training.', 'notice');
      validation.reset();
      await refresh();
    },
  });
  return (
    <Panel
      title="On the line"
      action={
        canWrite &&
        (is_validated ? (
          <Button busy={unlocking.isPending} onClick={() => unlocking.mutate()}>
            Unlock
          </Button>
        ) : (
          <Button look="lever" busy={validation.isPending} onClick={() => validation.mutate()}>
            {validation.isPending ? 'Reading all rows…' : 'Validate'}
          </Button>
        ))
      }
    >
      <div className="flex flex-col gap-5">
        <Line dataset={dataset} isReading={validation.isPending} findings={validation.data} />
        {validation.error && <Failure error={validation.error} retry={() => validation.mutate()} />}
        {unlocking.error && <Failure error={unlocking.error} />}
        {validation.data && <Verdict findings={validation.data} />}
        {!validation.data && !is_validated && (
          <p className="text-quiet">
            Before it can train a model, every row is read once: are all cells of a column numbers, are rows complete,
            is anything missing?
          </p>
        )}
      </div>
    </Panel>
  );
}

/** What the rows look like never changes; only what was said about the dataset does. */
const isAboutState = ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey.length <= 2;

function Line({
  dataset,
  isReading,
  findings,
}: {
  dataset: Dataset;
  isReading: boolean;
  findings: Findings | undefined;
}) {
  const runs = (useQuery(runsQuery).data ?? []).filter(({ dataset_id }) => dataset_id === dataset.id);
  const models = useListed(modelsQuery).data ?? [];
  const own = models.filter(({ id }) => runs.some(({ model_id }) => model_id === id));
  const isTraining = runs.some(({ status }) => status === 'running' || status === 'queued');
  const stations: Station[] = [
    { name: 'Received', state: 'done', note: `${count(dataset.row_count)} rows, ${ago(dataset.created_at)}` },
    {
      name: 'Validated',
      state: dataset.is_validated ? 'done' : isReading ? 'here' : findings && !findings.valid ? 'failed' : 'ahead',
      note: dataset.is_validated ? 'Locked: its rows cannot change' : isReading ? 'All rows are read' : undefined,
    },
    {
      name: 'Trained on',
      state: isTraining ? 'here' : runs.length > 0 ? 'done' : 'ahead',
      note: runs.length > 0 ? `${runs.length} ${runs.length === 1 ? 'run' : 'runs'}` : undefined,
    },
    {
      name: 'Models',
      state: own.length > 0 ? 'done' : 'ahead',
      note: own.length > 0 ? `${own.length} learned from it` : undefined,
    },
  ];
  return <Track label="State of the dataset" stations={stations} />;
}

function Verdict({ findings: { valid, issues, rows_checked, columns_checked } }: { findings: Findings }) {
  if (issues.length === 0)
    return (
      <Notice tone="clear">
        {count(rows_checked)} rows and {columns_checked} columns were read; nothing is amiss.
      </Notice>
    );
  return (
    <div className="flex flex-col gap-3" role="status">
      <p className="font-medium">
        {valid
          ? `Fit for training. Worth knowing, after ${count(rows_checked)} rows:`
          : `Not fit for training yet. Found in ${count(rows_checked)} rows:`}
      </p>
      <ul className="flex flex-col gap-3">
        {issues.map(explain).map(({ issue, meaning, isFatal }) => (
          <li key={issue} className="flex items-start gap-3 rounded-md border border-rule px-4 py-3">
            <span className="mt-1">
              <Lamp tone={isFatal ? 'danger' : 'notice'} />
            </span>
            <div>
              <p className="font-medium [overflow-wrap:anywhere]">{issue}</p>
              {meaning && <p className="max-w-[75ch] text-quiet text-sm">{meaning}</p>}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
