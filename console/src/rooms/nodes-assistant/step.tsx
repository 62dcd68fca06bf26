import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { configQuery } from '../../api/nodes.ts';
import type { Step } from '../../api/nodes-assistant.ts';
import { Lamp, type Tone } from '../../ui/lamp.tsx';
import { sentenceOf } from '../../ui/surfaces.tsx';
import { Diff } from '../node/diff.tsx';
import { differenceOf } from './difference.ts';
import type { StepState } from './use-apply.ts';

const looks: Record<StepState['state'], { tone: Tone; word: string }> = {
  waiting: { tone: 'idle', word: 'Not done yet' },
  doing: { tone: 'notice', word: 'Being done' },
  done: { tone: 'clear', word: 'Done' },
  failed: { tone: 'danger', word: 'Not done' },
};

/** One thing that would be done: in a sentence, as a difference, and as it is sent. */
export function StepLine({ step, state }: { step: Step; state: StepState }) {
  const [isOpen, setOpen] = useState(false);
  const { tone, word } = looks[state.state];
  const { summary, destructive, node_id: nodeId, node_name: nodeName } = step;
  return (
    <li className="flex flex-col gap-2 px-4 py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <p className="min-w-0 font-medium [overflow-wrap:anywhere]">{summary}</p>
        <span className="inline-flex items-center gap-2 whitespace-nowrap text-sm">
          <Lamp tone={tone} />
          {word}
        </span>
      </div>
      <p className="flex flex-wrap gap-x-4 text-quiet text-sm">
        {destructive && <span className="font-medium text-danger">Deletes something</span>}
        {nodeId && (
          <Link
            to="/media-nodes/$id"
            params={{ id: nodeId }}
            className="rounded underline underline-offset-4 hover:text-ink"
          >
            {nodeName}
          </Link>
        )}
      </p>
      {state.state === 'failed' && (
        <p role="alert" className="text-danger text-sm [overflow-wrap:anywhere]">
          {sentenceOf(state.error)}
        </p>
      )}
      <details className="min-w-0 text-sm" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="w-fit cursor-pointer rounded text-quiet hover:text-ink">What changes, in detail</summary>
        {isOpen && <Details step={step} isDone={state.state === 'done'} />}
      </details>
    </li>
  );
}

function Details({ step, isDone }: { step: Step; isDone: boolean }) {
  const { kind, node_id: nodeId = '', action } = step;
  const isCommand = kind === 'command';
  // Before it is done: afterwards there is no difference any more.
  const config = useQuery({ ...configQuery(nodeId), enabled: isCommand && !isDone });
  const sent = isCommand ? action : (step.tunnel ?? { tunnel_id: step.tunnel_id });
  const difference =
    isCommand && config.data ? differenceOf(action as Record<string, unknown>, config.data) : undefined;
  return (
    <div className="mt-2 flex min-w-0 flex-col gap-2">
      {difference && (
        <div className="min-w-0 rounded-md border border-rule bg-panel">
          <Diff {...difference} />
        </div>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label="As it is sent" className="max-h-72 overflow-auto rounded-md bg-well p-3">
        <pre className="font-mono text-xs">{JSON.stringify(sent, null, 2)}</pre>
      </section>
    </div>
  );
}
