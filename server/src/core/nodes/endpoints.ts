import { setTimeout as sleep } from 'node:timers/promises';
import { createTurns } from '../../platform/turns.ts';
import type { Connection } from './connection.ts';
import { list } from './metrics.ts';
import { redact } from './redact.ts';
import type { Json } from './schema.ts';

/** Nodes asked at the same time, and how long all of them together may take. */
const MOST_AT_ONCE = 32;
const MOST_MS = 5000;

/** One input or output of a flow. `local`: where the node listens or binds; `remote`: the other side. */
export type Endpoint = {
  id: string | null;
  name: string | null;
  type: string | null;
  mode: string | null;
  local: string | null;
  remote: string | null;
};

export type FlowEndpoints = {
  flowId: string;
  flowName: string | null;
  enabled: boolean;
  inputs: Endpoint[];
  outputs: Endpoint[];
};

export type Endpoints = {
  nodes: { nodeId: string; nodeName: string; flows: FlowEndpoints[] }[];
  /** Connected nodes that did not tell their configuration in time. */
  silent: string[];
};

/** Asks the nodes whose configuration is not known; those that do not answer are named. */
export async function gatherEndpoints(
  connections: readonly Connection[],
  readConfig: (nodeId: string) => Promise<Json>,
): Promise<Endpoints> {
  const turn = createTurns(MOST_AT_ONCE, Number.POSITIVE_INFINITY);
  const over = new AbortController();
  const configs = new Map<string, Json>();
  const ask = async ({ node, config }: Connection): Promise<void> => {
    if (config) return void configs.set(node.id, config);
    const release = await turn();
    try {
      if (!over.signal.aborted) configs.set(node.id, await readConfig(node.id));
    } catch {
      // It is named in the answer.
    } finally {
      release();
    }
  };
  const late = sleep(MOST_MS, undefined, { signal: over.signal, ref: false }).catch(() => {});
  await Promise.race([Promise.all(connections.map(ask)), late]);
  over.abort();
  const [told, silent] = [[] as Connection[], [] as string[]];
  for (const connection of connections) {
    if (configs.has(connection.node.id)) told.push(connection);
    else silent.push(connection.node.id);
  }
  const nodes = told.map(({ node }) => ({
    nodeId: node.id,
    nodeName: node.name,
    flows: endpointsOf(configs.get(node.id) as Json),
  }));
  return { nodes, silent };
}

/**
 * The inputs and outputs of a configuration's flows, of either generation: a flow holds them itself, or names the ids of
 * those the configuration holds.
 */
export function endpointsOf(config: Json): FlowEndpoints[] {
  const [inputs, outputs] = [byId(config.inputs), byId(config.outputs)];
  return list(config.flows).flatMap((flow) => {
    const flowId = text(flow.id);
    if (flowId === null) return [];
    const { input_ids: inputIds, output_ids: outputIds } = flow;
    return {
      flowId,
      flowName: text(flow.name),
      enabled: flow.enabled !== false,
      inputs: (Array.isArray(inputIds) ? pick(inputs, inputIds) : list([flow.input])).map(endpointOf),
      outputs: (Array.isArray(outputIds) ? pick(outputs, outputIds) : list(flow.outputs)).map(endpointOf),
    };
  });
}

const byId = (things: unknown) => new Map<unknown, Json>(list(things).map((thing) => [thing.id, thing]));
const pick = (from: Map<unknown, Json>, ids: readonly unknown[]): Json[] => list(ids.map((id) => from.get(id)));
const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value.slice(0, 500) : null);

const localFields = ['bind_addr', 'listen_addr', 'local_addr'];
const remoteFields = [
  ...['dest_addr', 'remote_addr', 'dest_url', 'rtsp_url', 'whep_url', 'whip_url', 'ingest_url'],
  ...['url', 'peer_addr'],
];

function endpointOf(thing: Json): Endpoint {
  const first = (names: readonly string[]) => addressOf(names.map((name) => text(thing[name])).find((a) => a !== null));
  return {
    id: text(thing.id),
    name: text(thing.name),
    type: text(thing.type),
    mode: text(thing.mode),
    local: first(localFields),
    remote: first(remoteFields),
  };
}

/** Without a password, and without what comes after a question mark: keys stand there, too. */
function addressOf(address: string | null | undefined): string | null {
  if (!address) return null;
  return String(redact(address)).split('?')[0] ?? null;
}
