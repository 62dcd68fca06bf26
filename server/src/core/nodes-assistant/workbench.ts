import { isWord, list, text } from '../../platform/json-fields.ts';
import type { Connection, EventQuery, Json, MediaNode, NodeEvent, Nodes } from '../nodes/index.ts';
import type { Principal } from '../principal.ts';
import type { NamedTunnel, Tunnels } from '../tunnels/index.ts';
import { generationOf, type WholeFlow, wholeFlows } from './generation.ts';
import type { Generation } from './schema.ts';

export type WorkbenchDeps = {
  nodes: Pick<Nodes, 'list' | 'get' | 'config' | 'history' | 'events' | 'metricsOf'> & {
    hub: Pick<Nodes['hub'], 'get'>;
  };
  tunnels: Pick<Tunnels, 'list'>;
};

/** A flow as its node reports it, once a second. */
export type LiveFlow = {
  nodeId: string;
  nodeName: string;
  id: string;
  name: string;
  isRunning: boolean;
  /** Lower case; null when it is not reported. */
  health: string | null;
  bitrateBps: number;
  packetsLost: number;
  uptimeSeconds: number;
  inputType: string | null;
  inputState: string | null;
  outputs: { id: string; name: string; type: string | null; state: string | null; bitrateBps: number }[];
  raw: Json;
};

export type NodeConfig = { config: Json; generation: Generation; flows: WholeFlow[] };
export type Curve = { mean: number; min: number; max: number; buckets: number };

/**
 * What the assistant can find out, as one principal: the built-in one and language models alike. Everything goes through
 * the core's own services, which check who asks; nothing here changes anything.
 */
export type Workbench = {
  /** By name. */
  nodes(): Promise<MediaNode[]>;
  /** @throws not_found, forbidden */
  node(id: string): Promise<MediaNode>;
  /** The open connection of a node that was got from here. */
  connection(node: MediaNode): Connection | undefined;
  /** Figures of a connected node by name. */
  figures(node: MediaNode): Record<string, number>;
  flows(nodes: readonly MediaNode[]): LiveFlow[];
  /** Without secrets. @throws as `Nodes.config` */
  config(node: MediaNode): Promise<NodeConfig>;
  events(query: EventQuery): Promise<NodeEvent[]>;
  openEvents(): Promise<Map<string, number>>;
  /** A figure over the last time; undefined when nothing is known of it. */
  curve(node: MediaNode, metric: string, seconds: number): Promise<Curve | undefined>;
  /** @throws forbidden for who may not see tunnels */
  tunnels(): Promise<NamedTunnel[]>;
};

export function createWorkbench({ nodes, tunnels }: WorkbenchDeps, principal: Principal): Workbench {
  const connection = ({ id, tenantId }: MediaNode) => {
    const found = nodes.hub.get(id);
    return found?.node.tenantId === tenantId ? found : undefined;
  };
  let listed: Promise<MediaNode[]> | undefined;

  return {
    nodes() {
      listed ??= nodes.list(principal);
      return listed;
    },
    node: (id) => nodes.get(principal, id),
    connection,
    figures(node) {
      const found = connection(node);
      return found ? Object.fromEntries(nodes.metricsOf(found).metrics) : {};
    },
    flows: (some) =>
      some.flatMap((node) => list(connection(node)?.stats?.flows).flatMap((flow) => liveFlow(node, flow))),
    async config(node) {
      const config = await nodes.config(principal, node.id);
      const generation = generationOf(config, node.lastHealth, node.softwareVersion);
      return { config, generation, flows: wholeFlows(config) };
    },
    events: (query) => nodes.events.list(principal, query),
    openEvents: () => nodes.events.countOpenByNode(principal),
    async curve(node, metric, seconds) {
      const to = new Date();
      const from = new Date(to.getTime() - seconds * 1000);
      const { buckets } = await nodes.history(principal, node.id, { metric, from, to, points: 60 });
      const count = buckets.reduce((sum, bucket) => sum + bucket.count, 0);
      if (count === 0) return undefined;
      return {
        mean: buckets.reduce((sum, bucket) => sum + bucket.mean * bucket.count, 0) / count,
        min: Math.min(...buckets.map(({ min }) => min)),
        max: Math.max(...buckets.map(({ max }) => max)),
        buckets: buckets.length,
      };
    },
    tunnels: () => tunnels.list(principal),
  };
}

const number = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : 0);

function liveFlow(node: MediaNode, flow: Json): LiveFlow[] {
  const id = text(flow.flow_id);
  if (id === undefined) return [];
  const [input = {}] = list([flow.input]);
  return [
    {
      nodeId: node.id,
      nodeName: node.name,
      id,
      name: text(flow.flow_name) ?? id,
      isRunning: isWord(flow.state, 'running'),
      health: text(flow.health)?.toLowerCase() ?? null,
      bitrateBps: number(input.bitrate_bps),
      packetsLost: number(input.packets_lost),
      uptimeSeconds: number(flow.uptime_secs),
      inputType: text(input.input_type) ?? null,
      inputState: text(input.state) ?? null,
      outputs: list(flow.outputs).map((output) => ({
        id: text(output.output_id) ?? '',
        name: text(output.output_name) ?? '',
        type: text(output.output_type) ?? null,
        state: text(output.state) ?? null,
        bitrateBps: number(output.bitrate_bps),
      })),
      raw: flow,
    },
  ];
}
