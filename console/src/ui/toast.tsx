import { useSyncExternalStore } from 'react';
import { keepFocus } from './focus.ts';
import { Lamp, type Tone } from './lamp.tsx';

/** What can be done about what is said. Done or not, it is taken away then. */
export type ToastAction = {
  name: string;
  /** Keys that do the same, as `aria-keyshortcuts` has them. */
  keys?: string;
  act?(): void;
  onFocus?(isFocused: boolean): void;
};

type Toast = { id: number; tone: Tone; sentence: string; action: ToastAction | undefined; takeAway(): void };

const SHOWN_MS = 6_000;
let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/**
 * Says that something happened, wherever the person is by now: for some seconds, or with an action until that is used.
 *
 * @returns takes it away before
 */
export function say(sentence: string, tone: Tone = 'clear', action?: ToastAction): () => void {
  const id = nextId++;
  const takeAway = () => {
    if (!toasts.some((toast) => toast.id === id)) return;
    set(toasts.filter((toast) => toast.id !== id));
    keepFocus();
  };
  set([...toasts, { id, tone, sentence, action, takeAway }]);
  if (!action) setTimeout(takeAway, SHOWN_MS);
  return takeAway;
}

/** What one person was told is nothing for the next. */
export function hush(): void {
  set([]);
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
      className="pointer-events-none fixed right-4 bottom-20 z-50 flex w-[min(24rem,calc(100vw-32px))] flex-col gap-2 [--lever:var(--board-ink)] md:bottom-5"
    >
      {shown.map(({ id, tone, sentence, action, takeAway }) => (
        <div
          key={id}
          className="pointer-events-auto flex animate-[arrive_0.2s_ease-out] items-start gap-3 rounded-md border border-frame-rule bg-frame px-4 py-3 text-frame-ink text-sm shadow-lg"
        >
          <span className="mt-0.5">
            <Lamp tone={tone} />
          </span>
          <p className="min-w-0 flex-1 [overflow-wrap:anywhere]">{sentence}</p>
          {action && <Action action={action} takeAway={takeAway} />}
        </div>
      ))}
    </div>
  );
}

function Action({ action: { name, keys, act, onFocus }, takeAway }: { action: ToastAction; takeAway(): void }) {
  return (
    <button
      type="button"
      aria-keyshortcuts={keys}
      onFocus={() => onFocus?.(true)}
      onBlur={() => onFocus?.(false)}
      onClick={() => {
        takeAway();
        act?.();
      }}
      className="-my-2.5 -mr-2 min-h-10 shrink-0 rounded-md px-3 font-medium underline underline-offset-4 hover:bg-frame-raised"
    >
      {name}
    </button>
  );
}
