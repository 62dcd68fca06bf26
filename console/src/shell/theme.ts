import { useSyncExternalStore } from 'react';

/** The choice of light or dark; `system` follows the machine. `public/theme.js` applies it before the first paint. */
export type Theme = 'light' | 'dark' | 'system';

const KEY = 'signalbox.theme';
const listeners = new Set<() => void>();

function chosenTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function chooseTheme(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, theme);
  applyTheme();
}

export function applyTheme(): void {
  const chosen = chosenTheme();
  const dark = chosen === 'dark' || (chosen === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** What is chosen; for the menu. */
export const useChosenTheme = () => useSyncExternalStore(subscribe, chosenTheme);

/** What is seen: `light` or `dark`; for what is painted on a canvas. */
export const useShownTheme = () =>
  useSyncExternalStore(subscribe, () => document.documentElement.dataset.theme ?? 'light');
