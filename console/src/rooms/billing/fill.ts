import type { Tone } from '../../ui/lamp.tsx';

/** How full something is: the part in percent, and what that means in a colour and in a word. */
export type Fill = { percent: number; tone: Extract<Tone, 'clear' | 'caution' | 'danger'>; word: string };

const CAUTION_ABOVE = 70;
const DANGER_ABOVE = 90;

/** More than there is room for is possible after a change to a smaller plan; nothing is deleted then. */
export function fillOf(used: number, limit: number): Fill {
  const percent = limit > 0 ? (used / limit) * 100 : 100;
  if (used > limit) return { percent, tone: 'danger', word: 'over the limit' };
  if (percent >= 100) return { percent, tone: 'danger', word: 'full' };
  if (percent > DANGER_ABOVE) return { percent, tone: 'danger', word: 'almost full' };
  if (percent > CAUTION_ABOVE) return { percent, tone: 'caution', word: 'filling up' };
  return { percent, tone: 'clear', word: 'room left' };
}
