import { list } from '../../../platform/json-fields.ts';
import { short } from '../../../platform/llm/index.ts';
import { counted, duration } from '../../assistants/index.ts';
import type { MediaNode, NodeEvent } from '../../nodes/index.ts';
import type { LiveFlow, Workbench } from '../workbench.ts';
import { bitrate, enumerated, moment, quoted } from './units.ts';

/* Sentences made of what nodes report. Lines that begin with "- " are a list. */

const MOST_LINES = 20;

export async function aboutFlow(
  bench: Workbench,
  flow: LiveFlow,
  nodes: readonly MediaNode[],
  span: number,
): Promise<string> {
  const { name, id, nodeName, isRunning, health, outputs, inputType, inputState } = flow;
  const title = `The flow ${quoted(name)}${name === id ? '' : ` (${short(id)})`} on ${quoted(nodeName)}`;
  if (!isRunning) return `${title} does not run.`;
  const input = inputType ? `its ${inputType} input${inputState ? ` is ${inputState}` : ''}` : 'its input';
  const parts = [
    `${title} runs for ${duration(flow.uptimeSeconds)}, health ${health ?? 'not reported'}; ${input} with ${bitrate(flow.bitrateBps)}, ${counted(flow.packetsLost, 'packet')} lost.`,
  ];
  const lines = outputs.map(
    (one) =>
      `- output ${quoted(one.name || one.id)}${one.type ? ` (${one.type})` : ''}: ${one.state ?? 'no state'}, ${bitrate(one.bitrateBps)}`,
  );
  if (lines.length > 0) parts.push(lines.slice(0, MOST_LINES).join('\n'));
  const node = nodes.find((one) => one.id === flow.nodeId);
  if (span > 0 && node) parts.push(await curveWords(bench, node, `flow.${id}.bitrate_bps`, span));
  return parts.join('\n');
}

async function curveWords(bench: Workbench, node: MediaNode, metric: string, span: number): Promise<string> {
  const curve = await bench.curve(node, metric, span);
  const when = `Over the last ${duration(span)}`;
  if (!curve) return `${when} no bitrate is recorded.`;
  return `${when} its bitrate was ${bitrate(curve.mean)} on average, ${bitrate(curve.min)} at least and ${bitrate(curve.max)} at most.`;
}

export async function aboutNode(bench: Workbench, node: MediaNode, span: number): Promise<string> {
  const open = (await bench.openEvents()).get(node.id) ?? 0;
  const kind = `${quoted(node.name)} is ${node.deviceType === 'edge' ? 'an edge' : 'a relay'}`;
  const version = node.softwareVersion ? `, version ${short(node.softwareVersion)}` : '';
  const alarms = alarmWords(open);
  if (node.status !== 'online') return `${kind}${version}. ${awayWords(node)} ${alarms}`;
  const figures = bench.figures(node);
  const flows = bench.flows([node]);
  const rate = figures.total_bitrate_bps ?? figures.total_bandwidth_bps ?? 0;
  const work =
    node.deviceType === 'edge'
      ? `${figures.active_flows ?? 0} of ${counted(figures.total_flows ?? 0, 'flow')} run, ${bitrate(rate)} in all`
      : `${counted(figures.connected_edges ?? 0, 'edge')} connected, ${figures.active_tunnels ?? 0} of ${counted(figures.total_tunnels ?? 0, 'tunnel')} active, ${bitrate(rate)}`;
  const lines = flows.slice(0, MOST_LINES).map(flowLine);
  const parts = [
    `${kind}, online${version}: ${work}.${machineWords(bench, node)} ${alarms}`,
    ...(lines.length > 0 ? [lines.join('\n')] : []),
  ];
  if (span > 0)
    parts.push(
      await curveWords(bench, node, node.deviceType === 'edge' ? 'total_bitrate_bps' : 'total_bandwidth_bps', span),
    );
  return parts.join('\n');
}

const flowLine = ({ name, id, isRunning, health, bitrateBps, packetsLost }: LiveFlow) =>
  `- ${quoted(name)}${name === id ? '' : ` (${short(id)})`}: ${isRunning ? `runs, ${health ?? 'health not reported'}, ${bitrate(bitrateBps)}${packetsLost > 0 ? `, ${counted(packetsLost, 'packet')} lost` : ''}` : 'does not run'}`;

const alarmWords = (open: number) =>
  open === 0 ? 'No alarm is open.' : `${counted(open, 'alarm')} nobody has acknowledged.`;

/** How its machine fares, as far as it says so; begins with a space. */
function machineWords(bench: Workbench, node: MediaNode): string {
  const { stats, health } = bench.connection(node) ?? {};
  const uptime = Number(stats?.uptime_secs) || Number(health?.uptime_secs) || 0;
  const [machine = {}] = list([stats?.system_resources ?? health?.system_resources]);
  const { cpu_percent: cpu, ram_percent: ram } = machine;
  const parts = [
    ...(uptime > 0 ? [`Up for ${duration(uptime)}.`] : []),
    ...(typeof cpu === 'number' ? [`Processor ${Math.round(cpu)} %.`] : []),
    ...(typeof ram === 'number' ? [`Memory ${Math.round(ram)} %.`] : []),
  ];
  return parts.map((part) => ` ${part}`).join('');
}

function awayWords({ status, lastSeenAt }: MediaNode): string {
  if (status === 'pending') return 'It has not registered yet.';
  return lastSeenAt ? `It is ${status}, last seen ${moment(lastSeenAt)}.` : `It is ${status} and was never seen.`;
}

export async function aboutConfig(bench: Workbench, node: MediaNode): Promise<string> {
  if (node.status !== 'online')
    return `${quoted(node.name)}: ${awayWords(node)} Its configuration is known while it is connected.`;
  if (node.deviceType === 'relay') return aboutNode(bench, node, 0);
  const { flows, generation } = await bench.config(node);
  const words = (things: readonly Record<string, unknown>[]) =>
    enumerated(
      things.map((one) =>
        [
          one.type,
          one.mode,
          one.bind_addr ?? one.listen_addr ?? one.remote_addr ?? one.dest_addr ?? one.local_addr ?? one.dest_url,
        ]
          .filter((word) => typeof word === 'string')
          .map((word) => short(String(word)))
          .join(' '),
      ),
    );
  const lines = flows
    .slice(0, MOST_LINES)
    .map(
      ({ name, enabled, inputs, outputs }) =>
        `- ${quoted(name)}${enabled ? '' : ' (disabled)'}: from ${words(inputs) || 'nothing'} to ${words(outputs) || 'nothing'}`,
    );
  return [
    `${quoted(node.name)} has ${counted(flows.length, 'flow')} (configuration of the ${generation === 'v1' ? 'first' : 'second'} generation):`,
    ...lines,
  ].join('\n');
}

export async function aboutEvents(
  bench: Workbench,
  places: readonly MediaNode[],
  text: string,
  nodes: readonly MediaNode[],
): Promise<string> {
  const severity = /\bcritical|kritisch/.test(text)
    ? 'critical'
    : /\bwarning|warnung/.test(text)
      ? 'warning'
      : undefined;
  const onlyOpen = /\b(open|unacknowledged|offen\w*)\b/.test(text);
  const asked = { severity, perPage: 10, ...(onlyOpen && { acknowledged: false }) };
  const isAlarm = severity === undefined && /\b(alarm|alert)/.test(text);
  const found: NodeEvent[] = [];
  for (const nodeId of places.length > 0 ? places.slice(0, 5).map(({ id }) => id) : [undefined])
    found.push(...(await bench.events({ ...asked, nodeId, ...(isAlarm && { perPage: 50 }) })));
  const told = found.filter((event) => !isAlarm || event.severity !== 'info').slice(0, 10);
  const open = await bench.openEvents();
  const ids = places.length > 0 ? places.map(({ id }) => id) : nodes.map(({ id }) => id);
  const count = ids.reduce((sum, id) => sum + (open.get(id) ?? 0), 0);
  const of = places.length > 0 ? `${enumerated(places.map(({ name }) => quoted(name)))}: ` : '';
  const head = `${of}${alarmWords(count)}`;
  if (told.length === 0) return `${head} No ${isAlarm ? 'alarm' : `${severity ?? ''} event`.trim()} is recorded.`;
  const nameOf = (id: string) => quoted(nodes.find((node) => node.id === id)?.name ?? id);
  const lines = told.map(
    (event) =>
      `- ${moment(event.createdAt)}, ${nameOf(event.nodeId)}, ${event.severity} (${short(event.category)}): ${short(event.message, 200)}`,
  );
  return `${head} The latest:\n${lines.join('\n')}`;
}

export function aboutState(nodes: readonly MediaNode[], isOnline: boolean): string {
  const found = nodes.filter(({ status }) => (status === 'online') === isOnline);
  const word = isOnline ? 'online' : 'not connected';
  if (found.length === 0)
    return isOnline
      ? 'No node is online.'
      : nodes.length === 1
        ? 'The one node you see is online.'
        : `All ${counted(nodes.length, 'node')} are online.`;
  const lines = found
    .slice(0, MOST_LINES)
    .map((node) => `- ${quoted(node.name)}${isOnline ? ` (${node.deviceType})` : `: ${awayWords(node)}`}`);
  const more = found.length > MOST_LINES ? `\n… and ${found.length - MOST_LINES} more.` : '';
  return `${found.length} of ${counted(nodes.length, 'node')} ${found.length === 1 ? 'is' : 'are'} ${word}:\n${lines.join('\n')}${more}`;
}

export function aboutFlows(flows: readonly LiveFlow[], running: boolean | undefined): string {
  const found = running === undefined ? flows : flows.filter(({ isRunning }) => isRunning === running);
  const word = running === undefined ? '' : running ? ' running' : ' not running';
  if (found.length === 0) return `The connected nodes report no flows${word}.`;
  const lines = found.slice(0, MOST_LINES).map((flow) => `${flowLine(flow)} on ${quoted(flow.nodeName)}`);
  const more = found.length > MOST_LINES ? `\n… and ${found.length - MOST_LINES} more.` : '';
  return `${counted(found.length, 'flow')}${word} on the connected nodes:\n${lines.join('\n')}${more}`;
}

export function aboutRates(bench: Workbench, nodes: readonly MediaNode[]): string {
  const rates = nodes
    .filter(({ status }) => status === 'online')
    .map((node) => {
      const figures = bench.figures(node);
      return { node, rate: figures.total_bitrate_bps ?? figures.total_bandwidth_bps ?? 0 };
    })
    .sort((a, b) => b.rate - a.rate);
  if (rates.length === 0) return 'No node is online, so there is no bitrate to tell.';
  const total = rates.reduce((sum, { rate }) => sum + rate, 0);
  const lines = rates.slice(0, MOST_LINES).map(({ node, rate }) => `- ${quoted(node.name)}: ${bitrate(rate)}`);
  return `${bitrate(total)} over ${counted(rates.length, 'connected node')}:\n${lines.join('\n')}`;
}

export function aboutVersions(nodes: readonly MediaNode[]): string {
  const byVersion = Map.groupBy(
    nodes,
    ({ softwareVersion, deviceType }) => `${deviceType} ${softwareVersion ?? 'of unknown version'}`,
  );
  const lines = [...byVersion]
    .slice(0, MOST_LINES)
    .map(([version, some]) => `- ${short(version)}: ${enumerated(some.map(({ name }) => quoted(name)))}`);
  return `Versions of ${counted(nodes.length, 'node')}:\n${lines.join('\n')}`;
}

export async function aboutTunnels(bench: Workbench, nodes: readonly MediaNode[]): Promise<string> {
  const tunnels = await bench.tunnels();
  if (tunnels.length === 0) return 'There is no tunnel between the nodes you can see.';
  const nameOf = (id: string) => quoted(nodes.find((node) => node.id === id)?.name ?? id);
  const lines = tunnels.slice(0, MOST_LINES).map((tunnel) => {
    const legs = [tunnel.ingress, tunnel.egress, ...(tunnel.relay ? [tunnel.relay] : [])];
    const told = legs.filter(({ status }) => status === 'pushed').length;
    const state = tunnel.enabled ? `${told} of ${legs.length} nodes know it` : 'disabled';
    return `- ${quoted(tunnel.name)} (${tunnel.protocol}, ${tunnel.mode}) from ${nameOf(tunnel.ingressNodeId)} to ${nameOf(tunnel.egressNodeId)}: ${state}`;
  });
  return `${counted(tunnels.length, 'tunnel')}:\n${lines.join('\n')}`;
}

export async function aboutAll(
  bench: Workbench,
  nodes: readonly MediaNode[],
  flows: readonly LiveFlow[],
): Promise<string> {
  const online = nodes.filter(({ status }) => status === 'online').length;
  const edges = nodes.filter(({ deviceType }) => deviceType === 'edge').length;
  const open = [...(await bench.openEvents()).values()].reduce((sum, count) => sum + count, 0);
  const running = flows.filter(({ isRunning }) => isRunning).length;
  return [
    `${counted(nodes.length, 'node')}, ${counted(edges, 'edge')} and ${counted(nodes.length - edges, 'relay')}: ${online} online. ${running} of ${counted(flows.length, 'flow')} run. ${alarmWords(open)}`,
    ...(online > 0 ? [aboutState(nodes, true)] : []),
    aboutState(nodes, false),
  ].join('\n\n');
}
