import type { Json, MediaNode } from '../../nodes/index.ts';
import type { Answered, Proposal } from '../schema.ts';
import { type Settling, settle } from '../settle.ts';
import type { LiveFlow, Workbench } from '../workbench.ts';
import { answerBuiltin } from './answer.ts';
import { type Clause, clausesOf, isQuestion, isRefusal, postponement, type Verb } from './clauses.ts';
import { abilities } from './help.ts';
import { inWords } from './in-words.ts';
import { proposeLatency, proposeNewFlow, proposeNewOutput } from './make.ts';
import { candidatesOf, flowsIn, type Marked, mark, namedIn, plain } from './names.ts';
import { placesOf, type Scene, type Understood, unknownNode, whichFlow } from './scene.ts';
import { enumerated, quoted } from './units.ts';

/** Actions for a plain request, by its words and what the nodes report. The same request about the same state gets the same. */
export async function proposeBuiltin(
  prompt: string,
  node: MediaNode | undefined,
  settling: Settling,
): Promise<Omit<Proposal, keyof Answered>> {
  const { bench } = settling;
  const understood = await understand(prompt, node, bench);
  if ('why' in understood) return inform(understood.why);
  const [first] = understood.actions;
  const proposed = understood.actions.length === 1 ? first : { action: 'multiple', actions: understood.actions };
  const settled = await settle(proposed, settling);
  if (settled.problems.length > 0) return inform(`I cannot propose that: ${settled.problems.join(' ')}`);
  const later = postponement(prompt);
  const notes = later ? [...settled.notes, `I cannot wait (“${later}”): it is done when you apply it.`] : settled.notes;
  return { envelope: settled.envelope, steps: settled.steps, notes, raw: JSON.stringify(settled.envelope) };
}

function inform(message: string): Omit<Proposal, keyof Answered> {
  return { envelope: { action: 'info', message }, steps: [], notes: [], raw: message };
}

async function understand(message: string, node: MediaNode | undefined, bench: Workbench): Promise<Understood> {
  if (isQuestion(message)) return { why: await inWords(() => answerBuiltin(message, bench)) };
  if (isRefusal(message))
    return { why: `It sounds as if nothing is to be done, so I propose nothing.\n\n${abilities}` };
  const nodes = await bench.nodes();
  const flows = await everyFlow(bench, nodes, node);
  const marked = mark(message, candidatesOf(nodes, flows));
  const scene: Scene = { message, marked, nodes, flows, node };
  const clauses = joined(clausesOf(marked.text), marked);
  const [first] = clauses;
  if (!first) return { why: abilities };
  if (first.verb === 'latency') return proposeLatency(scene, bench);
  if (first.verb === 'create') return proposeNewFlow(scene, bench);
  if (first.verb === 'add') return proposeNewOutput(scene);
  const actions: Json[] = [];
  for (const { verb, text } of clauses) {
    const done = forClause(verb, text, scene);
    if ('why' in done) return done;
    actions.push(...done.actions);
  }
  return { actions };
}

/** “on edge-1 and edge-2” is one place, not two things to do. */
function joined(clauses: readonly Clause[], marked: Marked): Clause[] {
  const whole: Clause[] = [];
  for (const clause of clauses) {
    const named = namedIn(clause.text, marked);
    const before = whole.at(-1);
    const isPlace = clause.goesOn && named.length > 0 && named.every((one) => 'node' in one);
    if (before && isPlace) before.text += ` ${clause.text}`;
    else whole.push({ ...clause });
  }
  return whole;
}

/** As they are reported; of a node that has reported none yet, as they are configured. */
async function everyFlow(
  bench: Workbench,
  nodes: readonly MediaNode[],
  node: MediaNode | undefined,
): Promise<LiveFlow[]> {
  const live = bench.flows(nodes);
  if (node?.deviceType !== 'edge' || !bench.connection(node) || live.some(({ nodeId }) => nodeId === node.id))
    return live;
  const { flows } = await bench.config(node).catch(() => ({ flows: [] }));
  const unknown = { isRunning: false, health: null, bitrateBps: 0, packetsLost: 0, uptimeSeconds: 0, inputType: null };
  return [
    ...live,
    ...flows.map(({ id, name, outputs, raw }) => ({
      ...{ ...unknown, nodeId: node.id, nodeName: node.name, id, name, inputState: null, raw },
      outputs: outputs.map((output) => ({
        id: String(output.id ?? ''),
        name: String(output.name ?? ''),
        type: null,
        state: null,
        bitrateBps: 0,
      })),
    })),
  ];
}

function forClause(verb: Verb, piece: string, scene: Scene): Understood {
  const places = placesOf(piece, scene);
  const unknown = unknownNode(piece, scene);
  if (places.length === 0 && unknown) return { why: unknown };
  const away = places.find(({ status }) => status !== 'online');
  if (away) return { why: `${quoted(away.name)} is ${away.status}: nothing can be sent to it now.` };
  const isHere = ({ nodeId }: LiveFlow) => places.length === 0 || places.some(({ id }) => id === nodeId);
  const outputs = namedIn(piece, scene.marked).flatMap((one) => ('output' in one && isHere(one.of) ? [one] : []));
  if (verb === 'remove' && outputs.length > 0) return removeOutputs(outputs, piece, scene);
  if (verb === 'remove' && /\b(outputs?|ausgang)\b/.test(piece))
    return { why: `Which output? ${outputWords(flowsFor(piece, scene).filter(isHere))}` };

  const isAll = /\b(all|every|alle|everything|alles|each)\b/.test(piece);
  const here = scene.flows.filter(isHere);
  let chosen = flowsFor(piece, scene).filter(isHere);
  if (isAll && chosen.length === 0) {
    if (places.length === 0 && !/\b(nodes?|edges?|everywhere|uberall|knoten)\b/.test(piece))
      return { why: 'On which node? Name it, or say “on all edges”.' };
    chosen =
      verb === 'stop' ? here.filter((f) => f.isRunning) : verb === 'start' ? here.filter((f) => !f.isRunning) : here;
    if (verb === 'remove') return { why: 'I do not propose to delete all flows at once. Name those you mean.' };
    if (chosen.length === 0)
      return { why: `There is no flow to ${verb}: ${verb === 'stop' ? 'none runs' : 'all of them run'}.` };
  }
  if (chosen.length === 0) {
    const missing =
      /\b(?:flow|fluss|stream)\s+["“„']?(?!(?:on|of|at|from|auf|von|in|to|please|bitte|now)\b)([\p{L}\p{N}_-][\p{L}\p{N}_.-]*)/u.exec(
        piece,
      )?.[1];
    const alike = missing === undefined ? here : here.filter(({ name }) => ` ${plain(name)}`.includes(` ${missing}`));
    const only = alike.length === 1 && (places.length === 1 || missing !== undefined) ? alike[0] : undefined;
    if (!only) return { why: whichFlow(missing, here, places) };
    chosen = [only];
  }
  const double =
    !isAll && chosen.find((one) => chosen.some((other) => other.id === one.id && other.nodeId !== one.nodeId));
  if (double && places.length === 0) {
    const names = chosen.filter(({ id }) => id === double.id).map(({ nodeName }) => quoted(nodeName));
    return { why: `The flow ${quoted(double.name)} is on ${enumerated(names)}: say on which node.` };
  }
  return actOn(verb, chosen);
}

const flowsFor = (piece: string, { marked }: Scene) => flowsIn(namedIn(piece, marked));

function actOn(verb: Verb, flows: readonly LiveFlow[]): Understood {
  if (flows.length === 1) {
    const [{ name, nodeName, isRunning } = { name: '', nodeName: '', isRunning: false }] = flows;
    if (verb === 'stop' && !isRunning)
      return { why: `The flow ${quoted(name)} on ${quoted(nodeName)} does not run: there is nothing to stop.` };
    if (verb === 'start' && isRunning)
      return {
        why: `The flow ${quoted(name)} on ${quoted(nodeName)} runs already. Say “restart” to stop and start it again.`,
      };
  }
  const action = { stop: 'stop_flow', start: 'start_flow', restart: 'restart_flow', remove: 'delete_flow' }[
    verb as 'stop'
  ];
  return { actions: flows.map(({ id, nodeId }) => ({ action, flow_id: id, node_id: nodeId })) };
}

function removeOutputs(outputs: readonly { output: Json; of: LiveFlow }[], piece: string, scene: Scene): Understood {
  const flows = flowsFor(piece, scene);
  const fitting = flows.length === 0 ? outputs : outputs.filter(({ of }) => flows.includes(of));
  const distinct = fitting.filter((one, i) => fitting.findIndex((other) => other.output === one.output) === i);
  const [first] = distinct;
  if (!first) return { why: `Which output? ${outputWords(flows)}` };
  if (distinct.some(({ output, of }) => output.id === first.output.id && of !== first.of)) {
    const where = distinct.map(({ of }) => `${quoted(of.name)} on ${quoted(of.nodeName)}`);
    return { why: `An output of this name is in ${enumerated(where)}: say in which flow.` };
  }
  return {
    actions: distinct.map(({ output, of }) => ({
      ...{ action: 'remove_output', flow_id: of.id, output_id: output.id, node_id: of.nodeId },
    })),
  };
}

function outputWords(flows: readonly LiveFlow[]): string {
  if (flows.length === 0) return 'Name the output and its flow.';
  return flows
    .slice(0, 5)
    .map(
      ({ name, outputs }) =>
        `${quoted(name)} has ${enumerated(outputs.map((one) => quoted(one.name || one.id))) || 'none'}.`,
    )
    .join(' ');
}
