import { type QueryKey, type UseQueryOptions, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import { ApiError } from './client.ts';
import { onSessionChange, session } from './session.ts';

/** How long a deletion can be taken back. */
const UNDO_MS = 8_000;

/** Something the person deleted: out of sight at once, deleted on the server when it can no longer be taken back. */
export type Removal = {
  id: string;
  /** Asks the server to delete it. Must outlive the page (`keepalive`). */
  send(): Promise<unknown>;
  onUndone(): void;
  /** It can no longer be taken back. */
  onSent(): void;
  /** The server has deleted it; it stays out of sight until this has settled. */
  onGone(): Promise<unknown>;
  /** The server does not delete it, or was not reached; it is in sight again. */
  onRefused(error: unknown): void;
};

type Waiting = { removal: Removal; timer: ReturnType<typeof setTimeout> | undefined; endsAt: number; leftMs: number };

const waiting = new Map<string, Waiting>();
const underWay = new Set<Promise<unknown>>();
let hidden: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

function setHidden(id: string, isHidden: boolean): void {
  const next = new Set(hidden);
  if (isHidden) next.add(id);
  else next.delete(id);
  hidden = next;
  for (const listener of listeners) listener();
}

/** Deletes it, unless it is taken back in the next seconds. */
export function removeLater(removal: Removal): void {
  if (hidden.has(removal.id)) return;
  waiting.set(removal.id, { removal, timer: undefined, endsAt: 0, leftMs: UNDO_MS });
  setHidden(removal.id, true);
  holdRemoval(removal.id, false);
}

/** Lets the time stand still, or go on: whoever has reached the way back by keyboard must not lose it. */
export function holdRemoval(id: string, isHeld: boolean): void {
  const entry = waiting.get(id);
  if (!entry || isHeld === (entry.timer === undefined)) return;
  clearTimeout(entry.timer);
  if (isHeld) {
    entry.timer = undefined;
    entry.leftMs = Math.max(0, entry.endsAt - Date.now());
  } else {
    entry.endsAt = Date.now() + entry.leftMs;
    entry.timer = setTimeout(() => void send(id), entry.leftMs);
  }
}

function take(id: string): Removal | undefined {
  const entry = waiting.get(id);
  clearTimeout(entry?.timer);
  waiting.delete(id);
  return entry?.removal;
}

export function undoRemoval(id: string): void {
  const removal = take(id);
  if (!removal) return;
  setHidden(id, false);
  removal.onUndone();
}

/** Takes back the last deletion that still can be; false when there is none. */
export function undoLastRemoval(): boolean {
  const id = [...waiting.keys()].at(-1);
  if (id !== undefined) undoRemoval(id);
  return id !== undefined;
}

async function send(id: string): Promise<void> {
  const removal = take(id);
  if (!removal) return;
  removal.onSent();
  const request = removal.send();
  underWay.add(request);
  try {
    await request.catch(unlessGoneAlready);
  } catch (error) {
    setHidden(id, false);
    // Whoever signed out is not there to be told, and the next person is not to be.
    if (session()) removal.onRefused(error);
    return;
  } finally {
    underWay.delete(request);
  }
  await removal.onGone().finally(() => setHidden(id, false));
}

function unlessGoneAlready(error: unknown): void {
  if (!(error instanceof ApiError && error.status === 404)) throw error;
}

/**
 * Sends what still waits, and resolves when the server has answered, whatever it said. Whatever needs the room or the
 * name of something that was deleted a moment ago calls it first, and so does signing out.
 */
export async function removalsSent(): Promise<void> {
  for (const id of [...waiting.keys()]) void send(id);
  await Promise.allSettled(underWay);
}

/** What waits is sent when the page is left or out of sight, and forgotten when the session has ended. Call it once. */
export function watchRemovals(): void {
  addEventListener('pagehide', () => void removalsSent());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void removalsSent();
  });
  onSessionChange(() => {
    // Nothing may be deleted in the name of whoever signs in next.
    if (!session()) for (const id of [...waiting.keys()]) forget(id);
  });
}

function forget(id: string): void {
  const removal = take(id);
  setHidden(id, false);
  removal?.onSent();
}

function useHidden(): ReadonlySet<string> {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => hidden,
  );
}

/** True while it is deleted as far as the person can see. */
export function useIsRemoved(id: string): boolean {
  return useHidden().has(id);
}

export const isRemoved = (id: string) => hidden.has(id);

const itself = ({ id }: { id: string }) => id;

/**
 * A list without what was deleted in it, from the first moment on, however often it is asked for meanwhile.
 *
 * @param goesWith the id of what an item is deleted together with; without it, its own
 */
export function useListed<Item extends { id: string }, Key extends QueryKey>(
  options: UseQueryOptions<Item[], Error, Item[], Key>,
  goesWith: (item: Item) => string = itself,
): UseQueryResult<Item[]> {
  const gone = useHidden();
  const select = useCallback(
    (list: Item[]) => (gone.size === 0 ? list : list.filter((item) => !gone.has(goesWith(item)))),
    [gone, goesWith],
  );
  return useQuery({ ...options, select });
}
