import type { NodeConfig } from '../../api/nodes.ts';

type Json = Record<string, unknown>;

const list = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);
const find = (things: unknown, id: unknown) => list(things).find((thing) => thing?.id === id);

/** The part of a node's configuration that an action changes, before and after; undefined where it changes none. */
export function differenceOf(action: Json, config: NodeConfig): { before: string; after: string } | undefined {
  const { type, flow_id: flowId } = action;
  const flow = find(config.flows, flowId ?? (action.flow as Json | undefined)?.id);
  switch (type) {
    case 'create_flow':
    case 'create_input':
    case 'create_output':
      return both(undefined, action[String(type).slice(7)]);
    case 'update_flow':
      return both(flow, { ...flow, ...(action.flow as Json) });
    case 'update_input':
    case 'update_output': {
      const kind = String(type).slice(7);
      return both(find(config[`${kind}s`], action[`${kind}_id`]), action[kind]);
    }
    case 'delete_flow':
      return both(flow, undefined);
    case 'add_output':
      return both(undefined, action.output);
    case 'remove_output':
      return both(find(flow?.outputs, action.output_id) ?? find(config.outputs, action.output_id), undefined);
    case 'start_flow':
    case 'stop_flow':
      return both(
        flow && { id: flow.id, enabled: flow.enabled },
        flow && { id: flow.id, enabled: type === 'start_flow' },
      );
    default:
      return undefined;
  }
}

function both(before: unknown, after: unknown) {
  const text = (value: unknown) => (value === undefined ? '' : `${JSON.stringify(value, null, 2)}\n`);
  const difference = { before: text(before), after: text(after) };
  return difference.before === difference.after ? undefined : difference;
}
