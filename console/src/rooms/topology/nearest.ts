import type { Position, Positions } from '../../api/topology.ts';

const directions: Readonly<Record<string, Position>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The next thing in the direction of an arrow key: what lies aside counts as twice as far. */
export function nearest(places: Positions, from: string, key: string): string | undefined {
  const [direction, start] = [directions[key], places[from]];
  if (!direction || !start) return undefined;
  let best: { id: string; far: number } | undefined;
  for (const [id, { x, y }] of Object.entries(places)) {
    const ahead = (x - start.x) * direction.x + (y - start.y) * direction.y;
    const aside = Math.abs((x - start.x) * direction.y) + Math.abs((y - start.y) * direction.x);
    if (id === from || ahead <= 0) continue;
    const far = ahead + 2 * aside;
    if (!best || far < best.far) best = { id, far };
  }
  return best?.id;
}
