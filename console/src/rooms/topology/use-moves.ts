import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { keepPositions, type Positions, positionsQuery } from '../../api/topology.ts';

/** Moves are sent together when nothing moved for this long. */
const PAUSE_MS = 600;
/** Key strokes that follow each other this fast are one move to take back. */
const STROKE_MS = 1_000;
const MOST_UNDO = 50;

export type Keeping = 'kept' | 'keeping' | { failed: unknown };
export type Moves = {
  /** Where the person put nodes. */
  moved: Positions;
  /** `isStroke`: by one key stroke of perhaps several. */
  move(changes: Positions, isStroke: boolean): void;
  /** Forgets what was moved. */
  anew(): void;
  undo: (() => void) | undefined;
  keeping: Keeping;
  keepAgain(): void;
};

/**
 * What the person moves, kept on the server soon after, the last state for sure when the page is left.
 *
 * @param start as it was kept
 * @param isKnown nodes that are no more are not kept any longer
 */
export function useMoves(start: Positions, isKnown: (id: string) => boolean): Moves {
  const queries = useQueryClient();
  const [moved, setMoved] = useState(start);
  const [before, setBefore] = useState<readonly Positions[]>([]);
  const [keeping, setKeeping] = useState<Keeping>('kept');
  const latest = useRef({ moved, isKnown, lastMove: Number.NEGATIVE_INFINITY, lastIds: '' });
  latest.current.isKnown = isKnown;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const line = useRef<Promise<unknown>>(Promise.resolve());

  const send = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = undefined;
    const { moved: all, isKnown: known } = latest.current;
    const positions = Object.fromEntries(Object.entries(all).filter(([id]) => known(id)));
    queries.setQueryData(positionsQuery.queryKey, positions);
    // One after the other, so that the last one sent is the last one kept.
    line.current = line.current.then(() =>
      keepPositions(positions).then(
        () => setKeeping((old) => (timer.current === undefined ? 'kept' : old)),
        (failed: unknown) => setKeeping({ failed }),
      ),
    );
  }, [queries]);

  useEffect(() => {
    const sendRest = () => timer.current !== undefined && send();
    addEventListener('pagehide', sendRest);
    return () => {
      removeEventListener('pagehide', sendRest);
      sendRest();
    };
  }, [send]);

  const set = (next: Positions) => {
    latest.current.moved = next;
    setMoved(next);
    setKeeping('keeping');
    clearTimeout(timer.current);
    timer.current = setTimeout(send, PAUSE_MS);
  };
  const remember = (ids: string) => {
    const { current } = latest;
    const now = performance.now();
    const isSameMove = ids !== '' && ids === current.lastIds && now - current.lastMove < STROKE_MS;
    const state = current.moved;
    if (!isSameMove) setBefore((old) => [...old.slice(1 - MOST_UNDO), state]);
    Object.assign(current, { lastMove: now, lastIds: ids });
  };
  const last = before.at(-1);
  return {
    moved,
    keeping,
    keepAgain: () => set(latest.current.moved),
    move(changes, isStroke) {
      remember(isStroke ? Object.keys(changes).join() : '');
      set({ ...latest.current.moved, ...changes });
    },
    anew() {
      remember('');
      set({});
    },
    undo:
      last &&
      (() => {
        setBefore((old) => old.slice(0, -1));
        latest.current.lastIds = '';
        set(last);
      }),
  };
}
