import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Gestures } from '../../ui/charts/gestures.ts';

/** A stretch of the record: milliseconds since 1970, or rows. */
export type Span = { from: number; to: number };

/** So long nobody must have moved before the server is asked: a turn of the wheel is one question, not twenty. */
const SETTLED_MS = 120;
/** Nothing is to be seen between rows. */
const FEWEST_ROWS = 8;

export type Zoom = Gestures & {
  /** What is shown now; it follows every movement at once. */
  view: Span;
  /** The whole record. */
  bounds: Span;
  /** What the server is asked for: where the view came to rest. Undefined for everything. */
  asked: Span | undefined;
  isWhole: boolean;
  isMoving: boolean;
  /** Goes there at once. */
  show(span: Span): void;
};

/** Where one looks in a record of `rows` that reaches over `bounds`. */
export function useZoom(bounds: Span, rows: number): Zoom {
  const [view, setView] = useState<Span>();
  const [asked, setAsked] = useState<Span>();
  const isMoving = view !== asked;
  const urgent = useRef(false);

  useEffect(() => {
    if (view === asked) return;
    const timer = setTimeout(() => setAsked(view), urgent.current ? 0 : SETTLED_MS);
    urgent.current = false;
    return () => clearTimeout(timer);
  }, [view, asked]);

  const { from, to } = bounds;
  const step = useCallback(
    (next: (span: Span) => Span) => {
      const limits = { from, to };
      setView((span) => within(next(span ?? limits), limits, rows));
    },
    [from, to, rows],
  );
  const moves = useMemo(
    () => ({
      zoom: (factor: number, at: number) =>
        step((span) => {
          // At the end of the way in, the view must not wander off from what is under the pointer.
          const most = Math.min(1, leastWidth({ from, to }, rows) / (span.to - span.from));
          return scaled(span, Math.max(factor, most), at);
        }),
      pan: (by: number) => step((span) => shifted(span, by)),
      all: () => setView(undefined),
      show(span: Span) {
        urgent.current = true;
        step(() => span);
      },
    }),
    [step, from, to, rows],
  );
  return { ...moves, view: view ?? bounds, bounds, asked, isWhole: view === undefined, isMoving };
}

/** @param at the place that stays where it is, from 0 to 1 */
export function scaled({ from, to }: Span, factor: number, at: number): Span {
  const fixed = from + at * (to - from);
  return { from: fixed - (fixed - from) * factor, to: fixed + (to - fixed) * factor };
}

export function shifted({ from, to }: Span, by: number): Span {
  const shift = by * (to - from);
  return { from: from + shift, to: to + shift };
}

/** The span pushed inside the bounds, and kept wide enough for a few rows; undefined when it is all of them. */
export function within(span: Span, bounds: Span, rows: number): Span | undefined {
  const whole = bounds.to - bounds.from;
  const width = Math.max(span.to - span.from, leastWidth(bounds, rows));
  if (!(width < whole)) return undefined;
  const middle = (span.from + span.to) / 2;
  const from = Math.max(bounds.from, Math.min(middle - width / 2, bounds.to - width));
  return { from, to: from + width };
}

function leastWidth(bounds: Span, rows: number): number {
  return Math.max(1, ((bounds.to - bounds.from) * FEWEST_ROWS) / Math.max(1, rows - 1));
}
