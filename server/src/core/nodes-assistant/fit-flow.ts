import { isDeepStrictEqual } from 'node:util';
import { isObject, list, text } from '../../platform/json-fields.ts';
import type { Json } from '../nodes/index.ts';
import { completed, endpointProblems, listensAt, nameProblems } from './endpoint-check.ts';
import type { ActionName } from './schema.ts';
import type { Target } from './target.ts';

/** An action without its node and its sentence. */
export type Bare = { action: ActionName } & Json;
export type Fitted = { actions: Bare[]; problems: string[] };

/**
 * A flow in the form its edge takes. Edges of the first generation want input and outputs in the flow; later ones silently
 * ignore those, so inputs and outputs of their own are made or changed first, and the flow names them.
 */
export function fitFlow(target: Target, action: 'create_flow' | 'update_flow', given: Json): Fitted {
  const { id: _, ...known } = target.flows.get(String(given.id))?.raw ?? {};
  const flow: Json = action === 'update_flow' ? { ...known, ...given } : given;
  const problems = nameProblems('The flow', flow);
  for (const name of ['outputs', 'input_ids', 'output_ids'])
    if (flow[name] !== undefined && flow[name] !== null && !Array.isArray(flow[name]))
      problems.push(`“${name}” of the flow must be a list.`);
  if (flow.input !== undefined && flow.input !== null && !isObject(flow.input))
    problems.push('“input” of the flow must be an object.');
  if (problems.length > 0) return { actions: [], problems };
  return target.generation === 'v1' ? embedded(target, action, flow) : standing(target, action, flow);
}

function embedded(target: Target, action: 'create_flow' | 'update_flow', flow: Json): Fitted {
  const problems: string[] = [];
  if (flow.input_ids !== undefined || flow.output_ids !== undefined)
    problems.push('This node wants “input” and “outputs” in the flow; it does not know “input_ids” and “output_ids”.');
  if (!isObject(flow.input)) return { actions: [], problems: [...problems, 'The flow needs an “input”.'] };
  // A change of one thing of an input leaves the rest of it; another type is another input.
  const now = action === 'update_flow' ? target.flows.get(String(flow.id))?.inputs[0] : undefined;
  const input = completed({ ...(isAlike(flow.input, now) && now), ...flow.input });
  problems.push(...endpointProblems('input', 'The input', input, 'v1'), ...taken(target, String(flow.id), input));
  const outputs = list(flow.outputs).map(completed);
  for (const output of outputs) problems.push(...outputProblems(target, output));
  problems.push(...twice(outputs));
  return { actions: [{ action, flow: { ...flow, input, outputs } }], problems };
}

function standing(target: Target, action: 'create_flow' | 'update_flow', flow: Json): Fitted {
  const { input, inputs: several, outputs, ...rest } = flow;
  const [actions, problems]: [Bare[], string[]] = [[], []];
  const now = target.flows.get(String(flow.id))?.raw;
  const named = { input: texts(rest.input_ids), output: texts(rest.output_ids) };

  /** Makes or changes one that stood in the flow; returns its id. */
  function stand(kind: 'input' | 'output', thing: Json, usual: string, name: string): string {
    const there = kind === 'input' ? target.inputs : target.outputs;
    const id = text(thing.id) ?? (action === 'update_flow' ? named[kind][0] : undefined) ?? free(usual, there);
    const before = there.get(id);
    const kept = action === 'update_flow' && isAlike(thing, before) ? before : {};
    const whole = completed({ ...kept, ...thing, id, name: text(thing.name) ?? text(there.get(id)?.name) ?? name });
    const flowId = String(flow.id);
    problems.push(...(kind === 'input' ? inputProblems(target, flowId, whole) : outputProblems(target, whole)));
    if (before && action === 'create_flow') problems.push(`There is an ${kind} “${id}” already: choose another id.`);
    if (!before) actions.push({ action: `create_${kind}`, [kind]: whole });
    else if (JSON.stringify(whole) !== JSON.stringify(before))
      actions.push({ action: `update_${kind}`, [`${kind}_id`]: id, [kind]: whole });
    there.set(id, whole);
    return id;
  }

  const stood = list(several).concat(isObject(input) ? [input] : []);
  const inputIds = stood.map((thing) => stand('input', thing, `${flow.id}-in`, `${flow.name} in`));
  const outputIds = list(outputs).map((thing, i) =>
    stand(
      'output',
      text(thing.id) ? thing : { ...thing, id: free(`${flow.id}-out-${i + 1}`, target.outputs) },
      '',
      `${flow.name} out ${i + 1}`,
    ),
  );
  for (const kind of ['input', 'output'] as const)
    for (const id of named[kind])
      if (target.isKnown && !(kind === 'input' ? target.inputs : target.outputs).has(id))
        problems.push(`The flow names the ${kind} “${id}”, which is not there.`);
  const whole: Json = {
    ...now,
    ...rest,
    input_ids: inputIds.length > 0 ? inputIds : named.input,
    output_ids: outputs === undefined || outputs === null ? named.output : outputIds,
  };
  const isChange = action === 'update_flow';
  // What was wanted may be a matter of its inputs and outputs alone.
  const isSame = now !== undefined && isDeepStrictEqual(whole, now);
  if (!isChange || !isSame || actions.length === 0)
    actions.push({ action, ...(isChange && { flow_id: String(flow.id) }), flow: whole });
  return { actions, problems };
}

const isAlike = (given: Json, known: Json | undefined) =>
  known !== undefined && (given.type ?? known.type) === known.type;

/** @param flowId the flow that uses it */
export function inputProblems(target: Target, flowId: string, input: Json): string[] {
  const what = `The input “${text(input.id) ?? '?'}”`;
  return [
    ...nameProblems(what, input),
    ...endpointProblems('input', what, input, 'v2'),
    ...taken(target, flowId, input),
  ];
}

export function outputProblems(target: Target, output: Json): string[] {
  const what = `The output “${text(output.id) ?? text(output.name) ?? '?'}”`;
  return [...nameProblems(what, output), ...endpointProblems('output', what, output, target.generation)];
}

function taken(target: Target, flowId: string, input: Json): string[] {
  const at = listensAt(input);
  if (at === undefined) return [];
  const other = [...target.flows.values()].find(
    ({ id, inputs }) => id !== flowId && inputs.some((one) => listensAt(one) === at),
  );
  return other ? [`${at.split('/')[1]} is the place of the flow “${other.id}” already: choose another port.`] : [];
}

function twice(outputs: readonly Json[]): string[] {
  const ids = outputs.map(({ id }) => id);
  return ids.some((id, i) => id !== undefined && ids.indexOf(id) !== i)
    ? ['Two outputs of the flow have the same id.']
    : [];
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

function free(id: string, there: ReadonlyMap<string, Json>): string {
  const base = id.slice(0, 60);
  if (!there.has(base)) return base;
  for (let n = 2; ; n++) if (!there.has(`${base}-${n}`)) return `${base}-${n}`;
}
