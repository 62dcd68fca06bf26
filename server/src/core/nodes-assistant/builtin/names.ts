import type { Json, MediaNode } from '../../nodes/index.ts';
import type { LiveFlow } from '../workbench.ts';

/** Something a message may name. */
export type Named = { node: MediaNode } | { flow: LiveFlow } | { output: Json; of: LiveFlow };

/** A message in which every name is a sign of its own, so that words in names are no words of the sentence. */
export type Marked = {
  /** Lower case without accents; names are `\uE000<number>\uE001`. */
  text: string;
  /** What each number may stand for: flows of several nodes can have one name. */
  names: Named[][];
};

const MOST_READ = 4000;
/** Names in one message; nobody means more. */
const MOST_NAMED = 100;
/** Words of a sentence: as names they count only in quotes or after the word for what they are. */
const ordinary = new Set([
  ...['all', 'and', 'the', 'for', 'on', 'off', 'in', 'to', 'from', 'with', 'flow', 'flows', 'input', 'output', 'node'],
  ...['nodes', 'edge', 'edges', 'relay', 'relays', 'stop', 'start', 'restart', 'status', 'add', 'remove', 'delete'],
  ...['create', 'new', 'main', 'srt', 'udp', 'rtp', 'rtmp', 'hls', 'is', 'are', 'what', 'which', 'not', 'down', 'up'],
]);
const introductions =
  /(?:\b(?:flow|flows|fluss|edge|node|relay|knoten|output|ausgang|called|named)\s+(?:the\s+)?|["'“„‘«])$/;
/** Short names that are no words need no more than a word that leads to them. */
const leads = /\b(?:on|auf|of|von|at|in|is|has|hat|for|fur|and|und|from|to|node|the|den|der)\s+$/;
const SHORTEST = 3;

/** Lower case without accents. Each character becomes one, so that places stay what they are. */
export function plain(message: string): string {
  const read = message
    .slice(0, MOST_READ)
    .toWellFormed()
    .replace(/[\uE000\uE001]/g, ' ');
  if (/^\p{ASCII}*$/u.test(read)) return read.toLowerCase();
  return [...read]
    .map((character) => {
      const [bare = character] = character.normalize('NFKD').toLowerCase();
      return bare.length === character.length ? bare : character;
    })
    .join('');
}

/** Finds what a message names: the longest names first, and of equal ones all. */
export function mark(message: string, candidates: Iterable<{ name: string; thing: Named }>): Marked {
  const text = plain(message);
  const byName = new Map<string, Named[]>();
  for (const { name, thing } of candidates) {
    const key = plain(name.trim());
    // Most of a large fleet is not named at all.
    if (key !== '' && text.includes(key)) byName.set(key, [...(byName.get(key) ?? []), thing]);
  }
  const taken: { from: number; to: number; things: Named[] }[] = [];
  for (const [name, things] of [...byName].sort(([a], [b]) => b.length - a.length)) {
    const isWord = ordinary.has(name);
    const isWeak = isWord || name.length < SHORTEST;
    for (let from = text.indexOf(name); from >= 0; from = text.indexOf(name, from + 1)) {
      const to = from + name.length;
      if (taken.length >= MOST_NAMED) break;
      if (taken.some((other) => from < other.to && other.from < to)) continue;
      if (!isBoundary(text, from, to) || (isWeak && !introduces(text.slice(0, from), isWord))) continue;
      taken.push({ from, to, things });
    }
  }
  taken.sort((a, b) => a.from - b.from);
  let [marked, at] = ['', 0];
  for (const [i, { from, to }] of taken.entries()) {
    marked += `${text.slice(at, from)}\uE000${i}\uE001`;
    at = to;
  }
  return { text: marked + text.slice(at), names: taken.map(({ things }) => things) };
}

/** The candidates of nodes, their flows and outputs: by name and by id. */
export function* candidatesOf(
  nodes: readonly MediaNode[],
  flows: readonly LiveFlow[],
): Generator<{ name: string; thing: Named }> {
  for (const node of nodes) yield* called(node, { node });
  for (const flow of flows) {
    yield* called(flow, { flow });
    for (const output of flow.outputs) yield* called(output, { output, of: flow });
  }
}

function* called({ name, id }: { name: string; id: string }, thing: Named): Generator<{ name: string; thing: Named }> {
  yield { name, thing };
  if (id !== name) yield { name: id, thing };
}

/** The things a piece of marked text stands for. */
export function namedIn(piece: string, { names }: Marked): Named[] {
  return [...piece.matchAll(/\uE000(\d+)\uE001/g)].flatMap(([, number]) => names[Number(number)] ?? []);
}

export const nodesIn = (named: readonly Named[]): MediaNode[] =>
  unique(named.flatMap((one) => ('node' in one ? one.node : [])));
export const flowsIn = (named: readonly Named[]): LiveFlow[] =>
  unique(named.flatMap((one) => ('flow' in one ? one.flow : [])));

const unique = <T>(things: readonly T[]): T[] => [...new Set(things)];

const introduces = (before: string, isWord: boolean) => introductions.test(before) || (!isWord && leads.test(before));

const inWord = /[\p{L}\p{N}_-]/u;

/** `edge-1` is not in `edge-10`, and `oslo` not in `oslo.example`. */
function isBoundary(text: string, from: number, to: number): boolean {
  if (inWord.test(text[from - 1] ?? ' ')) return false;
  const next = text[to] ?? ' ';
  return !inWord.test(next) && !(next === '.' && inWord.test(text[to + 1] ?? ' '));
}
