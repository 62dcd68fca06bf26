import type { Position } from '../../api/topology.ts';
import { PLATE } from './arrange.ts';

export type Way = { path: string; middle: Position /** Degrees. */; angle: number };

/** From plate to plate, out of the sides that face each other; `aside` keeps two ways between the same plates apart. */
export function wayBetween(from: Position, to: Position, aside: number): Way {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const isLevel = Math.abs(dx) > PLATE.width + 20 || Math.abs(dx) > Math.abs(dy);
  const sign = Math.sign(isLevel ? dx : dy) || 1;
  const { width, height } = PLATE;
  const at = ({ x, y }: Position, side: 1 | -1): Position =>
    isLevel
      ? { x: x + width / 2 + (side * sign * width) / 2, y: y + height / 2 + aside }
      : { x: x + width / 2 + aside, y: y + height / 2 + (side * sign * height) / 2 };
  const [a, b] = [at(from, 1), at(to, -1)];
  const reach = Math.max(30, Math.abs(isLevel ? b.x - a.x : b.y - a.y) / 2) * sign;
  const bend = isLevel ? { x: reach, y: 0 } : { x: 0, y: reach };
  const [c, d] = [
    { x: a.x + bend.x, y: a.y + bend.y },
    { x: b.x - bend.x, y: b.y - bend.y },
  ];
  return {
    path: `M${a.x},${a.y}C${c.x},${c.y} ${d.x},${d.y} ${b.x},${b.y}`,
    middle: { x: (a.x + 3 * c.x + 3 * d.x + b.x) / 8, y: (a.y + 3 * c.y + 3 * d.y + b.y) / 8 },
    angle: (Math.atan2(b.y - a.y + d.y - c.y, b.x - a.x + d.x - c.x) * 180) / Math.PI,
  };
}
