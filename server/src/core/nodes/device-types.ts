import { invalid } from '../../platform/errors.ts';
import { isObject } from '../../platform/json-fields.ts';
import { isUuid } from '../../platform/uuid.ts';
import type { Role } from '../principal.ts';
import { edgeMetrics, type Metrics, relayMetrics } from './metrics.ts';
import type { Action, Json } from './schema.ts';

export type DeviceTypeName = 'edge' | 'relay';

type Kind = 'text' | 'object' | 'uuid';

export type CommandType = {
  name: string;
  description: string;
  /** The least role that may give it. */
  role: Role;
  /** Parameters it cannot do without. */
  parameters: Readonly<Record<string, Kind>>;
};

export type DeviceType = {
  name: DeviceTypeName;
  displayName: string;
  /** The documented ones; a node may know more, and gets them. */
  commands: readonly CommandType[];
  /** Figures out of a stats report. */
  metrics(stats: Json): Metrics;
};

const command = (
  name: string,
  description: string,
  parameters: Record<string, Kind> = {},
  role: Role = 'operator',
): CommandType => ({ name, description, role, parameters });

/** Source: API reference of the nodes contract, and specs of the edge and the relay. */
export const deviceTypes: Readonly<Record<DeviceTypeName, DeviceType>> = {
  edge: {
    name: 'edge',
    displayName: 'Edge Transport Node',
    commands: [
      command('get_config', 'Read the whole configuration'),
      command('update_config', 'Replace the configuration; only what differs is restarted', { config: 'object' }),
      command('create_flow', 'Create a flow and start it', { flow: 'object' }),
      command('update_flow', 'Change a flow', { flow: 'object' }),
      command('delete_flow', 'Stop a flow and remove it', { flow_id: 'text' }),
      command('start_flow', 'Start a flow', { flow_id: 'text' }),
      command('stop_flow', 'Stop a flow', { flow_id: 'text' }),
      command('restart_flow', 'Stop a flow and start it again', { flow_id: 'text' }),
      command('add_output', 'Add an output to a running flow', { flow_id: 'text', output: 'object' }),
      command('remove_output', 'Remove an output of a flow', { flow_id: 'text', output_id: 'text' }),
    ],
    metrics: edgeMetrics,
  },
  relay: {
    name: 'relay',
    displayName: 'Relay Server',
    commands: [
      command('get_config', 'Read the configuration the relay started with'),
      command('disconnect_edge', 'Disconnect an edge', { edge_id: 'text' }, 'admin'),
      command('close_tunnel', 'Close a tunnel', { tunnel_id: 'uuid' }, 'admin'),
      command('list_tunnels', 'List the tunnels'),
      command('list_edges', 'List the connected edges'),
      command(
        'authorize_tunnel',
        'Let the two ends of a tunnel bind with their tokens',
        { tunnel_id: 'uuid', ingress_token: 'text', egress_token: 'text' },
        'admin',
      ),
      command('revoke_tunnel', 'Take the authorization of a tunnel back', { tunnel_id: 'uuid' }, 'admin'),
    ],
    metrics: relayMetrics,
  },
};

/** Commands beyond the documented ones that change who a node trusts or what program it runs. */
const administrative = new Set(['rotate_secret', 'upgrade_binary', 'configure_distribution']);

/** Milliseconds to wait for the answer of commands that take a node longer than others. */
const slow: Readonly<Record<string, number>> = {
  update_config: 30_000,
  update_flow: 20_000,
  test_input: 30_000,
  test_output: 30_000,
  export_clip: 120_000,
  export_recording: 120_000,
  upgrade_binary: 120_000,
};
const ANSWER_MS = 10_000;

export function answerTimeOf(type: string): number {
  return slow[type] ?? ANSWER_MS;
}

/** The role a command takes on a kind of node. */
export function roleFor(deviceType: DeviceTypeName, type: string): Role {
  const known = deviceTypes[deviceType].commands.find(({ name }) => name === type);
  return known?.role ?? (administrative.has(type) ? 'admin' : 'operator');
}

/** @throws invalid for a name that is no device type */
export function deviceTypeOf(name: string): DeviceType {
  const found = Object.hasOwn(deviceTypes, name) ? deviceTypes[name as DeviceTypeName] : undefined;
  if (!found) throw invalid(`unknown device type: ${name.slice(0, 64)}`, { code: 'UNKNOWN_DEVICE_TYPE' });
  return found;
}

/**
 * Checks the parameters of a documented command; of one we do not know nothing is checked, so that newer nodes are not
 * held back.
 *
 * @throws invalid
 */
export function checkAction(deviceType: DeviceTypeName, action: Action): void {
  const known = deviceTypes[deviceType].commands.find(({ name }) => name === action.type);
  if (!known) return;
  for (const [name, kind] of Object.entries(known.parameters)) {
    const value = action[name];
    const fits =
      kind === 'object'
        ? isObject(value)
        : typeof value === 'string' && value !== '' && (kind !== 'uuid' || isUuid(value));
    if (fits) continue;
    const wanted = { object: 'an object', text: 'a text', uuid: 'a UUID' }[kind];
    throw invalid(`${action.type} needs '${name}', ${wanted}`, { code: 'INVALID_ACTION' });
  }
  if (action.type === 'create_flow' || action.type === 'update_flow') checkFlow(action);
  if (action.type === 'add_output') checkNamed(action.output as Json, 'output');
}

function checkFlow({ type, flow, flow_id: flowId }: Action): void {
  const given = flow as Json;
  if (type === 'update_flow' && typeof flowId === 'string' && given.id === undefined) return;
  checkNamed(given, 'flow');
  for (const list of ['outputs', 'input_ids', 'output_ids']) {
    if (given[list] !== undefined && given[list] !== null && !Array.isArray(given[list]))
      throw invalid(`'flow.${list}' is not a list`, { code: 'INVALID_ACTION' });
  }
}

function checkNamed(thing: Json, what: string): void {
  const { id } = thing;
  if (typeof id !== 'string' || id === '' || id.length > 64)
    throw invalid(`'${what}.id' must be a text of 1 to 64 characters`, { code: 'INVALID_ACTION' });
}
