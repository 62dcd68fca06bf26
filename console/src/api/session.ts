import type { MlAnswer } from '@signalbox/sdk';
import { useSyncExternalStore } from 'react';

/** Who is signed in, as the login answered. Kept in this browser until signing out. */
export type Session = Pick<MlAnswer<'/api/v1/auth/login', 'post'>, 'token' | 'user'>;

const KEY = 'signalbox.session';
const listeners = new Set<() => void>();
let current = read();

function read(): Session | undefined {
  try {
    const kept = localStorage.getItem(KEY);
    return kept ? (JSON.parse(kept) as Session) : undefined;
  } catch {
    return undefined;
  }
}

export function session(): Session | undefined {
  return current;
}

let wasLeft = false;

/** True when the person signed out, false when the session ended by itself: only then is it taken up at the same place. */
export function wasLeftOnPurpose(): boolean {
  return wasLeft;
}

/** Signs out in this browser. */
export function leaveSession(): void {
  wasLeft = true;
  setSession(undefined);
}

export function setSession(next: Session | undefined): void {
  current = next;
  if (next) wasLeft = false;
  if (next) localStorage.setItem(KEY, JSON.stringify(next));
  else localStorage.removeItem(KEY);
  for (const listener of listeners) listener();
}

/** Signing out in one tab signs out the others. Call it once. */
export function followOtherTabs(): void {
  addEventListener('storage', (event) => {
    if (event.key !== KEY) return;
    current = read();
    for (const listener of listeners) listener();
  });
}

export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSession(): Session | undefined {
  return useSyncExternalStore(onSessionChange, session);
}

/** True when the signed-in person may change things. */
export function useCanWrite(): boolean {
  return useSession()?.user.role !== 'viewer';
}

/** True when the signed-in person may change what concerns everybody in the house: the plan, the people. */
export function useCanManage(): boolean {
  return useSession()?.user.role === 'admin';
}
