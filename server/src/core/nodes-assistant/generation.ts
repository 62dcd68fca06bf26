import { isObject, list, text } from '../../platform/json-fields.ts';
import type { Json } from '../nodes/index.ts';
import type { Generation } from './schema.ts';

/** Edges of this version and later have inputs and outputs of their own. */
const SECOND_SINCE = [0, 14] as const;

/**
 * Which schema an edge's configuration has; by what it says itself before by its version.
 *
 * Source: facts about the nodes contract, §1.8.1
 */
export function generationOf(config: Json, health: Json | null, version: string | null): Generation {
  const flows = list(config.flows);
  if (flows.some(({ input_ids: ids }) => Array.isArray(ids)) || Array.isArray(config.inputs)) return 'v2';
  if (flows.some(({ input }) => isObject(input))) return 'v1';
  if (config.version === 2) return 'v2';
  if (Array.isArray(health?.capabilities) && health.capabilities.includes('optional-input')) return 'v2';
  const [major = Number.NaN, minor = Number.NaN] = (version ?? '').split('.').map(Number);
  if (Number.isNaN(major) || Number.isNaN(minor)) return config.version === 1 ? 'v1' : 'v2';
  return major > SECOND_SINCE[0] || minor >= SECOND_SINCE[1] ? 'v2' : 'v1';
}

/** A flow with its input and outputs in it, whichever generation it is of. */
export type WholeFlow = { id: string; name: string; enabled: boolean; inputs: Json[]; outputs: Json[]; raw: Json };

export function wholeFlows(config: Json): WholeFlow[] {
  const [inputs, outputs] = [byId(config.inputs), byId(config.outputs)];
  return list(config.flows).flatMap((flow) => {
    const id = text(flow.id);
    if (id === undefined) return [];
    const pick = (from: Map<unknown, Json>, ids: unknown) =>
      Array.isArray(ids) ? list(ids.map((one) => from.get(one))) : undefined;
    return {
      id,
      name: text(flow.name) ?? id,
      enabled: flow.enabled !== false,
      inputs: pick(inputs, flow.input_ids) ?? list([flow.input]),
      outputs: pick(outputs, flow.output_ids) ?? list(flow.outputs),
      raw: flow,
    };
  });
}

const byId = (things: unknown) => new Map<unknown, Json>(list(things).map((thing) => [thing.id, thing]));
