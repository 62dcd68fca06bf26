import { useEffect, useRef } from 'react';
import { undoLastRemoval } from '../api/removals.ts';
import { type Place, places } from './places.ts';

const PAUSE_MS = 900;

/** Ctrl/⌘-K opens the palette; Ctrl/⌘-Z takes back a deletion; `?` tells the keys; `g` and a letter goes to a room. Keys typed into fields and dialogs are left alone. */
export function useShortcuts(actions: {
  onPalette: () => void;
  onHelp: () => void;
  onGo: (to: Place['to']) => void;
}): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    let goAt = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        latest.current.onPalette();
        return;
      }
      const isElsewhere =
        event.target instanceof Element &&
        event.target.closest('input, textarea, select, [contenteditable], dialog, [role="dialog"]');
      const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z';
      if (isUndo && !isElsewhere && undoLastRemoval()) event.preventDefault();
      if (isElsewhere || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === '?') latest.current.onHelp();
      const now = performance.now();
      const place = places.find(({ keys }) => keys === `g ${event.key}`);
      if (place && now - goAt < PAUSE_MS) latest.current.onGo(place.to);
      goAt = event.key === 'g' ? now : Number.NEGATIVE_INFINITY;
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
