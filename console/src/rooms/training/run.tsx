import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { type RunFeed, useRunFeed } from '../../api/run-feed.ts';
import { useCanWrite } from '../../api/session.ts';
import { isBeingJudged, isUnderWay } from '../../api/states.ts';
import { type Run, runQuery } from '../../api/training.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { type FactLine, Facts } from '../../ui/facts.tsx';
import { Checkbox } from '../../ui/fields.tsx';
import { dateTime, duration, number } from '../../ui/format.ts';
import { Lamp, Status } from '../../ui/lamp.tsx';
import { PageAnswer } from '../../ui/page-answer.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { PrintButton } from '../../ui/print-button.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Notice, Panel, Skeleton } from '../../ui/surfaces.tsx';
import { type Station, Track } from '../../ui/track.tsx';
import { architectureName } from '../../ui/words.ts';
import { parameters, shownSetting } from './hyperparameters.ts';
import { runRoute } from './routes.ts';
import { StopButton } from './stop.tsx';

const LossPlot = lazy(() => import('../../ui/charts/losses.tsx'));
const back = { to: '/training', name: 'Training' } as const;

export default function RunPage() {
  const { id } = runRoute.useParams();
  const run = useQuery(runQuery(id));
  return (
    <PageAnswer query={run} kind="Training run" back={back}>
      {(found) => <Found run={found} />}
    </PageAnswer>
  );
}

function Found({ run }: { run: Run }) {
  const canWrite = useCanWrite();
  const feed = useRunFeed(run.id);
  const epoch = Math.max(run.current_epoch, feed.latest?.current_epoch ?? 0);
  return (
    <>
      <PageHead
        title={run.dataset_name}
        back={back}
        beside={<Status value={run.status} />}
        about={`${architectureName(run.architecture)}, asked for by ${run.created_by} on ${dateTime(run.started_at)}`}
        action={
          <>
            {canWrite && isUnderWay(run) && <StopButton run={run} />}
            {canWrite && !isUnderWay(run) && (
              <ButtonLink to="/training/new" search={{ from: run.id }} look="boardQuiet">
                Train again
              </ButtonLink>
            )}
            {!isUnderWay(run) && (
              <PrintButton look="boardQuiet" path={`/api/v1/training/${run.id}?format=report`}>
                Report
              </PrintButton>
            )}
            {!isUnderWay(run) && run.model_id && (
              <ButtonLink to="/models/$id" params={{ id: run.model_id }} look="board">
                To the model
              </ButtonLink>
            )}
          </>
        }
      />
      <div className="flex flex-col gap-6">
        <Panel>
          <Track label="Where the run is" stations={stationsOf(run)} />
        </Panel>
        {run.error && (
          <div role="alert" className="rounded-md border border-danger/60 bg-danger-soft px-4 py-3">
            <p className="font-medium text-danger">{run.error}</p>
          </div>
        )}
        {run.warnings.length > 0 && (
          <Notice tone="caution">
            {run.warnings.map((warning) => (
              <p key={warning}>{warning}</p>
            ))}
          </Notice>
        )}
        <Panel title="Progress">
          <div className="flex flex-col gap-5">
            {isUnderWay(run) && <Progress label="Epochs done" value={epoch} max={run.total_epochs} />}
            <Facts facts={figuresOf(run, feed, epoch)} />
          </div>
        </Panel>
        <LossPanel run={run} feed={feed} />
        <Panel title="Settings">
          <Facts columns="sm:grid-cols-3 lg:grid-cols-5" facts={settingsOf(run)} />
        </Panel>
        <p className="text-quiet text-sm">
          Learns from{' '}
          <Link
            to="/datasets/$id"
            params={{ id: run.dataset_id }}
            className="rounded text-lever underline underline-offset-4"
          >
            {run.dataset_name}
          </Link>
          . Run {run.id}.
        </p>
      </div>
    </>
  );
}

function LossPanel({ run, feed }: { run: Run; feed: RunFeed }) {
  const [logarithmic, setLogarithmic] = useState(true);
  return (
    <Panel
      title="Loss"
      flush
      action={
        <>
          <Line line={feed.line} />
          <Checkbox
            label="Logarithmic"
            checked={logarithmic}
            onChange={(event) => setLogarithmic(event.target.checked)}
          />
        </>
      }
    >
      <div className="p-2 pb-4 sm:p-4">
        {feed.losses.train.length === 0 ? (
          <p className="p-8 text-center text-quiet">
            {isUnderWay(run)
              ? 'The first epoch is under way. The curve begins when it ends.'
              : 'No epoch was finished.'}
          </p>
        ) : (
          <Suspense fallback={<Skeleton lines={6} />}>
            <LossPlot train={feed.losses.train} val={feed.losses.val} logarithmic={logarithmic} />
          </Suspense>
        )}
      </div>
    </Panel>
  );
}

/** Whether what is seen is what happens now. */
function Line({ line }: { line: RunFeed['line'] }) {
  if (line === 'ended') return null;
  return (
    <span role="status" className="inline-flex items-center gap-2 text-quiet text-sm">
      <Lamp tone={line === 'live' ? 'clear' : 'caution'} blinking={line !== 'live'} />
      {line === 'live' ? 'Live' : 'Connecting…'}
    </span>
  );
}

function stationsOf(run: Run): Station[] {
  const { status, current_epoch, total_epochs, model_id, started_at, completed_at } = run;
  const isJudged = isBeingJudged(run);
  const isLearning = status === 'running' && !isJudged;
  const learned = isLearning ? 'here' : status === 'queued' ? 'ahead' : status === 'failed' ? 'failed' : 'done';
  const ended = status === 'completed' || (status === 'stopped' && model_id !== null);
  return [
    {
      name: 'In line',
      state: status === 'queued' ? 'here' : 'done',
      note: status === 'queued' ? 'All capacity is taken' : dateTime(started_at),
    },
    {
      name: 'Learning',
      state: learned,
      note: status === 'queued' ? undefined : `Epoch ${current_epoch} of ${total_epochs}`,
    },
    { name: 'Judged', state: ended ? 'done' : isJudged ? 'here' : 'ahead' },
    {
      name: 'Model',
      state: ended ? 'done' : 'ahead',
      note: ended && completed_at ? dateTime(completed_at) : undefined,
    },
  ];
}

function figuresOf(run: Run, { latest }: RunFeed, epoch: number): FactLine[] {
  const remaining = latest?.estimated_remaining_seconds ?? run.estimated_remaining_seconds;
  const best = latest ? Math.min(latest.best_val_loss, run.best_val_loss ?? latest.best_val_loss) : run.best_val_loss;
  return [
    { name: 'Epoch', value: `${epoch} of ${run.total_epochs}` },
    {
      name: 'Best validation loss',
      value: number(best),
      ...(run.best_epoch !== null && { about: `in epoch ${run.best_epoch}` }),
    },
    { name: 'Time so far', value: duration(latest?.elapsed_seconds ?? run.training_time_seconds) },
    isUnderWay(run)
      ? {
          name: 'Still to go',
          value: isBeingJudged(run)
            ? 'It is being judged'
            : remaining === null
              ? 'Known after the first epoch'
              : `About ${duration(remaining)}`,
        }
      : { name: 'Ended', value: run.completed_at ? dateTime(run.completed_at) : '–' },
  ];
}

function settingsOf({ hyperparameters, engine }: Run): FactLine[] {
  const known = parameters.filter(({ name }) => hyperparameters[name] !== undefined);
  return [
    ...known.map((one) => ({ name: one.title, value: shownSetting(one, hyperparameters[one.name]) })),
    ...(engine ? [{ name: 'Engine', value: engine === 'native' ? 'Compiled kernels' : 'TypeScript (slow)' }] : []),
  ];
}
