import assert from 'node:assert/strict';
import test from 'node:test';
import { arrange, PLATE, place } from './arrange.ts';
import { nearest } from './nearest.ts';

const line = (from: string, to: string) => ({ from, to });

function overlaps(places: Record<string, { x: number; y: number }>): string[] {
  const all = Object.entries(places);
  return all.flatMap(([a, p], i) =>
    all
      .slice(i + 1)
      .filter(([, q]) => Math.abs(p.x - q.x) < PLATE.width && Math.abs(p.y - q.y) < PLATE.height)
      .map(([b]) => `${a} ${b}`),
  );
}

test('traffic runs from left to right, over its relay', () => {
  const places = arrange(['out', 'relay', 'in'], [line('in', 'relay'), line('relay', 'out')]);
  assert.ok((places.in?.x ?? 0) < (places.relay?.x ?? 0) && (places.relay?.x ?? 0) < (places.out?.x ?? 0));
});

test('where traffic runs to and fro, edges stand left and right of their relay', () => {
  const edges = ['a', 'b', 'c', 'd'];
  const lines = edges.flatMap((edge) => [line(edge, 'relay'), line('relay', edge)]);
  const places = arrange([...edges, 'relay'], lines);
  const side = (id: string) => Math.sign((places[id]?.x ?? 0) - (places.relay?.x ?? 0));
  assert.deepEqual(edges.map(side), [-1, 1, -1, 1]);
  assert.deepEqual(overlaps(places), []);
});

test('a ring, a star of two hundred, and nodes without lines are placed, none on another, always alike', () => {
  const ids = Array.from({ length: 260 }, (_, i) => `n${i}`);
  const star = ids.slice(4, 204).map((id, i) => (i % 2 ? line('n3', id) : line(id, 'n3')));
  const lines = [line('n0', 'n1'), line('n1', 'n2'), line('n2', 'n0'), line('n3', 'n3'), ...star];
  const places = arrange(ids, lines);
  assert.equal(Object.keys(places).length, ids.length);
  assert.deepEqual(overlaps(places), []);
  assert.deepEqual(arrange(ids, lines), places);
  assert.ok(Math.max(...Object.values(places).map(({ x }) => x)) < 8_000);
});

test('what somebody moved stands there, and what was arranged there makes room', () => {
  const arranged = arrange(['a', 'b', 'c'], []);
  const spot = arranged.b as { x: number; y: number };
  const places = place(arranged, { a: spot, gone: { x: 0, y: 0 } });
  assert.deepEqual(places.a, spot);
  assert.deepEqual(Object.keys(places).sort(), ['a', 'b', 'c']);
  assert.deepEqual(overlaps(places), []);
  assert.deepEqual(place(arranged, {}), arranged);
});

test('arrow keys go to the next node in their direction, and nowhere at the edge', () => {
  const places = { a: { x: 0, y: 0 }, b: { x: 300, y: 10 }, c: { x: 100, y: 200 }, d: { x: 600, y: 0 } };
  assert.equal(nearest(places, 'a', 'ArrowRight'), 'b');
  assert.equal(nearest(places, 'a', 'ArrowDown'), 'c');
  assert.equal(nearest(places, 'a', 'ArrowLeft'), undefined);
  assert.equal(nearest(places, 'a', 'Tab'), undefined);
});
