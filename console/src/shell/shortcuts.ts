import { useEffect } from 'react';
import { places } from './places.ts';

const PAUSE_MS = 900;

/** Ctrl/⌘-K opens the palette; `g` and a letter goes to a room. Keys typed into fields are left alone. */
export function useShortcuts({ onPalette, onGo }: { onPalette: () => void; onGo: (to: string) => void }): void {
  useEffect(() => {
    let goAt = 0;
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        onPalette();
        return;
      }
      const typing =
        event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]');
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      const now = performance.now();
      const place = places.find(({ keys }) => keys === `g ${event.key}`);
      if (place && now - goAt < PAUSE_MS) onGo(place.to);
      goAt = event.key === 'g' ? now : 0;
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [onPalette, onGo]);
}
