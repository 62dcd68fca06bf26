import type { Position, Positions } from '../../api/topology.ts';

/** Of a node's plate, and from one to the next. */
export const PLATE = { width: 176, height: 56 };
const STEP = { x: 270, y: 80 };
const GAP = 70;
/** A column of more than these stands beside itself, unless there is very much of everything. */
const MOST_ROWS = 12;
/** A hub has this many times as many neighbours as nodes have on the average. */
const HUB = 1.4;
/** How far apart the nodes of a short column stand beside a long one, at most. */
const SPREAD = 2.5;
/** About as wide as screens are. */
const ASPECT = 1.7;

type Line = { from: string; to: string };
/** Rows by column, from where traffic comes in to where it goes out. */
type Columns = string[][];
/** Of a grid, columns begin at the top; of a graph, they stand in the middle. */
type Block = { columns: Columns; isGrid: boolean };

/**
 * Places nodes from left to right as traffic runs, what hangs together beside each other, and what hangs with nothing in
 * a block of its own. The same nodes and lines in the same order always give the same places.
 */
export function arrange(ids: readonly string[], lines: readonly Line[]): Record<string, Position> {
  const groups = groupsOf(ids, lines);
  const single = groups.filter((group) => group.length === 1).flat();
  const blocks = groups
    .filter((group) => group.length > 1)
    .sort((a, b) => b.length - a.length)
    .map((group): Block => ({ columns: wrap(columnsOf(group, lines)), isGrid: false }));
  if (single.length > 0) blocks.push({ columns: gridOf(single), isGrid: true });
  return shelve(blocks);
}

/** Where nodes stand: those somebody moved there, the others where they were arranged or beneath what stands there. */
export function place(arranged: Positions, moved: Positions): Record<string, Position> {
  const placed: Record<string, Position> = {};
  for (const id of Object.keys(arranged)) if (moved[id]) placed[id] = moved[id];
  const fixed = Object.values(placed);
  if (fixed.length === 0) return { ...arranged };
  const isFree = ({ x, y }: Position) =>
    fixed.every((one) => Math.abs(one.x - x) >= PLATE.width || Math.abs(one.y - y) >= PLATE.height);
  for (const [id, { x, y: wanted }] of Object.entries(arranged)) {
    if (placed[id]) continue;
    let y = wanted;
    while (!isFree({ x, y })) y += STEP.y;
    placed[id] = { x, y };
    if (y !== wanted) fixed.push({ x, y });
  }
  return placed;
}

/** What hangs together, directly or by others. */
function groupsOf(ids: readonly string[], lines: readonly Line[]): string[][] {
  const next = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const { from, to } of lines) {
    next.get(from)?.push(to);
    next.get(to)?.push(from);
  }
  const seen = new Set<string>();
  return ids.flatMap((id) => {
    if (seen.has(id)) return [];
    seen.add(id);
    const group = [id];
    for (const one of group)
      for (const other of next.get(one) ?? [])
        if (!seen.has(other) && next.has(other)) {
          seen.add(other);
          group.push(other);
        }
    return [group];
  });
}

/** Of nodes that hang together. */
function columnsOf(group: readonly string[], lines: readonly Line[]): Columns {
  const own = new Set(group);
  const inner = lines.filter(({ from, to }) => own.has(from) && own.has(to) && from !== to);
  return untangle(layersOf(group, inner) ?? sidesOf(group, inner), inner);
}

/** Each node one column behind the last that leads to it; undefined when traffic runs in rings. */
function layersOf(group: readonly string[], lines: readonly Line[]): Columns | undefined {
  const layers: Columns = [];
  const left = new Set(group);
  while (left.size > 0) {
    const awaited = new Set(lines.filter(({ from }) => left.has(from)).map(({ to }) => to));
    const layer = [...left].filter((id) => !awaited.has(id));
    if (layer.length === 0) return undefined;
    for (const id of layer) left.delete(id);
    layers.push(layer);
  }
  return layers;
}

/** Those with far more neighbours than the others in the middle, the others left and right of them. */
function sidesOf(group: readonly string[], lines: readonly Line[]): Columns {
  const neighbours = new Map<string, Set<string>>(group.map((id) => [id, new Set()]));
  const surplus = new Map<string, number>(group.map((id) => [id, 0]));
  for (const { from, to } of lines) {
    neighbours.get(from)?.add(to);
    neighbours.get(to)?.add(from);
    surplus.set(from, (surplus.get(from) ?? 0) + 1);
    surplus.set(to, (surplus.get(to) ?? 0) - 1);
  }
  const degree = (id: string) => neighbours.get(id)?.size ?? 0;
  const mean = group.reduce((sum, id) => sum + degree(id), 0) / group.length;
  const left: string[] = [];
  const hubs: string[] = [];
  const right: string[] = [];
  for (const id of group) {
    const more = surplus.get(id) ?? 0;
    if (degree(id) > HUB * mean) hubs.push(id);
    else if (more > 0 || (more === 0 && left.length <= right.length)) left.push(id);
    else right.push(id);
  }
  return [left, hubs, right].filter((column) => column.length > 0);
}

/** Orders rows by where their neighbours stand, back and forth, so that few lines cross. */
function untangle(columns: Columns, lines: readonly Line[]): Columns {
  const row = new Map<string, number>();
  const note = (rows: readonly string[]) => {
    for (const [i, id] of rows.entries()) row.set(id, i - rows.length / 2);
  };
  columns.forEach(note);
  const sweeps = [...columns.keys(), ...[...columns.keys()].reverse(), ...columns.keys()];
  for (const at of sweeps) {
    const mean = new Map(
      (columns[at] ?? []).map((id) => {
        const near = lines.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []));
        return [id, near.reduce((sum, other) => sum + (row.get(other) ?? 0), 0) / (near.length || 1)];
      }),
    );
    columns[at]?.sort((a, b) => (mean.get(a) ?? 0) - (mean.get(b) ?? 0));
    note(columns[at] ?? []);
  }
  return columns;
}

function wrap(columns: Columns): Columns {
  const all = columns.reduce((sum, rows) => sum + rows.length, 0);
  const most = Math.max(MOST_ROWS, Math.ceil(Math.sqrt((all * STEP.x) / STEP.y / ASPECT)));
  return columns.flatMap((rows) => {
    const parts = Math.ceil(rows.length / most);
    const each = Math.ceil(rows.length / parts);
    return Array.from({ length: parts }, (_, i) => rows.slice(i * each, (i + 1) * each));
  });
}

function gridOf(ids: readonly string[]): Columns {
  const wide = Math.ceil(Math.sqrt((ids.length * ASPECT * STEP.y) / STEP.x));
  return Array.from({ length: Math.min(wide, ids.length) }, (_, i) => ids.filter((__, at) => at % wide === i));
}

/** Blocks side by side, in as many rows as make a shape like a screen's. */
function shelve(blocks: readonly Block[]): Record<string, Position> {
  const sizes = blocks.map(({ columns, isGrid }) => ({
    columns,
    isGrid,
    width: columns.length * STEP.x + GAP,
    height: Math.max(...columns.map((rows) => rows.length)) * STEP.y + GAP,
  }));
  const area = sizes.reduce((sum, { width, height }) => sum + width * height, 0);
  const widest = Math.max(Math.sqrt(area * ASPECT), ...sizes.map(({ width }) => width));
  const places: Record<string, Position> = {};
  let [x, y, tallest] = [0, 0, 0];
  for (const { columns, isGrid, width, height } of sizes) {
    if (x > 0 && x + width > widest) {
      y += tallest;
      [x, tallest] = [0, 0];
    }
    const most = Math.max(...columns.map((rows) => rows.length));
    for (const [i, rows] of columns.entries()) {
      const step = isGrid ? STEP.y : Math.floor((STEP.y * Math.min(SPREAD, most / rows.length)) / 10) * 10;
      const top = isGrid ? y : y + (most * STEP.y - rows.length * step) / 2 + (step - STEP.y) / 2;
      for (const [j, id] of rows.entries())
        places[id] = { x: Math.round(x + i * STEP.x), y: Math.round(top + j * step) };
    }
    x += width;
    tallest = Math.max(tallest, height);
  }
  return places;
}
