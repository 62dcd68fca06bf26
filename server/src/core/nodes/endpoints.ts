import { setTimeout as sleep } from 'node:timers/promises';
import { list } from '../../platform/json-fields.ts';
import { createTurns } from '../../platform/turns.ts';
import type { Connection } from './connection.ts';
import { redact } from './redact.ts';
import type { Json } from './schema.ts';

/** Nodes asked at the same time, and how long all of them together may take. */
const MOST_AT_ONCE = 32;
const MOST_MS = 5000;

/**
 * Of one node. A flow names its inputs by ids of a few bytes, each of which becomes an entry of up to 2.5 KB: a configuration
 * of 5 MiB could make an answer of gigabytes.
 */
const MOST_FLOWS = 1000;
const MOST_ENDS = 2000;

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
 * those the configuration holds. Bounded: the first thousand flows, and two thousand ends of them.
 */
export function endpointsOf(config: Json): FlowEndpoints[] {
  const [inputs, outputs] = [byId(config.inputs), byId(config.outputs)];
  let left = MOST_ENDS;
  const ends = (known: Map<unknown, Json>, ids: unknown, own: unknown): Endpoint[] => {
    const some = Array.isArray(ids) ? pick(known, ids.slice(0, left)) : list(own).slice(0, left);
    left -= some.length;
    return some.map(endpointOf);
  };
  return list(config.flows)
    .slice(0, MOST_FLOWS)
    .flatMap((flow) => {
      const flowId = text(flow.id);
      if (flowId === null) return [];
      return {
        flowId,
        flowName: text(flow.name),
        enabled: flow.enabled !== false,
        inputs: ends(inputs, flow.input_ids, [flow.input]),
        outputs: ends(outputs, flow.output_ids, flow.outputs),
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
