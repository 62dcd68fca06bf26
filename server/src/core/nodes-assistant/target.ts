import { HouseError } from '../../platform/errors.ts';
import { isObject, list, text } from '../../platform/json-fields.ts';
import type { Json, MediaNode } from '../nodes/index.ts';
import { type WholeFlow, wholeFlows } from './generation.ts';
import type { Generation } from './schema.ts';
import type { Workbench } from './workbench.ts';

/** Where actions go, as it will be once those before are done. */
export type Target = {
  /** Undefined: nobody said which, and the actions are checked as the documentation has them. */
  node: MediaNode | undefined;
  generation: Generation;
  flows: Map<string, WholeFlow>;
  inputs: Map<string, Json>;
  outputs: Map<string, Json>;
  /** Flows that run at the moment; undefined when that is not known. */
  running: ReadonlySet<string> | undefined;
  /** False when nothing is known of its flows. */
  isKnown: boolean;
};

/** @throws HouseError saying why nothing can be checked against the node */
export async function targetOf(bench: Workbench, node: MediaNode): Promise<Target> {
  if (node.deviceType !== 'edge') throw wrong(`${node.name} is a relay: it has no flows`);
  if (!bench.connection(node)) {
    const seen = node.lastSeenAt ? `it was last seen ${node.lastSeenAt.toISOString()}` : 'it was never seen';
    throw wrong(`${node.name} is not connected (${seen}): nothing can be sent to it now`);
  }
  const { config, generation, flows } = await bench.config(node);
  const live = bench.flows([node]);
  const running = live.length > 0 ? new Set(live.filter(({ isRunning }) => isRunning).map(({ id }) => id)) : undefined;
  return { ...place(config, generation, flows), node, running, isKnown: true };
}

/** Without a node: only what the caller says its flows are. */
export function targetWithoutNode(existing: readonly unknown[]): Target {
  const flows = existing.filter(isObject);
  const generation = flows.some(({ input_ids: ids }) => Array.isArray(ids)) ? 'v2' : 'v1';
  const target = place({}, generation, wholeFlows({ flows }));
  return { ...target, node: undefined, running: undefined, isKnown: flows.length > 0 };
}

function place(config: Json, generation: Generation, flows: readonly WholeFlow[]) {
  const byId = (things: unknown) =>
    new Map(list(things).flatMap((thing) => (text(thing.id) ? [[thing.id as string, thing] as const] : [])));
  return {
    generation,
    flows: new Map(flows.map((flow) => [flow.id, flow])),
    inputs: byId(config.inputs),
    outputs: byId(config.outputs),
  };
}

const wrong = (message: string) => new HouseError('conflict', message, { code: 'NODE_NOT_READY' });
