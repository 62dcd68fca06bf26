import type { Workbench } from '../workbench.ts';
import { examine } from './examine.ts';
import { questions } from './help.ts';
import { candidatesOf, flowsIn, mark, namedIn, nodesIn } from './names.ts';
import * as say from './paragraphs.ts';

const HOUR = 3600;
const asks = {
  wrong:
    /\b(wrong|problems?|issues?|troubles?|unhealthy|degraded|broken|diagnos\w*|anomal\w*|health|packets?|loss(?:es)?|los(?:e|es|ing)|why|warum|probleme?|fehler|kaputt|krank|storung\w*)\b/,
  events:
    /\b(events?|alarms?|alerts?|warnings?|criticals?|messages?|happened|reported|log|ereignisse?|alarme?|warnung\w*|meldung\w*)\b/,
  rate: /\b(bitrate|bit rate|bandwidth|traffic|throughput|mbit|mbps|datenrate|how much|how fast)\b/,
  offline: /\b(offline|disconnected|down|away|unreachable|missing|lost|weg|abgemeldet)\b/,
  online: /\b(online|connected|up|verbunden)\b/,
  idle: /\b(stopped|idle|not running|stand still|gestoppt|steh\w*)\b/,
  running: /\b(running|active|lauf\w*|aktiv\w*)\b/,
  flows: /\b(flows?|streams?|flusse?)\b/,
  version: /\bv?\d+\.\d+|\b(versions?|software|firmware|release|version(en)?)\b/,
  tunnels: /\b(tunnels?)\b/,
  config: /\b(inputs?|outputs?|config\w*|eingang\w*|ausgang\w*|sends?|destinations?)\b/,
  overview:
    /\b(status|overview|summary|how many|nodes?|edges?|relays?|list|everything|uberblick|zustand|knoten|wie viele)\b/,
} as const;

/** Answers by itself: recognizes what is wanted by its words and names, looks, and puts the numbers into sentences. */
export async function answerBuiltin(question: string, bench: Workbench): Promise<string> {
  const nodes = await bench.nodes();
  if (nodes.length === 0) return 'There is no node you can see. Add one, and I can tell about it.';
  const flows = bench.flows(nodes);
  const marked = mark(question, candidatesOf(nodes, flows));
  const named = namedIn(marked.text, marked);
  const wants = (what: keyof typeof asks) => asks[what].test(marked.text);
  const places = nodesIn(named);
  const chosen = flowsIn(named).filter((flow) => places.length === 0 || places.some(({ id }) => id === flow.nodeId));

  if (wants('events')) return say.aboutEvents(bench, places, marked.text, nodes);
  if (chosen.length > 0)
    return (
      await Promise.all(chosen.slice(0, 5).map((flow) => say.aboutFlow(bench, flow, nodes, spanOf(marked.text))))
    ).join('\n\n');
  if (wants('wrong')) return examine(question, bench);
  if (places.length > 0) {
    if (wants('config'))
      return (await Promise.all(places.slice(0, 3).map((node) => say.aboutConfig(bench, node)))).join('\n\n');
    return (await Promise.all(places.slice(0, 5).map((node) => say.aboutNode(bench, node, spanOf(marked.text))))).join(
      '\n\n',
    );
  }
  if (wants('tunnels')) return say.aboutTunnels(bench, nodes);
  if (wants('version')) return say.aboutVersions(nodes);
  if (wants('rate')) return say.aboutRates(bench, nodes);
  if (wants('flows') || wants('idle'))
    return say.aboutFlows(flows, wants('idle') ? false : wants('running') ? true : undefined);
  if (wants('offline')) return say.aboutState(nodes, false);
  if (wants('online')) return say.aboutState(nodes, true);
  return wants('overview') ? say.aboutAll(bench, nodes, flows) : questions;
}

/** Seconds back, where a question is about a time; 0 for now. */
function spanOf(text: string): number {
  if (/\b(week|woche)\b/.test(text)) return 7 * 24 * HOUR;
  if (/\b(day|today|yesterday|24 ?h|tag|heute|gestern)\b/.test(text)) return 24 * HOUR;
  return /\b(hour|average|mean|trend|history|over time|stunde|schnitt|verlauf)\b/.test(text) ? HOUR : 0;
}
