import { useState } from 'react';
import type { Proposal, Step } from '../../api/nodes-assistant.ts';
import { useCanManage, useCanWrite } from '../../api/session.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { Failure, Notice } from '../../ui/surfaces.tsx';
import { Text } from '../assistant/text.tsx';
import { StepLine } from './step.tsx';
import { useApply } from './use-apply.ts';

/** Actions, shown before anything is done. */
export function ProposalCard({ proposal }: { proposal: Proposal }) {
  const { success, config, steps = [], notes = [], error, problems = [], raw_response: raw, provider } = proposal;
  if (!success)
    return (
      <div className="flex flex-col gap-3">
        <Failure error={new Error(error ?? 'No answer came.')} />
        {problems.length > 0 && raw && (
          <details className="text-sm">
            <summary className="w-fit cursor-pointer text-quiet">What it proposed, and is not offered</summary>
            <pre className="mt-2 max-h-80 overflow-auto whitespace-pre-wrap rounded-md bg-well p-3 font-mono text-xs [overflow-wrap:anywhere]">
              {raw}
            </pre>
          </details>
        )}
      </div>
    );
  const message = typeof config?.message === 'string' ? config.message : '';
  return (
    <div className="flex flex-col gap-4">
      {/* The built-in assistant says no more than the steps do. */}
      {(steps.length === 0 || (provider !== 'builtin' && message !== steps[0]?.summary)) && (
        <div className="max-w-[78ch]">
          <Text>{message}</Text>
        </div>
      )}
      {steps.length > 0 && <Steps steps={steps} notes={notes} />}
      {steps.length === 0 && notes.map((note) => <Notice key={note}>{note}</Notice>)}
    </div>
  );
}

function Steps({ steps, notes }: { steps: readonly Step[]; notes: readonly string[] }) {
  const { states, isBusy, isOver, apply } = useApply(steps);
  const [isAsking, setAsking] = useState(false);
  const [isDropped, setDropped] = useState(false);
  const whyNot = useReasonAgainst(steps);
  const isDestructive = steps.some(({ destructive }) => destructive);
  const hasBegun = states.some(({ state }) => state !== 'waiting');
  const hasFailed = states.some(({ state }) => state === 'failed');
  return (
    <section aria-label="Proposed actions" className="rounded-md border border-lever/50 bg-lever-soft/30">
      <h2 className="border-lever/40 border-b px-4 py-3 text-base">
        {isOver && !hasFailed
          ? 'Done'
          : isDropped
            ? 'Dropped: nothing was done'
            : `${steps.length === 1 ? 'This would be done' : `These ${steps.length} things would be done, in this order`}`}
      </h2>
      <ol className="divide-y divide-rule/70">
        {steps.map((step, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the steps never move
          <StepLine key={i} step={step} state={states[i] ?? { state: 'waiting' }} />
        ))}
      </ol>
      <div className="flex flex-col gap-3 border-lever/40 border-t px-4 py-3 empty:hidden">
        {!isOver &&
          !isDropped &&
          notes.map((note) => (
            <Notice key={note} tone="caution">
              {note}
            </Notice>
          ))}
        {!isDropped && !isOver && whyNot && <Notice>{whyNot}</Notice>}
        <div role="status" className="empty:hidden">
          {isOver && !hasFailed && (
            <p className="font-medium text-sm">{steps.length === 1 ? 'It is done.' : 'All of it is done.'}</p>
          )}
          {hasFailed && <p className="text-sm">What comes after it was not done.</p>}
        </div>
        {!isDropped && (!isOver || hasFailed) && (
          <div className="flex flex-wrap gap-2">
            <Button
              look="lever"
              busy={isBusy}
              disabled={whyNot !== undefined}
              onClick={() => (isDestructive && !hasBegun ? setAsking(true) : void apply())}
            >
              {hasFailed ? 'Try the rest again' : 'Apply'}
            </Button>
            {!hasBegun && <Button onClick={() => setDropped(true)}>Drop it</Button>}
          </div>
        )}
      </div>
      {isAsking && (
        <Confirm
          title="Apply it?"
          action="Apply it"
          onClose={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            void apply();
          }}
        >
          Something is deleted by it, which nothing brings back but doing it anew by hand.
        </Confirm>
      )}
    </section>
  );
}

/** Why this person may not apply it; the server says the same. */
function useReasonAgainst(steps: readonly Step[]): string | undefined {
  const canWrite = useCanWrite();
  const canManage = useCanManage();
  if (!canWrite) return 'You may look at nodes; operators may apply this.';
  if (!canManage && steps.some(({ role }) => role === 'admin' || role === 'super_admin'))
    return 'Only administrators may apply this.';
  return undefined;
}
