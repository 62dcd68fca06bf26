import { isObject, text } from '../../platform/json-fields.ts';
import type { Json } from '../nodes/index.ts';
import { completed } from './endpoint-check.ts';
import { type Bare, type Fitted, fitFlow, inputProblems, outputProblems } from './fit-flow.ts';
import { wholeFlows } from './generation.ts';
import { flowActions } from './schema.ts';
import type { Target } from './target.ts';

/** One action in the form its node takes, and what is wrong with it. */
export function fit(target: Target, { message: _, node_id: __, ...action }: Bare): Fitted {
  const { action: name } = action;
  const problems: string[] = [];
  const flowId = text(action.flow_id) ?? text((action.flow as Json | undefined)?.id);
  const flow = target.flows.get(flowId ?? '');
  const needsFlow = name !== 'create_flow' && (flowActions as readonly string[]).includes(name);
  if (needsFlow && flowId === undefined) problems.push('“flow_id” is missing.');
  else if (needsFlow && !flow && target.isKnown) problems.push(noFlow(target, flowId as string));
  if (problems.length > 0) return { actions: [], problems };

  switch (name) {
    case 'create_flow':
    case 'update_flow': {
      if (!isObject(action.flow)) return { actions: [], problems: ['“flow” is missing.'] };
      if (name === 'create_flow' && flow)
        problems.push(`There is a flow “${flowId}” already: choose another id, or update it.`);
      const fitted = fitFlow(target, name, { ...action.flow, id: action.flow.id ?? action.flow_id });
      return { actions: fitted.actions, problems: [...problems, ...fitted.problems] };
    }
    case 'add_output': {
      if (!isObject(action.output)) return { actions: [], problems: ['“output” is missing.'] };
      const output = completed(action.output);
      problems.push(...outputProblems(target, output));
      if (flow?.outputs.some(({ id }) => id === output.id))
        problems.push(`The flow has an output “${String(output.id)}” already: choose another id.`);
      return { actions: [{ action: name, flow_id: flowId, output }], problems };
    }
    case 'remove_output': {
      const id = text(action.output_id);
      if (id === undefined) problems.push('“output_id” is missing.');
      else if (flow && !flow.outputs.some((output) => output.id === id)) {
        const there = flow.outputs.map((output) => `“${String(output.id)}”`).join(', ') || 'none';
        problems.push(`The flow has no output “${id.slice(0, 64)}”; it has ${there}.`);
      }
      return { actions: [{ action: name, flow_id: flowId, output_id: id }], problems };
    }
    case 'start_flow':
    case 'stop_flow':
    case 'restart_flow':
    case 'delete_flow':
      return { actions: [{ action: name, flow_id: flowId }], problems };
    case 'create_tunnel':
      return isObject(action.tunnel)
        ? { actions: [{ action: name, tunnel: action.tunnel }], problems }
        : { actions: [], problems: ['“tunnel” is missing.'] };
    case 'delete_tunnel':
      return text(action.tunnel_id)
        ? { actions: [{ action: name, tunnel_id: action.tunnel_id }], problems }
        : { actions: [], problems: ['“tunnel_id” is missing.'] };
    default:
      return fitEndpoint(target, action);
  }
}

/** Inputs and outputs by themselves: only edges of the second generation have them. */
function fitEndpoint(target: Target, action: Bare): Fitted {
  if (target.generation === 'v1')
    return { actions: [], problems: ['This node has no inputs and outputs of their own: they stand in its flows.'] };
  const kind = action.action.endsWith('input') ? 'input' : 'output';
  const thing = action[kind];
  if (!isObject(thing)) return { actions: [], problems: [`“${kind}” is missing.`] };
  const there = kind === 'input' ? target.inputs : target.outputs;
  const isChange = action.action.startsWith('update');
  const id = text(isChange ? (action[`${kind}_id`] ?? thing.id) : thing.id) ?? '';
  if (isChange && !there.has(id) && target.isKnown)
    return { actions: [], problems: [`There is no ${kind} “${id.slice(0, 64)}”.`] };
  if (!isChange && there.has(id)) return { actions: [], problems: [`There is an ${kind} “${id}” already.`] };
  const whole = completed({ ...(isChange && there.get(id)), ...thing, id });
  const problems = kind === 'output' ? outputProblems(target, whole) : inputProblems(target, '', whole);
  return { actions: [{ action: action.action, ...(isChange && { [`${kind}_id`]: id }), [kind]: whole }], problems };
}

function noFlow({ flows }: Target, id: string): string {
  const there =
    [...flows.keys()]
      .slice(0, 20)
      .map((one) => `“${one}”`)
      .join(', ') || 'none';
  return `There is no flow “${id.slice(0, 64)}”; there are ${there}.`;
}

/** Does to the target what the action will do to the node, for those that come after. */
export function apply(target: Target, { action, flow, flow_id: id, input, output, output_id: outputId }: Bare): void {
  if (action === 'delete_flow') target.flows.delete(String(id));
  if (action === 'create_flow' || action === 'update_flow') {
    const config = { inputs: [...target.inputs.values()], outputs: [...target.outputs.values()], flows: [flow] };
    for (const one of wholeFlows(config)) target.flows.set(one.id, one);
  }
  if (action === 'create_input') target.inputs.set(String((input as Json).id), input as Json);
  if (action === 'create_output') target.outputs.set(String((output as Json).id), output as Json);
  const changed = target.flows.get(String(id));
  if (action === 'add_output' && changed) changed.outputs = [...changed.outputs, output as Json];
  if (action === 'remove_output' && changed) changed.outputs = changed.outputs.filter((one) => one.id !== outputId);
}
