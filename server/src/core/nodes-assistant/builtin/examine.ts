import { isObject, list, text } from '../../../platform/json-fields.ts';
import { short } from '../../../platform/llm/index.ts';
import { counted } from '../../assistants/index.ts';
import type { MediaNode } from '../../nodes/index.ts';
import type { LiveFlow, Workbench } from '../workbench.ts';
import { candidatesOf, flowsIn, mark, namedIn, nodesIn } from './names.ts';
import { bitrate, enumerated, moment, quoted } from './units.ts';

/** 3: nothing goes through; 2: viewers notice; 1: worth a look. */
type Finding = { weight: 1 | 2 | 3; what: string; why?: string };

const MOST_FINDINGS = 20;
/** Flows whose last hour is looked at. */
const MOST_CURVES = 40;
const HOUR = 3600;
/** Below this part of the last hour's mean a bitrate has dropped. */
const DROP = 0.5;
/** Least mean of which a drop says anything. */
const QUIET_BPS = 50_000;
const BUSY_PERCENT = 90;
const SLOW_MS = 60;

/** Looks for what is wrong with the nodes and flows a description names, or with all, worst first. */
export async function examine(description: string, bench: Workbench): Promise<string> {
  const nodes = await bench.nodes();
  const flows = bench.flows(nodes);
  const marked = mark(description, candidatesOf(nodes, flows));
  const named = namedIn(marked.text, marked);
  const chosen = flowsIn(named);
  const places = nodesIn(named);
  const someNodes =
    places.length > 0
      ? places
      : chosen.length > 0
        ? nodes.filter(({ id }) => chosen.some(({ nodeId }) => nodeId === id))
        : nodes;
  const someFlows = (chosen.length > 0 ? chosen : flows).filter(({ nodeId }) =>
    someNodes.some(({ id }) => id === nodeId),
  );
  if (someNodes.length === 0) return 'There is no node you can see, so there is nothing to examine.';

  const findings = [
    ...someNodes.flatMap((node) => ofNode(node, bench)),
    ...(
      await Promise.all(someFlows.slice(0, 500).map((flow, i) => ofFlow(flow, nodes, bench, i < MOST_CURVES)))
    ).flat(),
    ...(await ofEvents(someNodes, bench)),
  ].sort((a, b) => b.weight - a.weight);
  const about =
    places.length + chosen.length > 0
      ? enumerated([...places.map(({ name }) => quoted(name)), ...chosen.map(({ name }) => quoted(name))])
      : `${counted(nodes.length, 'node')} and ${counted(flows.length, 'flow')}`;
  if (findings.length === 0)
    return `I looked at ${about} and found nothing wrong: everything is connected and healthy, and no alarm is open.`;
  const lines = findings.slice(0, MOST_FINDINGS).map(({ what, why }) => `- ${what}${why ? ` ${why}` : ''}`);
  const more = findings.length > MOST_FINDINGS ? `\n… and ${findings.length - MOST_FINDINGS} more.` : '';
  return `I looked at ${about} and found ${counted(findings.length, 'thing')}, worst first:\n${lines.join('\n')}${more}`;
}

function ofNode(node: MediaNode, bench: Workbench): Finding[] {
  const name = quoted(node.name);
  if (node.status === 'pending') return [{ weight: 1, what: `${name} has not registered yet.` }];
  if (node.status !== 'online') {
    const seen = node.lastSeenAt ? `, last seen ${moment(node.lastSeenAt)}` : '';
    return [
      {
        weight: 3,
        what: `${name} is ${node.status}${seen}.`,
        why: 'Either its program stopped, or the way from it to this server is cut.',
      },
    ];
  }
  const findings: Finding[] = [];
  const stats = bench.connection(node)?.stats ?? {};
  const [machine = {}] = list([stats.system_resources]);
  for (const [field, word] of [
    ['cpu_percent', 'processor'],
    ['ram_percent', 'memory'],
  ] as const) {
    const value = machine[field];
    if (typeof value === 'number' && value >= BUSY_PERCENT)
      findings.push({
        weight: 2,
        what: `The ${word} of ${name} is ${Math.round(value)} % busy.`,
        why: 'Flows may lose packets because of it.',
      });
  }
  const tunnels = list(stats.tunnels).filter(({ state, status }) =>
    ['down', 'connecting', 'waiting', 'waiting_egress', 'waiting_ingress'].includes(
      String(state ?? status).toLowerCase(),
    ),
  );
  if (tunnels.length > 0)
    findings.push({
      weight: 2,
      what: `${counted(tunnels.length, 'tunnel')} of ${name} ${tunnels.length === 1 ? 'is' : 'are'} not ready: ${enumerated(tunnels.map(({ name: called, id, tunnel_id: other, state, status }) => `${quoted(text(called) ?? text(id) ?? text(other) ?? '?')} ${short(String(state ?? status))}`))}.`,
      why: 'The other end or the relay has not bound.',
    });
  return findings;
}

async function ofFlow(
  flow: LiveFlow,
  nodes: readonly MediaNode[],
  bench: Workbench,
  looksBack: boolean,
): Promise<Finding[]> {
  if (!flow.isRunning) return [];
  const title = `${quoted(flow.name)} on ${quoted(flow.nodeName)}`;
  const input = `its ${flow.inputType ?? ''} input`.replace('  ', ' ');
  const findings: Finding[] = [];
  if (flow.bitrateBps === 0)
    findings.push({
      weight: 3,
      what: `${title} runs and receives nothing: ${input} is ${flow.inputState ?? 'silent'}.`,
      why: 'Look at the sender and the way to this edge (address, port, firewall).',
    });
  const node = nodes.find(({ id }) => id === flow.nodeId);
  const curve =
    looksBack && node && flow.bitrateBps > 0 ? await bench.curve(node, `flow.${flow.id}.bitrate_bps`, HOUR) : undefined;
  if (curve && curve.mean > QUIET_BPS && flow.bitrateBps < DROP * curve.mean)
    findings.push({
      weight: 2,
      what: `${title} receives ${bitrate(flow.bitrateBps)}, and ${bitrate(curve.mean)} on average over the last hour.`,
      why: 'The sender may have changed its encoding, or the way is congested.',
    });
  const lost =
    looksBack && node && flow.packetsLost > 0
      ? await bench.curve(node, `flow.${flow.id}.packets_lost`, HOUR)
      : undefined;
  const recently = lost ? Math.max(0, flow.packetsLost - lost.min) : 0;
  if (recently > 0)
    findings.push({
      weight: 2,
      what: `${title} lost ${counted(recently, 'packet')} within the last hour.`,
      why: lossCause(flow),
    });
  if (flow.health !== null && flow.health !== 'healthy' && findings.length === 0)
    findings.push({
      weight: flow.health === 'warning' ? 2 : 3,
      what: `${title} reports its health as ${flow.health}${reasonsOf(flow)}.`,
      ...(flow.packetsLost > 0 && { why: lossCause(flow) }),
    });
  else if (flow.health !== null && flow.health !== 'healthy') {
    const [first] = findings as [Finding];
    first.what = `${first.what.replace(/\.$/, '')}; it reports its health as ${flow.health}${reasonsOf(flow)}.`;
  }
  const broken = flow.outputs.filter(({ state }) =>
    ['error', 'failed', 'connect_failed', 'disconnected', 'broken'].includes((state ?? '').toLowerCase()),
  );
  if (broken.length > 0)
    findings.push({
      weight: 2,
      what: `Of ${title} ${enumerated(broken.map(({ name, id, state }) => `the output ${quoted(name || id)} is ${short(state ?? '')}`))}.`,
      why: 'Look at the receiver and the way to it.',
    });
  return findings;
}

function reasonsOf({ raw }: LiveFlow): string {
  const reasons = list(raw.health_reasons)
    .map(({ detail, code }) => short(text(detail) ?? text(code) ?? '', 120))
    .filter(Boolean);
  return reasons.length > 0 ? ` (${reasons.slice(0, 3).join('; ')})` : '';
}

function lossCause({ raw }: LiveFlow): string {
  const [input = {}] = list([raw.input]);
  const { rtt_ms: rtt } = isObject(input.srt_stats) ? input.srt_stats : {};
  const { cc_errors: errors } = isObject(raw.tr101290) ? raw.tr101290 : {};
  const parts = ['Packets get lost on the way to this edge.'];
  if (typeof rtt === 'number' && rtt > SLOW_MS)
    parts.push(
      `The round trip takes ${Math.round(rtt)} ms: a longer SRT latency (four times that) gives time to resend.`,
    );
  if (typeof errors === 'number' && errors > 0) parts.push(`The stream holds ${counted(errors, 'continuity error')}.`);
  return parts.join(' ');
}

async function ofEvents(nodes: readonly MediaNode[], bench: Workbench): Promise<Finding[]> {
  const open = await bench.openEvents();
  const worst = nodes
    .map((node) => ({ node, count: open.get(node.id) ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  return Promise.all(
    worst.slice(0, 5).map(async ({ node, count }) => {
      const latest = (await bench.events({ nodeId: node.id, acknowledged: false, perPage: 20 })).find(
        ({ severity }) => severity !== 'info',
      );
      const said = latest ? ` The latest, ${moment(latest.createdAt)}: ${short(latest.message, 200)}` : '';
      return {
        weight: 1 as const,
        what: `${counted(count, 'alarm')} of ${quoted(node.name)} nobody has acknowledged.${said}`,
      };
    }),
  );
}
