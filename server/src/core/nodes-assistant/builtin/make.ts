import { HouseError } from '../../../platform/errors.ts';
import type { Json, MediaNode } from '../../nodes/index.ts';
import type { LiveFlow, Workbench } from '../workbench.ts';
import { describedIn, freeId, givenName, slug } from './endpoint-words.ts';
import { flowsIn, namedIn } from './names.ts';
import { placesOf, type Scene, type Understood, unknownNode, whichFlow } from './scene.ts';
import { enumerated, quoted } from './units.ts';

/** `add an output srt to hub:9000 named “Hub” to the flow X on edge Y`. */
export function proposeNewOutput(scene: Scene): Understood {
  const { message, marked } = scene;
  const places = placesOf(marked.text, scene);
  if (places.length === 0) {
    const unknown = unknownNode(marked.text.replace(/\bon\s+(?![\uE000"“]|edge|node)/g, ''), scene);
    if (unknown && /\b(edge|node|knoten)\s/.test(marked.text)) return { why: unknown };
  }
  const here = ({ nodeId }: LiveFlow) => places.length === 0 || places.some(({ id }) => id === nodeId);
  const all = scene.flows.filter(here);
  const named = flowsIn(namedIn(marked.text, marked)).filter(here);
  const flows = named.length === 0 && places.length === 1 && all.length === 1 ? all : named;
  if (flows.length === 0) return { why: whichFlow(undefined, all, places) };
  const [flow] = flows as [LiveFlow];
  if (flows.length > 1)
    return {
      why: `To one flow at a time, please. I see ${enumerated(flows.map((one) => `${quoted(one.name)} on ${quoted(one.nodeName)}`))}.`,
    };
  const described = describedIn(message, 'output');
  const [one] = described;
  if (!one)
    return {
      why: 'To where? Name the type and the address, such as “srt to hub.example.com:9000”, “udp to 239.1.1.1:5000” or “rtmp://live.example.com/app key abc”.',
    };
  const missing = described.flatMap((each) => each.missing);
  if (missing.length > 0) return { why: `The output needs ${enumerated(missing)}.` };
  const taken = new Set(flow.outputs.map(({ id }) => id));
  const name = givenName(message, /\b(?:named|called|namens|name)\b/i);
  return {
    actions: described.map(({ endpoint }, i) => {
      const called = i === 0 && name ? name : outputName(endpoint);
      const id = freeId(slug(called) || 'output', taken);
      taken.add(id);
      return {
        action: 'add_output',
        flow_id: flow.id,
        node_id: flow.nodeId,
        output: { id, name: called, ...endpoint },
      };
    }),
  };
}

/** `create a flow “News” on edge Y from srt listener 0.0.0.0:9000 to udp 239.1.1.1:5000`. */
export async function proposeNewFlow(scene: Scene, bench: Workbench): Promise<Understood> {
  const { message, marked, nodes } = scene;
  let places = placesOf(marked.text, scene);
  const edges = nodes.filter((node) => node.deviceType === 'edge' && node.status === 'online');
  if (places.length === 0 && /\b(?:on|auf)\s+(?:the\s+)?(?:edge|node|knoten)\s/.test(marked.text)) {
    const unknown = unknownNode(marked.text, scene);
    if (unknown) return { why: unknown };
  }
  if (places.length === 0 && edges.length === 1) places = edges;
  const [place] = places;
  if (!place || places.length > 1)
    return {
      why: `On which edge? There are ${enumerated(edges.map(({ name }) => quoted(name))) || 'none connected'}.`,
    };
  if (place.status !== 'online')
    return { why: `${quoted(place.name)} is ${place.status}: nothing can be sent to it now.` };
  const described = describedIn(message, 'flow');
  const input = described.find(({ isInput }) => isInput);
  if (!input)
    return {
      why: 'From where? Name the type and the address of the input, such as “from srt listener 0.0.0.0:9000”, and outputs, such as “to udp 239.1.1.1:5000”.',
    };
  const missing = described.flatMap((each) => each.missing);
  if (missing.length > 0) return { why: `The flow needs ${enumerated(missing)}.` };
  try {
    return { actions: [await newFlow(message, place, described, bench)] };
  } catch (error) {
    if (error instanceof HouseError) return { why: `${quoted(place.name)}: ${error.message}` };
    throw error;
  }
}

async function newFlow(
  message: string,
  place: MediaNode,
  described: ReturnType<typeof describedIn>,
  bench: Workbench,
): Promise<Json> {
  const { flows } = await bench.config(place);
  const taken = new Set(flows.map(({ id }) => id));
  const given = givenName(message, /\b(?:named|called|namens)\b/i) ?? givenName(message, /\bflow\b/i);
  const name = given && slug(given) !== '' ? given : `Flow ${flows.length + 1}`;
  const id = freeId(slug(name), taken);
  const outputs: Json[] = [];
  const ids = new Set<string>();
  for (const { endpoint } of described.filter(({ isInput }) => !isInput)) {
    const outputId = freeId(`${id}-out`, ids);
    ids.add(outputId);
    outputs.push({ id: outputId, name: outputName(endpoint), ...endpoint });
  }
  const input = described.find(({ isInput }) => isInput)?.endpoint;
  return { action: 'create_flow', node_id: place.id, flow: { id, name, enabled: true, input, outputs } };
}

function outputName({ type, remote_addr, dest_addr, dest_url, ingest_url, local_addr }: Json): string {
  const at = String(remote_addr ?? dest_addr ?? dest_url ?? ingest_url ?? local_addr ?? '')
    .replace(/^\w+:\/\//, '')
    .split('?')[0];
  return `${String(type).toUpperCase()} to ${at}`.slice(0, 100);
}

/** `set the latency of the flow X to 300 ms`: of its SRT inputs. */
export async function proposeLatency(scene: Scene, bench: Workbench): Promise<Understood> {
  const { marked, nodes } = scene;
  const places = placesOf(marked.text, scene);
  const all = scene.flows.filter(({ nodeId }) => places.length === 0 || places.some(({ id }) => id === nodeId));
  const flows = all.filter((flow) => flowsIn(namedIn(marked.text, marked)).includes(flow));
  const [flow] = flows;
  if (!flow || flows.length > 1) return { why: whichFlow(undefined, flow ? flows : all, places) };
  const latency = /\b(?:to|auf|of)\s+(\d{1,5})(?!\d)/.exec(marked.text.replace(/\uE000\d+\uE001/g, ''))?.[1];
  if (latency === undefined)
    return { why: 'To how many milliseconds? Say for example “set the latency of the flow X to 300 ms”.' };
  const node = nodes.find(({ id }) => id === flow.nodeId) as MediaNode;
  try {
    const { flows: configured } = await bench.config(node);
    const [input] = configured.find(({ id }) => id === flow.id)?.inputs ?? [];
    if (input?.type !== 'srt')
      return { why: `The input of ${quoted(flow.name)} is no SRT input: it has no latency to set.` };
    const changed = { ...input, latency_ms: Number(latency) };
    return { actions: [{ action: 'update_flow', node_id: node.id, flow: { id: flow.id, input: changed } }] };
  } catch (error) {
    if (error instanceof HouseError) return { why: `${quoted(node.name)}: ${error.message}` };
    throw error;
  }
}
