import { ago } from '../../ui/format.ts';
import { Lamp, type Tone } from '../../ui/lamp.tsx';
import type { NodeState } from './choose.ts';

const looks: Record<NodeState, { tone: Tone; word: string }> = {
  online: { tone: 'clear', word: 'Online' },
  offline: { tone: 'danger', word: 'Offline' },
  pending: { tone: 'caution', word: 'Not registered yet' },
  expired: { tone: 'idle', word: 'Expired' },
};

export const stateWord = (state: NodeState) => looks[state].word;

/** @param since when it was last seen; told of one that is away */
export function StateLamp({ state, since }: { state: NodeState; since?: string | null }) {
  const { tone, word } = looks[state];
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap font-medium text-sm">
      <Lamp tone={tone} />
      {word}
      {since && state === 'offline' && <span className="font-normal">since {ago(since)}</span>}
    </span>
  );
}
