import type { EdgeConfig, Endpoint, Flow, Generation } from './edge-config.ts';
import * as config from './edge-config.ts';
import type { EdgeTunnels } from './edge-tunnels.ts';
import type { NodeEvent } from './event-backlog.ts';
import type { FlowRunner } from './flow-runner.ts';
import type { CommandResult } from './node-client.ts';

export type EdgeWorks = {
  generation: Generation;
  /** The config in force; commands change it. */
  config: EdgeConfig;
  flows: FlowRunner;
  tunnels: EdgeTunnels;
  rotateSecret(secret: string): void;
  tell(event: NodeEvent): void;
};

type Action = Record<string, unknown>;
type Handler = (works: EdgeWorks, action: Action) => unknown;

/** A command that the node refuses, in the node's words. */
class Refusal extends Error {
  readonly code: string;
  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

/** Carries out one command on the config and the flows; unknown ones and refusals come back as a result, never thrown. */
export function executeEdgeCommand(works: EdgeWorks, action: Action): CommandResult {
  const name = String(action.type);
  const handler = Object.hasOwn(common, name) ? common[name] : works.generation === 'v2' ? newer[name] : undefined;
  if (!handler) return { success: false, error: `Unknown command: ${name}`, code: 'unknown_action' };
  try {
    return { success: true, data: handler(works, action) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { success: false, error: error.message, code: error.code };
  }
}

const common: Record<string, Handler> = {
  update_config(works, { config: given }) {
    const before = works.config;
    const next = check('Invalid config', () => config.takeConfig(works.generation, given, before));
    for (const flow of next.flows) if (flow.enabled) checkPorts(works, flow, next);
    works.config = next;
    for (const { id } of before.flows) {
      const flow = next.flows.find((one) => one.id === id);
      if (!flow?.enabled) works.flows.stop(id);
      else if (JSON.stringify(flow) !== JSON.stringify(before.flows.find((one) => one.id === id))) works.flows.stop(id);
    }
    for (const flow of next.flows) if (flow.enabled && !works.flows.isRunning(flow.id)) works.flows.start(flow);
    works.tunnels.keepOnly(next.tunnels.map(({ id }) => id));
    works.tell({ severity: 'info', category: 'config', message: 'Configuration updated' });
  },
  create_flow(works, { flow: given }) {
    if (given === undefined) throw new Refusal('Missing flow', 'missing_field');
    const flow = takeFlow(works, given);
    if (works.config.flows.some(({ id }) => id === flow.id))
      throw new Refusal(`Duplicate flow ID '${flow.id}'`, 'validation_error');
    checkPorts(works, flow, works.config);
    works.config.flows.push(flow);
    // A flow that is created starts at once, whatever `enabled` says.
    works.flows.start(flow);
  },
  update_flow(works, { flow_id: given, flow: body }) {
    if (body === undefined) throw new Refusal('Missing flow', 'missing_field');
    const flow = takeFlow(works, body);
    const id = typeof given === 'string' ? given : flow.id;
    checkPorts(works, flow, works.config, id);
    const at = works.config.flows.findIndex((one) => one.id === id);
    if (at < 0) works.config.flows.push(flow);
    else works.config.flows[at] = flow;
    works.flows.stop(id);
    if (flow.enabled) works.flows.start(flow);
  },
  delete_flow(works, action) {
    const id = text(action, 'flow_id');
    if (works.generation === 'v1' && !works.flows.isRunning(id)) throw notRunning(id);
    findFlow(works, id);
    works.flows.stop(id);
    works.config.flows = works.config.flows.filter((flow) => flow.id !== id);
  },
  start_flow(works, action) {
    const flow = findFlow(works, text(action, 'flow_id'));
    if (works.flows.isRunning(flow.id)) throw new Refusal(`Flow '${flow.id}' is already running`, 'validation_error');
    checkPorts(works, flow, works.config);
    flow.enabled = true;
    works.flows.start(flow);
  },
  stop_flow(works, action) {
    const id = text(action, 'flow_id');
    if (!works.flows.isRunning(id)) throw notRunning(id);
    works.flows.stop(id);
    findFlow(works, id).enabled = false;
  },
  restart_flow(works, action) {
    const flow = findFlow(works, text(action, 'flow_id'));
    works.flows.stop(flow.id);
    flow.enabled = true;
    works.flows.start(flow);
  },
  add_output(works, action) {
    const flow = findFlow(works, text(action, 'flow_id'));
    if (!works.flows.isRunning(flow.id)) throw notRunning(flow.id);
    const output = takeEndpoint('output', action.output);
    if (config.outputsOf(flow, works.config).some(({ id }) => id === output.id))
      throw new Refusal(`Duplicate output ID '${output.id}'`, 'validation_error');
    if (works.generation === 'v1') flow.outputs = [...(flow.outputs ?? []), output];
    else {
      if (!works.config.outputs?.some(({ id }) => id === output.id))
        works.config.outputs = [...(works.config.outputs ?? []), { active: true, ...output }];
      flow.output_ids = [...(flow.output_ids ?? []), output.id];
    }
  },
  remove_output(works, action) {
    const flow = findFlow(works, text(action, 'flow_id'));
    const id = text(action, 'output_id');
    if (!config.outputsOf(flow, works.config).some((output) => output.id === id))
      throw new Refusal(`Output '${id}' not found in flow '${flow.id}'`, 'validation_error');
    if (flow.outputs) flow.outputs = flow.outputs.filter((output) => output.id !== id);
    if (flow.output_ids) flow.output_ids = flow.output_ids.filter((one) => one !== id);
  },
  create_tunnel(works, { tunnel: given }) {
    if (given === undefined) throw new Refusal('Missing tunnel', 'missing_field');
    const tunnel = check('Invalid tunnel config', () => config.takeTunnel(given));
    if (works.generation === 'v2' && typeof tunnel.relay_addr === 'string') {
      tunnel.relay_addrs = [tunnel.relay_addr];
      delete tunnel.relay_addr;
    }
    works.tunnels.release(tunnel.id);
    works.config.tunnels = [...works.config.tunnels.filter(({ id }) => id !== tunnel.id), tunnel];
  },
  delete_tunnel(works, action) {
    const id = text(action, 'tunnel_id');
    const known = works.config.tunnels.some((tunnel) => tunnel.id === id);
    if (!known && works.generation === 'v1') throw new Refusal(`Tunnel '${id}' not found`, 'validation_error');
    works.tunnels.release(id);
    works.config.tunnels = works.config.tunnels.filter((tunnel) => tunnel.id !== id);
  },
  rotate_secret: (works, action) => works.rotateSecret(text(action, 'new_secret')),
};

const newer: Record<string, Handler> = {
  create_input: (works, action) => addEndpoint(works, 'input', action.input),
  create_output: (works, action) => addEndpoint(works, 'output', action.output),
  update_input: (works, action) => replaceEndpoint(works, 'input', text(action, 'input_id'), action.input),
  update_output: (works, action) => replaceEndpoint(works, 'output', text(action, 'output_id'), action.output),
  delete_input: (works, action) => removeEndpoint(works, 'input', text(action, 'input_id')),
  delete_output: (works, action) => removeEndpoint(works, 'output', text(action, 'output_id')),
  activate_input(works, action) {
    const flow = findFlow(works, text(action, 'flow_id'));
    const id = text(action, 'input_id');
    if (!flow.input_ids?.includes(id))
      throw new Refusal(`Input '${id}' is not a member of flow '${flow.id}'`, 'input_not_member');
    for (const input of works.config.inputs ?? [])
      if (flow.input_ids.includes(input.id)) input.active = input.id === id;
  },
  activate_output(works, action) {
    const flow = findFlow(works, text(action, 'flow_id'));
    const id = text(action, 'output_id');
    const output = config.outputsOf(flow, works.config).find((one) => one.id === id);
    if (!output) throw new Refusal(`Output '${id}' not found in flow '${flow.id}'`, 'validation_error');
    if (typeof action.active !== 'boolean') throw new Refusal('Missing active', 'missing_field');
    output.active = action.active;
  },
  reset_counters(works, action) {
    const { id } = findFlow(works, text(action, 'flow_id'));
    works.flows.reset(id);
    return { flow_id: id, scope: typeof action.scope === 'string' ? action.scope : 'all' };
  },
  get_nmos_state: () => elsewhere,
  get_ptp_state: () => elsewhere,
};

const elsewhere = { status: 'use_rest_endpoint', hint: 'Ask the REST API of the node' };

function addEndpoint(works: EdgeWorks, kind: 'input' | 'output', given: unknown): void {
  const endpoint = { active: true, ...takeEndpoint(kind, given) };
  const list = listOf(works, kind);
  if (list.some(({ id }) => id === endpoint.id))
    throw new Refusal(`Duplicate ${kind} ID '${endpoint.id}'`, 'validation_error');
  list.push(endpoint);
}

function replaceEndpoint(works: EdgeWorks, kind: 'input' | 'output', id: string, given: unknown): void {
  const list = listOf(works, kind);
  const at = list.findIndex((one) => one.id === id);
  if (at < 0) throw new Refusal(`${kind === 'input' ? 'Input' : 'Output'} '${id}' not found`, 'validation_error');
  list[at] = { ...takeEndpoint(kind, given), id };
}

function removeEndpoint(works: EdgeWorks, kind: 'input' | 'output', id: string): void {
  const list = listOf(works, kind);
  const at = list.findIndex((one) => one.id === id);
  if (at < 0) throw new Refusal(`${kind === 'input' ? 'Input' : 'Output'} '${id}' not found`, 'validation_error');
  const user = works.config.flows.find((flow) => flow[`${kind}_ids`]?.includes(id) && works.flows.isRunning(flow.id));
  if (user && kind === 'input')
    throw new Refusal(`Input '${id}' is in use by running flow '${user.id}'`, 'active_input_in_use');
  list.splice(at, 1);
  for (const flow of works.config.flows) flow[`${kind}_ids`] = flow[`${kind}_ids`]?.filter((one) => one !== id) ?? [];
}

function listOf({ config: { inputs = [], outputs = [] } }: EdgeWorks, kind: 'input' | 'output'): Endpoint[] {
  return kind === 'input' ? inputs : outputs;
}

function takeFlow(works: EdgeWorks, given: unknown): Flow {
  return check('Invalid flow config', () => {
    const flow = config.takeFlow(works.generation, given);
    if (works.generation === 'v2') config.checkReferences(flow, works.config);
    return flow;
  });
}

function takeEndpoint(kind: string, given: unknown): Endpoint {
  if (given === undefined) throw new Refusal(`Missing ${kind}`, 'missing_field');
  return check(`Invalid ${kind} config`, () => config.takeEndpoint(given));
}

/** Two flows cannot listen on one local address. */
function checkPorts(works: EdgeWorks, flow: Flow, inForce: EdgeConfig, insteadOf = flow.id): void {
  const wanted = config.inputsOf(flow, inForce).flatMap(listens);
  for (const other of inForce.flows) {
    if (other.id === flow.id || other.id === insteadOf || !(works.flows.isRunning(other.id) && other.enabled)) continue;
    const taken = config.inputsOf(other, inForce).flatMap(listens);
    const both = wanted.find((address) => taken.includes(address));
    if (both) throw new Refusal(`Port conflict: ${both} is already used by flow '${other.id}'`, 'port_conflict');
  }
}

function listens({ type, mode, ...input }: Record<string, unknown>): string[] {
  const address = input.bind_addr ?? input.listen_addr ?? (mode === 'caller' ? undefined : input.local_addr);
  return typeof address === 'string' ? [`${type === 'rtmp' ? 'tcp' : 'udp'}/${address}`] : [];
}

function findFlow(works: EdgeWorks, id: string): Flow {
  const flow = works.config.flows.find((one) => one.id === id);
  if (!flow) throw new Refusal(`Flow '${id}' not found in config`, 'unknown_flow');
  return flow;
}

function notRunning(id: string): Refusal {
  return new Refusal(`Flow '${id}' is not running`, 'flow_not_running');
}

function text(action: Action, key: string): string {
  const value = action[key];
  if (typeof value !== 'string') throw new Refusal(`Missing ${key}`, 'missing_field');
  return value;
}

function check<T>(prefix: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Refusal(`${prefix}: ${error instanceof Error ? error.message : String(error)}`, 'validation_error');
  }
}
