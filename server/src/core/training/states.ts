import { conflict } from '../../platform/errors.ts';

/** `queued` waits for capacity; `running` has it (its job may still be on its way to a worker); the others are final. */
export type RunStatus = 'queued' | 'running' | 'completed' | 'failed' | 'stopped';
export type FinalStatus = 'completed' | 'failed' | 'stopped';

/** Every step a run may take. What is not here cannot be written: the store updates `where status = from`. */
export const TRANSITIONS = {
  admit: { from: ['queued'], to: 'running' },
  stop: { from: ['queued', 'running'], to: 'stopped' },
  complete: { from: ['running'], to: 'completed' },
  // A run can fail before it was admitted: its dataset was deleted meanwhile.
  fail: { from: ['queued', 'running'], to: 'failed' },
} as const satisfies Record<string, { from: readonly RunStatus[]; to: RunStatus }>;

export type Transition = keyof typeof TRANSITIONS;

export function isFinal(status: RunStatus): status is FinalStatus {
  return status === 'completed' || status === 'failed' || status === 'stopped';
}

/** The status after `transition`. @throws {HouseError} conflict, when a run in `status` cannot take it */
export function after(transition: Transition, status: RunStatus): RunStatus {
  const { from, to } = TRANSITIONS[transition];
  if ((from as readonly RunStatus[]).includes(status)) return to;
  throw conflict(`A training run that is ${status} cannot ${transition}.`, { code: 'WRONG_STATE' });
}
