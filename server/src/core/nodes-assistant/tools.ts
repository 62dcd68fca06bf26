import { type TObject, Type } from 'typebox';
import { Nothing, short, type Tool, tool } from '../../platform/llm/index.ts';
import type { MediaNode } from '../nodes/index.ts';
import type { LiveFlow, Workbench } from './workbench.ts';

const MOST_NODES = 200;
const MOST_FLOWS = 200;
const MOST_EVENTS = 50;
const MOST_CONFIG = 40_000;
const DAY = 86_400;

const node_id = Type.String({ maxLength: 100, description: 'See list_nodes' });
const OfNode: TObject<{ node_id: typeof node_id }> = Type.Object({ node_id }, { additionalProperties: false });
const OfFlows = Type.Object({ node_id: Type.Optional(node_id) }, { additionalProperties: false });
const OfEvents = Type.Object(
  {
    node_id: Type.Optional(node_id),
    severity: Type.Optional(Type.Enum(['info', 'warning', 'critical'])),
    search: Type.Optional(Type.String({ maxLength: 200, description: 'Part of the message or the category' })),
    only_open: Type.Optional(Type.Boolean({ description: 'Those nobody has acknowledged' })),
  },
  { additionalProperties: false },
);
const OfHistory = Type.Object(
  {
    node_id,
    metric: Type.String({
      maxLength: 128,
      description:
        'total_bitrate_bps, active_flows, cpu_percent, flow.<flow id>.bitrate_bps, flow.<flow id>.packets_lost …',
    }),
    seconds: Type.Integer({ minimum: 60, maximum: 30 * DAY, description: 'How far back; 3600 is an hour' }),
  },
  { additionalProperties: false },
);

/** The tools a language model gets. They only read, and only what the person who asks may see. */
export function toolsOver(bench: Workbench): Tool[] {
  return [
    tool('list_nodes', 'The edges and relays this person can see, by name.', Nothing, async () => {
      const nodes = await bench.nodes();
      const open = await bench.openEvents();
      const shown = nodes
        .slice(0, MOST_NODES)
        .map((node) => ({ ...nodeLine(node), open_alarms: open.get(node.id) ?? 0 }));
      return { nodes: shown, left_out: nodes.length - shown.length };
    }),
    tool('node_status', 'Figures, health report and flows of a node, as of now.', OfNode, async (input) => {
      const node = await bench.node(input.node_id);
      const flows = bench.flows([node]).slice(0, MOST_FLOWS).map(flowLine);
      return { ...nodeLine(node), figures: bench.figures(node), health: clipped(node.lastHealth, 8000), flows };
    }),
    tool(
      'list_flows',
      'Flows as the connected edges report them now; of one node or of all.',
      OfFlows,
      async (input) => {
        const nodes = input.node_id === undefined ? await bench.nodes() : [await bench.node(input.node_id)];
        const flows = bench.flows(nodes);
        return { flows: flows.slice(0, MOST_FLOWS).map(flowLine), left_out: Math.max(0, flows.length - MOST_FLOWS) };
      },
    ),
    tool('read_config', 'The configuration of a connected node, without its secrets.', OfNode, async (input) => {
      const { config, generation } = await bench.config(await bench.node(input.node_id));
      return { generation, config: clipped(config, MOST_CONFIG) };
    }),
    tool('list_events', 'What nodes reported, newest first.', OfEvents, async (input) => {
      const { node_id: nodeId, severity, search, only_open: onlyOpen } = input;
      const found = await bench.events({
        ...{ nodeId, severity, search, perPage: MOST_EVENTS },
        ...(onlyOpen && { acknowledged: false }),
      });
      return found.map((event) => ({
        node_id: event.nodeId,
        at: event.createdAt,
        severity: event.severity,
        category: short(event.category),
        message: short(event.message, 300),
        flow_id: event.flowId,
        acknowledged: event.acknowledgedAt !== null,
      }));
    }),
    tool('figure_over_time', 'Mean, least and greatest value of a figure of a node.', OfHistory, async (input) => {
      const curve = await bench.curve(await bench.node(input.node_id), input.metric, input.seconds);
      return curve ?? { error: 'Nothing is known of this figure in this time.' };
    }),
    tool('list_tunnels', 'Tunnels between edges, and how far their nodes know them.', Nothing, async () =>
      (await bench.tunnels()).slice(0, MOST_NODES).map((tunnel) => ({
        tunnel_id: tunnel.id,
        name: short(tunnel.name),
        mode: tunnel.mode,
        protocol: tunnel.protocol,
        enabled: tunnel.enabled,
        ingress: { node_id: tunnel.ingressNodeId, ...tunnel.ingress },
        egress: { node_id: tunnel.egressNodeId, ...tunnel.egress },
        relay: tunnel.relay,
      })),
    ),
  ];
}

export function nodeLine(node: MediaNode) {
  return {
    node_id: node.id,
    name: short(node.name),
    device_type: node.deviceType,
    status: node.status,
    last_seen_at: node.lastSeenAt,
    version: node.softwareVersion && short(node.softwareVersion),
  };
}

function flowLine({ raw: _, ...flow }: LiveFlow) {
  return {
    ...flow,
    nodeName: short(flow.nodeName),
    name: short(flow.name),
    outputs: flow.outputs.slice(0, 50).map((output) => ({ ...output, name: short(output.name) })),
  };
}

/** JSON of bounded size: as it is, or the beginning of its text. */
export function clipped(value: unknown, most: number): unknown {
  const text = JSON.stringify(value ?? null);
  return text.length <= most ? value : { beginning: text.slice(0, most).toWellFormed(), left_out: text.length - most };
}
