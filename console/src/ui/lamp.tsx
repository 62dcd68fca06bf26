/** What a state means to the person looking: fine, under way or waiting, wrong, worth knowing, nothing. */
export type Tone = 'clear' | 'caution' | 'danger' | 'notice' | 'idle';

const colours: Record<Tone, string> = {
  clear: 'var(--lamp-clear)',
  caution: 'var(--lamp-caution)',
  danger: 'var(--lamp-danger)',
  notice: 'var(--lamp-notice)',
  idle: 'var(--faint)',
};

/** A signal lamp. Decoration: the state's word always stands beside it. */
export function Lamp({ tone, blinking = false }: { tone: Tone; blinking?: boolean }) {
  return (
    <span
      aria-hidden="true"
      className="inline-block size-2.5 shrink-0 rounded-full"
      style={{
        background: colours[tone],
        boxShadow: tone === 'idle' ? 'none' : `0 0 0 3px color-mix(in srgb, ${colours[tone]} 22%, transparent)`,
        animation: blinking ? 'lamp 1.6s ease-in-out infinite' : undefined,
      }}
    />
  );
}

const toneOfStatus: Record<string, Tone> = {
  completed: 'clear',
  deployed: 'clear',
  ready: 'clear',
  online: 'clear',
  running: 'notice',
  queued: 'caution',
  compiling: 'notice',
  quantizing: 'notice',
  packaging: 'notice',
  transferring: 'notice',
  failed: 'danger',
  offline: 'danger',
};
const underWay = new Set(['running', 'compiling', 'quantizing', 'packaging', 'transferring']);

/** A state in its own word, with its lamp. */
export function Status({ value }: { value: string }) {
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap text-sm font-medium">
      <Lamp tone={toneOfStatus[value] ?? 'idle'} blinking={underWay.has(value)} />
      {value}
    </span>
  );
}
