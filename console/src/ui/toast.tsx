import { useSyncExternalStore } from 'react';
import { Lamp, type Tone } from './lamp.tsx';

type Toast = { id: number; tone: Tone; sentence: string };

const SHOWN_MS = 6_000;
let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Says that something happened, for some seconds, wherever the person is by now. */
export function say(sentence: string, tone: Tone = 'clear'): void {
  const id = nextId++;
  set([...toasts, { id, tone, sentence }]);
  setTimeout(() => set(toasts.filter((toast) => toast.id !== id)), SHOWN_MS);
}

/** Where what is said appears; screen readers are told politely. */
export function Toasts() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed right-4 bottom-20 z-50 flex w-[min(24rem,calc(100vw-32px))] flex-col gap-2 md:bottom-5"
    >
      {shown.map(({ id, tone, sentence }) => (
        <p
          key={id}
          className="pointer-events-auto flex animate-[arrive_0.2s_ease-out] items-start gap-3 rounded-md bg-frame px-4 py-3 text-frame-ink text-sm shadow-lg"
        >
          <span className="mt-0.5">
            <Lamp tone={tone} />
          </span>
          {sentence}
        </p>
      ))}
    </div>
  );
}
