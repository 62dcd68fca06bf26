import { HouseError } from '../../platform/errors.ts';
import type { Log } from '../../platform/log/index.ts';
import { createRing } from './ring.ts';
import type { Point } from './schema.ts';
import type { WriteBatch } from './writer.ts';

const MOST_TOGETHER = 10_000;

export type OfferCounts = { stored: number; pushedOut: number; refused: number; failed: number };

/** Keeps figures nobody waits for until the next flush; as many as `capacity` outlive a database that is away. */
export function createOffers(deps: {
  writeBatch: WriteBatch;
  /** Whether a point may (still) be kept. */
  accepts: (point: Point, now: number) => boolean;
  now: () => number;
  capacity: number;
  flushMs: number;
  log: Log;
}) {
  const { writeBatch, accepts, now, log } = deps;
  const ring = createRing<Point>(deps.capacity);
  const counts: OfferCounts = { stored: 0, pushedOut: 0, refused: 0, failed: 0 };
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> | undefined;
  let wasAway = false;
  let closed = false;

  /** Stores what is there; what a database that is away did not take stays. */
  async function flush(): Promise<void> {
    while (ring.size() > 0) {
      const taken = ring.take(MOST_TOGETHER);
      const time = now();
      const points = taken.filter((point) => accepts(point, time)); // they may have grown too old while waiting
      counts.refused += taken.length - points.length;
      try {
        const homeless = points.length > 0 ? await writeBatch(points) : [];
        counts.refused += homeless.length;
        counts.stored += points.length - homeless.length;
        wasAway = false;
      } catch (error) {
        if (error instanceof HouseError && error.kind === 'unavailable') {
          counts.pushedOut += ring.putBack(points);
          if (!wasAway) log.warn({ error, waiting: ring.size() }, 'figures wait until the database is back');
          wasAway = true;
          return;
        }
        // Not the database's absence but something about these: keeping them would stop all that follow.
        counts.failed += points.length;
        log.error({ error, points: points.length }, 'figures could not be stored');
      }
    }
  }

  function flushOnce(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    flushing ??= flush().finally(() => {
      flushing = undefined;
      if (ring.size() > 0) schedule();
    });
    return flushing;
  }

  function schedule(): void {
    if (timer === undefined && !closed) timer = setTimeout(flushOnce, deps.flushMs);
  }

  return {
    counts,
    waiting: ring.size,
    add(points: readonly Point[]): void {
      const time = now();
      for (const point of points) {
        if (!accepts(point, time)) counts.refused++;
        else if (ring.push(point)) counts.pushedOut++;
      }
      if (ring.size() >= MOST_TOGETHER && !wasAway && !closed) void flushOnce();
      else if (flushing === undefined) schedule();
    },
    async close(): Promise<void> {
      closed = true;
      await flushing;
      await flushOnce();
      if (ring.size() > 0) log.warn({ lost: ring.size() }, 'figures were lost: the database was away at the end');
    },
  };
}
