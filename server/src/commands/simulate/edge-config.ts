import { isRecord } from './envelope.ts';
import type { Random } from './random.ts';

/** v1: a flow embeds its input and outputs. v2: inputs and outputs stand by themselves, and a flow names them. */
export type Generation = 'v1' | 'v2';

export type Endpoint = Record<string, unknown> & { id: string; name: string; type: string };

export type Flow = Record<string, unknown> & {
  id: string;
  name: string;
  enabled: boolean;
  input?: Record<string, unknown>;
  outputs?: Endpoint[];
  input_ids?: string[];
  output_ids?: string[];
};

export type Tunnel = Record<string, unknown> & { id: string; direction: string; mode: string; enabled: boolean };

export type EdgeConfig = Record<string, unknown> & {
  version: number;
  inputs?: Endpoint[];
  outputs?: Endpoint[];
  flows: Flow[];
  tunnels: Tunnel[];
};

const SECRET_IN_TUNNEL = ['tunnel_encryption_key', 'tunnel_bind_secret', 'tunnel_psk', 'tls_cert_pem', 'tls_key_pem'];

/** What is in the config file of a new edge with this many flows; the last of three or more is stopped. */
export function firstConfig(generation: Generation, name: string, flowCount: number, random: Random): EdgeConfig {
  const config: EdgeConfig = {
    version: generation === 'v1' ? 1 : 2,
    device_name: name,
    server: { listen_addr: '0.0.0.0', listen_port: 8080 },
    monitor: { listen_addr: '0.0.0.0', listen_port: 9090 },
    setup_enabled: false,
    ...(generation === 'v2' ? { inputs: [], outputs: [] } : {}),
    flows: [],
    tunnels: [],
  };
  for (let n = 1; n <= flowCount; n++) {
    const base = { id: `flow-${n}`, name: flowNames[(n - 1) % flowNames.length] ?? `Flow ${n}` };
    const enabled = n < 3 || n < flowCount;
    const input = firstInput(n, random);
    const outputs = firstOutputs(n, random);
    if (generation === 'v1') config.flows.push({ ...base, enabled, media_analysis: true, input, outputs });
    else {
      config.inputs?.push({ id: `in-${n}`, name: `${base.name} in`, active: true, ...input });
      config.outputs?.push(...outputs.map((output) => ({ ...output, active: true })));
      const output_ids = outputs.map(({ id }) => id);
      config.flows.push({ ...base, enabled, media_analysis: true, input_ids: [`in-${n}`], output_ids });
    }
  }
  return config;
}

const flowNames = ['Main programme', 'Backup programme', 'Studio return', 'Clean feed', 'Press pool', 'Weather camera'];

function firstInput(n: number, random: Random): Record<string, unknown> & { type: string } {
  if (n % 3 === 1)
    return { type: 'srt', mode: 'listener', local_addr: `0.0.0.0:${9000 + n}`, latency_ms: 20 * random.whole(6, 25) };
  if (n % 3 === 2) return { type: 'rtp', bind_addr: `0.0.0.0:${5000 + 2 * n}`, interface_addr: '192.0.2.10' };
  return { type: 'udp', bind_addr: `239.10.0.${n}:5600` };
}

function firstOutputs(n: number, random: Random): Endpoint[] {
  const srt = { type: 'srt', id: `out-${n}a`, name: 'To the hub', mode: 'caller', local_addr: '0.0.0.0:0' };
  const first = { ...srt, remote_addr: `198.51.100.${random.whole(2, 250)}:${9100 + n}`, latency_ms: 200 };
  if (n % 2 === 0) return [first];
  return [first, { type: 'udp', id: `out-${n}b`, name: 'House monitor', dest_addr: `239.20.0.${n}:5700`, dscp: 46 }];
}

/**
 * A config as it came over the wire, taken in as the program of this generation does: v1 insists on what it needs, v2
 * silently leaves out `input` and `outputs` that are embedded in flows.
 * @throws an Error with the program's words when it does not fit
 */
export function takeConfig(generation: Generation, given: unknown, current: EdgeConfig): EdgeConfig {
  if (!isRecord(given)) throw new Error('invalid type: expected struct AppConfig');
  if (!Array.isArray(given.flows)) throw new Error('missing field `flows`');
  const seen = new Set<string>();
  const flows = given.flows.map((flow) => takeFlow(generation, flow));
  for (const { id } of flows) {
    if (seen.has(id)) throw new Error(`Duplicate flow ID '${id}'`);
    seen.add(id);
  }
  const tunnels = (Array.isArray(given.tunnels) ? given.tunnels : []).map(takeTunnel);
  const lists =
    generation === 'v2' ? { inputs: takeEndpoints(given.inputs), outputs: takeEndpoints(given.outputs) } : {};
  const taken: EdgeConfig = {
    ...given,
    version: current.version,
    ...lists,
    flows,
    tunnels: tunnels.map((tunnel) => ({ ...secretsOf(current.tunnels, tunnel.id), ...tunnel })),
  };
  delete taken.manager;
  if (generation === 'v2') for (const flow of flows) checkReferences(flow, taken);
  return taken;
}

export function takeFlow(generation: Generation, given: unknown): Flow {
  if (!isRecord(given)) throw new Error('invalid type: expected struct FlowConfig');
  const { id, name, input, outputs, input_ids, output_ids, ...others } = given;
  if (typeof id !== 'string' || id === '') throw new Error('missing field `id`');
  if (typeof name !== 'string') throw new Error('missing field `name`');
  if (id.length > 64) throw new Error('Flow ID must be at most 64 characters');
  if (name.length > 256) throw new Error('Flow name must be at most 256 characters');
  const base = { ...others, id, name, enabled: given.enabled !== false };
  if (generation === 'v2') return { ...base, input_ids: texts(input_ids), output_ids: texts(output_ids) };
  if (!isRecord(input)) throw new Error('missing field `input`');
  if (typeof input.type !== 'string') throw new Error('missing field `type`');
  return { ...base, input, outputs: takeEndpoints(outputs) };
}

export function takeEndpoint(given: unknown): Endpoint {
  if (!isRecord(given)) throw new Error('invalid type: expected a map');
  for (const key of ['type', 'id', 'name'])
    if (typeof given[key] !== 'string' || given[key] === '') throw new Error(`missing field \`${key}\``);
  return { ...given } as Endpoint;
}

/** @throws an Error when the flow names an input or output that does not exist */
export function checkReferences(flow: Flow, { inputs = [], outputs = [] }: EdgeConfig): void {
  for (const id of flow.input_ids ?? [])
    if (!inputs.some((input) => input.id === id)) throw new Error(`Flow '${flow.id}' references unknown input '${id}'`);
  for (const id of flow.output_ids ?? [])
    if (!outputs.some((output) => output.id === id))
      throw new Error(`Flow '${flow.id}' references unknown output '${id}'`);
}

export function takeTunnel(given: unknown): Tunnel {
  if (!isRecord(given)) throw new Error('invalid type: expected struct TunnelConfig');
  for (const key of ['id', 'name', 'protocol', 'mode', 'direction', 'local_addr'])
    if (typeof given[key] !== 'string') throw new Error(`missing field \`${key}\``);
  if (!isUuid(String(given.id))) throw new Error(`Tunnel ID must be a UUID, got '${String(given.id)}'`);
  const { direction, mode, relay_addr: one, relay_addrs: many } = given;
  if (direction !== 'ingress' && direction !== 'egress') throw new Error(`unknown variant \`${String(direction)}\``);
  if (mode === 'relay' && typeof one !== 'string' && texts(many).length === 0)
    throw new Error('relay_addr is required in relay mode');
  return { ...given, enabled: given.enabled !== false } as Tunnel;
}

/** What `config_response` shows: everything but the secrets that this program takes out. */
export function withoutSecrets(config: EdgeConfig): Record<string, unknown> {
  const { setup_token: _token, server, ...shown } = config;
  const { tls: _tls, auth: _auth, ...openServer } = isRecord(server) ? server : {};
  const tunnels = config.tunnels.map((tunnel) => without(tunnel, SECRET_IN_TUNNEL));
  return { ...shown, server: openServer, tunnels };
}

export function inputsOf(flow: Flow, config: EdgeConfig): Record<string, unknown>[] {
  if (flow.input) return [flow.input];
  return (config.inputs ?? []).filter(({ id }) => flow.input_ids?.includes(id));
}

export function outputsOf(flow: Flow, config: EdgeConfig): Endpoint[] {
  return flow.outputs ?? (config.outputs ?? []).filter(({ id }) => flow.output_ids?.includes(id));
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}

/** A config that is pushed may leave secrets out; the program merges its own back in. */
function secretsOf(tunnels: readonly Tunnel[], id: string): Record<string, unknown> {
  const known = tunnels.find((tunnel) => tunnel.id === id) ?? {};
  return Object.fromEntries(Object.entries(known).filter(([key]) => SECRET_IN_TUNNEL.includes(key)));
}

function without(record: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}

function takeEndpoints(given: unknown): Endpoint[] {
  return (Array.isArray(given) ? given : []).map(takeEndpoint);
}

function texts(given: unknown): string[] {
  return Array.isArray(given) ? given.filter((item) => typeof item === 'string') : [];
}
