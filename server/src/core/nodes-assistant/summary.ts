import { isObject, list, text } from '../../platform/json-fields.ts';
import { short } from '../../platform/llm/index.ts';
import type { Json } from '../nodes/index.ts';
import type { Bare } from './fit-flow.ts';
import type { Target } from './target.ts';

/** What an action does, in a sentence. */
export function summaryOf(bare: Bare, target: Target): string {
  const where = target.node ? ` on ${short(target.node.name)}` : '';
  const flowId = text(bare.flow_id) ?? text((bare.flow as Json | undefined)?.id) ?? '?';
  const known = target.flows.get(flowId);
  const flow = known && known.name !== flowId ? `“${short(known.name)}” (${short(flowId)})` : `“${short(flowId)}”`;
  switch (bare.action) {
    case 'start_flow':
      return `Start the flow ${flow}${where}`;
    case 'stop_flow':
      return `Stop the flow ${flow}${where}`;
    case 'restart_flow':
      return `Stop the flow ${flow}${where} and start it again`;
    case 'delete_flow':
      return `Stop the flow ${flow}${where} and delete it`;
    case 'create_flow':
      return `Create the flow ${named(bare.flow)}${where} and start it${partsOf(bare.flow as Json)}`;
    case 'update_flow':
      return `Change the flow ${flow}${where}`;
    case 'add_output':
      return `Add the output ${endpointWords(bare.output)} to the flow ${flow}${where}`;
    case 'remove_output':
      return `Remove the output ${outputName(known?.outputs, bare.output_id)} from the flow ${flow}${where}`;
    case 'create_input':
    case 'create_output':
      return `Create the ${bare.action.slice(7)} ${endpointWords(bare.input ?? bare.output)}${where}`;
    case 'update_input':
    case 'update_output':
      return `Change the ${bare.action.slice(7)} ${endpointWords(bare.input ?? bare.output)}${where}`;
    case 'create_tunnel':
      return `Create the tunnel ${named(bare.tunnel)}`;
    case 'delete_tunnel':
      return `Delete the tunnel ${short(String(bare.tunnel_id))}`;
  }
}

function named(thing: unknown): string {
  const { id, name } = isObject(thing) ? thing : {};
  const [called, known] = [text(name), text(id)];
  if (called && known && called !== known) return `“${short(called)}” (${short(known)})`;
  return `“${short(called ?? known ?? '?')}”`;
}

function partsOf({ input, outputs }: Json): string {
  const parts = [
    ...(isObject(input) ? [`from ${endpointWords(input)}`] : []),
    ...(list(outputs).length > 0 ? [`to ${list(outputs).map(endpointWords).join(' and ')}`] : []),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(' ')})`;
}

/** `“To the hub” (srt caller, hub.example.com:9000)`. */
export function endpointWords(thing: unknown): string {
  if (!isObject(thing)) return '?';
  const { type, mode } = thing;
  const at = ['dest_addr', 'remote_addr', 'dest_url', 'ingest_url', 'whip_url', 'rtsp_url', 'whep_url']
    .concat(['bind_addr', 'listen_addr', 'local_addr'])
    .map((field) => text(thing[field]))
    .find((value) => value !== undefined);
  const kind = [type, mode].filter((word) => text(word) !== undefined).join(' ');
  const details = [kind, at && short(at, 120)].filter(Boolean).join(', ');
  return text(thing.id) || text(thing.name) ? `${named(thing)}${details && ` [${details}]`}` : details;
}

function outputName(outputs: readonly Json[] | undefined, id: unknown): string {
  return named(outputs?.find((output) => output.id === id) ?? { id });
}
