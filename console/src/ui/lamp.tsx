/** What a state means to the person looking: fine, under way or waiting, wrong, worth knowing, nothing. */
export type Tone = 'clear' | 'caution' | 'danger' | 'notice' | 'idle';

const lenses: Record<Tone, string> = {
  clear: 'bg-lamp-clear',
  caution: 'bg-lamp-caution',
  danger: 'bg-lamp-danger',
  notice: 'bg-lamp-notice',
  idle: 'bg-faint/40',
};

/** A signal lamp in its housing. Decoration: the state's word always stands beside it. */
export function Lamp({ tone, blinking = false }: { tone: Tone; blinking?: boolean }) {
  return (
    <span
      aria-hidden="true"
      className="inline-grid size-4 shrink-0 place-items-center rounded-full bg-[var(--lamp-housing)] p-[3px]"
    >
      <span
        className={`size-full rounded-full ${lenses[tone]} ${blinking ? 'animate-[lamp_1.6s_ease-in-out_infinite]' : ''}`}
      />
    </span>
  );
}

const states: Record<string, { tone: Tone; word: string; isUnderWay?: boolean }> = {
  completed: { tone: 'clear', word: 'Completed' },
  deployed: { tone: 'clear', word: 'Deployed' },
  ready: { tone: 'clear', word: 'Ready' },
  online: { tone: 'clear', word: 'Online' },
  validated: { tone: 'clear', word: 'Fit for training' },
  unvalidated: { tone: 'caution', word: 'Not validated' },
  running: { tone: 'notice', word: 'Training', isUnderWay: true },
  queued: { tone: 'caution', word: 'Waiting' },
  compiling: { tone: 'notice', word: 'Compiling', isUnderWay: true },
  quantizing: { tone: 'notice', word: 'Quantizing', isUnderWay: true },
  packaging: { tone: 'notice', word: 'Packaging', isUnderWay: true },
  transferring: { tone: 'notice', word: 'Transferring', isUnderWay: true },
  stopped: { tone: 'idle', word: 'Stopped' },
  cancelled: { tone: 'idle', word: 'Cancelled' },
  unknown: { tone: 'idle', word: 'Not asked yet' },
  unsent: { tone: 'caution', word: 'Built, not sent' },
  failed: { tone: 'danger', word: 'Failed' },
  offline: { tone: 'danger', word: 'Offline' },
};

/** The lamp and word of a state as the API names it; `unsent` is a deployment that `isOnlyUnsent`. */
export function Status({ value }: { value: string }) {
  const { tone, word, isUnderWay = false } = states[value] ?? { tone: 'idle' as const, word: value };
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap font-medium text-sm">
      <Lamp tone={tone} blinking={isUnderWay} />
      {word}
    </span>
  );
}
