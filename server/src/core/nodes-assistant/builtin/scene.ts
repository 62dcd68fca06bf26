import type { Json, MediaNode } from '../../nodes/index.ts';
import type { LiveFlow } from '../workbench.ts';
import { type Marked, namedIn, nodesIn } from './names.ts';
import { enumerated, quoted } from './units.ts';

/** What was understood: actions, or why there are none, in a sentence. */
export type Understood = { actions: Json[] } | { why: string };
/** What a request is about. */
export type Scene = {
  message: string;
  marked: Marked;
  nodes: MediaNode[];
  flows: LiveFlow[];
  node: MediaNode | undefined;
};

/** The nodes a clause is about: its own, those of the whole message, or the one that was chosen. */
export function placesOf(piece: string, { marked, node }: Scene): MediaNode[] {
  const own = nodesIn(namedIn(piece, marked));
  if (own.length > 0) return own;
  const said = nodesIn(namedIn(marked.text, marked));
  return said.length > 0 ? said : node ? [node] : [];
}

/** A sentence about a node that is named and that nobody can see. */
export function unknownNode(piece: string, { nodes }: Scene): string | undefined {
  const name =
    /\b(?:edge|node|relay|knoten|auf|on)\s+(?:the\s+)?(?:edge\s+|node\s+|relay\s+|knoten\s+)?["“„']?([\p{L}\p{N}_.-]*[\p{L}\p{N}])/u.exec(
      piece,
    )?.[1];
  if (name === undefined || /^(all|alle|every|any|each|edges?|nodes?|allen)$/.test(name)) return undefined;
  const there = nodes.filter(({ deviceType }) => deviceType === 'edge').map((node) => quoted(node.name));
  return `You have no node ${quoted(name)}. The edges you can see: ${enumerated(there) || 'none'}.`;
}

export function whichFlow(
  missing: string | undefined,
  here: readonly LiveFlow[],
  places: readonly MediaNode[],
): string {
  const there = enumerated(
    here.map(({ name, id, nodeName }) =>
      places.length === 1 ? quoted(name) : `${quoted(name || id)} on ${quoted(nodeName)}`,
    ),
  );
  const where = places.length === 1 ? ` on ${quoted((places[0] as MediaNode).name)}` : '';
  const start = missing === undefined ? 'Which flow?' : `There is no flow ${quoted(missing)}${where}.`;
  return there === ''
    ? `${start} No flow is reported${where} at the moment.`
    : `${start} There ${here.length === 1 ? 'is' : 'are'} ${there}.`;
}
