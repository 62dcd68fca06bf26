import type { Action } from '../../api/nodes.ts';

/** Parameters of the documented commands, to be filled in. `$flow` becomes a flow of the node. */
const templates: Record<string, Record<string, unknown>> = {
  update_config: { config: {} },
  create_flow: { flow: { id: '', name: '', enabled: true } },
  update_flow: { flow_id: '$flow', flow: { id: '$flow' } },
  delete_flow: { flow_id: '$flow' },
  start_flow: { flow_id: '$flow' },
  stop_flow: { flow_id: '$flow' },
  restart_flow: { flow_id: '$flow' },
  add_output: { flow_id: '$flow', output: { id: '', name: '', type: 'udp', dest_addr: '' } },
  remove_output: { flow_id: '$flow', output_id: '' },
  disconnect_edge: { edge_id: '' },
  close_tunnel: { tunnel_id: '$tunnel' },
  authorize_tunnel: { tunnel_id: '$tunnel', ingress_token: '', egress_token: '' },
  revoke_tunnel: { tunnel_id: '$tunnel' },
};

/** The text a command's form starts with. */
export function templateOf(type: string, { flow = '', tunnel = '' }: { flow?: string; tunnel?: string }): string {
  const filled = JSON.stringify({ type, ...templates[type] }, (_, value: unknown) =>
    value === '$flow' ? flow : value === '$tunnel' ? tunnel : value,
  );
  return JSON.stringify(JSON.parse(filled), null, 2);
}

/** The typed command; a sentence when it is none. */
export function actionOf(typed: string): Action | string {
  try {
    const action = JSON.parse(typed) as Action | null;
    if (typeof action !== 'object' || action === null || Array.isArray(action)) return 'A command is an object: { … }';
    return typeof action.type === 'string' && action.type !== '' ? action : 'A command needs a “type”.';
  } catch (error) {
    return `This is not JSON: ${error instanceof Error ? error.message : error}`;
  }
}
