import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Action, giveCommand } from '../../api/nodes.ts';
import type { Step } from '../../api/nodes-assistant.ts';
import { createTunnel, deleteTunnel, type NewTunnel } from '../../api/tunnels.ts';

export type StepState = { state: 'waiting' | 'doing' | 'done' } | { state: 'failed'; error: unknown };

/** Does the steps one after the other, through the same operations as everything else; the first that fails ends it. */
export function useApply(steps: readonly Step[]) {
  const [states, setStates] = useState<readonly StepState[]>(() => steps.map(() => ({ state: 'waiting' })));
  const queries = useQueryClient();
  const isBusy = states.some(({ state }) => state === 'doing');

  async function apply(): Promise<void> {
    if (isBusy) return;
    const first = states.findIndex(({ state }) => state !== 'done');
    for (let at = Math.max(0, first); at < steps.length; at++) {
      const set = (state: StepState) => setStates((all) => all.map((one, i) => (i === at ? state : one)));
      set({ state: 'doing' });
      try {
        await send(steps[at] as Step);
        set({ state: 'done' });
      } catch (error) {
        set({ state: 'failed', error });
        break;
      }
    }
    await Promise.all(
      [['nodes'], ['tunnels'], ['flow-ends']].map((queryKey) => queries.invalidateQueries({ queryKey })),
    );
  }

  const isOver = states.every(({ state }) => state === 'done') || states.some(({ state }) => state === 'failed');
  return { states, isBusy, isOver, apply };
}

function send(step: Step): Promise<unknown> {
  if (step.kind === 'create_tunnel') return createTunnel(step.tunnel as NewTunnel);
  if (step.kind === 'delete_tunnel') return deleteTunnel(step.tunnel_id ?? '');
  return giveCommand(step.node_id ?? '', step.action as Action);
}
