import { HouseError } from '../../platform/errors.ts';
import { isObject, list, text } from '../../platform/json-fields.ts';
import { deviceTypes, type Json } from '../nodes/index.ts';
import { apply, fit } from './fit-action.ts';
import type { Bare } from './fit-flow.ts';
import {
  type ActionName,
  type Envelope,
  endpointActions,
  flowActions,
  type Leaf,
  MOST_ACTIONS,
  type Step,
  tunnelActions,
} from './schema.ts';
import { summaryOf } from './summary.ts';
import { type Target, targetOf, targetWithoutNode } from './target.ts';
import { removalProblems, tunnelProblems } from './tunnel-check.ts';
import type { Workbench } from './workbench.ts';

export type Settled = { envelope: Envelope; steps: Step[]; notes: string[]; problems: string[] };
export type Settling = {
  bench: Workbench;
  /** The node the request is about, for actions that name none. */
  nodeId: string | undefined;
  existingFlows: readonly unknown[];
};

const known: readonly string[] = [...flowActions, ...endpointActions, ...tunnelActions];
const destructive: readonly string[] = ['delete_flow', 'remove_output', 'delete_tunnel'];
const LONGEST_MESSAGE = 4000;
const UNKNOWN_NODE = Symbol('unknown node');

/**
 * Checks what somebody proposes against the nodes it is for, and brings it into the form their generation takes. Nothing is
 * sent. Problems are sentences for a person or a model; an envelope with problems must not be applied.
 */
export async function settle(proposed: unknown, { bench, nodeId, existingFlows }: Settling): Promise<Settled> {
  const wanted = leavesOf(proposed);
  const message = messageOf(proposed);
  const nothing = { steps: [], notes: [], problems: [] };
  if (isObject(proposed) && proposed.action === 'info')
    return { envelope: { action: 'info', message: message ?? '' }, ...nothing };
  if (wanted.length === 0) return refused(['There is no action in it.']);
  if (wanted.length > MOST_ACTIONS)
    return refused([`At most ${MOST_ACTIONS} actions at a time; there are ${wanted.length}.`]);

  const targets = new Map<string | symbol, Target>();
  async function find(action: Json): Promise<Target> {
    const id = text(action.node_id) ?? nodeId;
    const target = targets.get(id ?? UNKNOWN_NODE);
    if (target) return target;
    const found = id === undefined ? targetWithoutNode(existingFlows) : await targetOf(bench, await bench.node(id));
    targets.set(id ?? UNKNOWN_NODE, found);
    return found;
  }

  const [leaves, steps, notes, problems]: [Leaf[], Step[], Set<string>, string[]] = [[], [], new Set(), []];
  for (const action of wanted) {
    const name = String(action.action ?? '');
    if (!known.includes(name)) {
      problems.push(`There is no action “${name.slice(0, 40)}”, but ${known.join(', ')}, info, multiple.`);
      continue;
    }
    try {
      const isTunnel = (tunnelActions as readonly string[]).includes(name);
      const target = isTunnel ? targetWithoutNode([]) : await find(action);
      const { actions, problems: wrong } = fit(target, { ...action, action: name as ActionName });
      if (name === 'create_tunnel') wrong.push(...(await tunnelProblems(bench, action.tunnel)));
      if (name === 'delete_tunnel') wrong.push(...(await removalProblems(bench, action.tunnel_id)));
      problems.push(...wrong.map((problem) => `${name}: ${problem}`));
      for (const bare of actions) {
        const summary = summaryOf(bare, target);
        const note = noteOn(bare, target);
        if (note) notes.add(note);
        if (!isTunnel && !target.node)
          notes.add('No node was named: choose the node it is for, and it is checked against that.');
        leaves.push({
          ...bare,
          message: messageOf(action) ?? summary,
          ...(target.node && { node_id: target.node.id }),
        });
        const step = stepOf(bare, target, summary);
        if (step) steps.push(step);
      }
      for (const bare of actions) apply(target, bare);
    } catch (error) {
      if (!(error instanceof HouseError)) throw error;
      problems.push(`${name}: ${error.message}.`);
    }
  }
  if (problems.length > 0) return refused([...new Set(problems)]);
  const [only] = leaves;
  const envelope: Envelope =
    leaves.length === 1 && only
      ? { ...only, message: message ?? only.message }
      : { action: 'multiple', message: message ?? inOrder(leaves), actions: leaves };
  return { envelope, steps, notes: [...notes], problems: [] };
}

function inOrder(leaves: readonly Leaf[]): string {
  const told = leaves.map((leaf) => leaf.message).join('; ');
  return `${leaves.length} actions, in this order: ${told}`.slice(0, LONGEST_MESSAGE).toWellFormed();
}

function refused(problems: string[]): Settled {
  return { envelope: { action: 'info', message: '' }, steps: [], notes: [], problems };
}

/** The single actions of an envelope, in order. */
function leavesOf(proposed: unknown, depth = 0): Json[] {
  if (!isObject(proposed)) return [];
  if (proposed.action !== 'multiple') return proposed.action === 'info' ? [] : [proposed];
  if (depth > 2) return [];
  const outer = text(proposed.node_id);
  return list(proposed.actions).flatMap((one) =>
    leavesOf(outer === undefined || text(one.node_id) ? one : { ...one, node_id: outer }, depth + 1),
  );
}

function messageOf(proposed: unknown): string | undefined {
  const message = isObject(proposed) ? text(proposed.message) : undefined;
  return message?.slice(0, LONGEST_MESSAGE).toWellFormed();
}

/** What the node will say to it, as far as can be told now. */
function noteOn({ action, flow_id: id }: Bare, { running, node }: Target): string | undefined {
  if (!running || !node || typeof id !== 'string') return undefined;
  const isRunning = running.has(id);
  if (action === 'start_flow' && isRunning) return `“${id}” runs already: the node will refuse to start it.`;
  if (action === 'stop_flow' && !isRunning) return `“${id}” does not run: the node will refuse to stop it.`;
  if ((action === 'add_output' || action === 'remove_output') && !isRunning)
    return `“${id}” does not run: outputs are added and removed while a flow runs.`;
  return undefined;
}

function stepOf({ action, ...parameters }: Bare, { node }: Target, summary: string): Step | undefined {
  const about = { summary, isDestructive: destructive.includes(action) };
  if (action === 'create_tunnel') return { ...about, kind: action, role: 'admin', tunnel: parameters.tunnel as Json };
  if (action === 'delete_tunnel')
    return { ...about, kind: action, role: 'admin', tunnelId: String(parameters.tunnel_id) };
  if (!node) return undefined;
  const role = deviceTypes.edge.commands.find(({ name }) => name === action)?.role ?? 'operator';
  return {
    ...about,
    kind: 'command',
    role,
    nodeId: node.id,
    nodeName: node.name,
    action: { type: action, ...parameters },
  };
}
