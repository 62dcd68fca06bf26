import { text } from '../../platform/json-fields.ts';
import type { Json } from '../nodes/index.ts';
import type { Generation } from './schema.ts';

type Kind = 'input' | 'output';
type Field = 'address' | 'url' | 'text';

/** What each type cannot do without. Source: facts about the nodes contract, appendix B. */
const needed: Readonly<Record<Kind, Readonly<Record<string, Readonly<Record<string, Field>>>>>> = {
  input: {
    rtp: { bind_addr: 'address' },
    udp: { bind_addr: 'address' },
    srt: { mode: 'text' },
    rtmp: { listen_addr: 'address' },
    rtsp: { rtsp_url: 'url' },
    webrtc: {},
    whep: { whep_url: 'url' },
  },
  output: {
    rtp: { dest_addr: 'address' },
    udp: { dest_addr: 'address' },
    srt: { mode: 'text' },
    rtmp: { dest_url: 'url', stream_key: 'text' },
    hls: { ingest_url: 'url' },
    webrtc: { mode: 'text' },
  },
};
const srtModes = ['caller', 'listener', 'rendezvous'];
const addressFields = ['bind_addr', 'dest_addr', 'listen_addr', 'local_addr', 'remote_addr'];
const LONGEST_NAME = 256;
const LONGEST_ID = 64;

/** What is wrong with an input or output, in sentences; what nobody knows of is left to the node. */
export function endpointProblems(kind: Kind, what: string, endpoint: Json, generation: Generation): string[] {
  const type = text(endpoint.type);
  if (type === undefined) return [`${what} has no “type”.`];
  const fields = Object.hasOwn(needed[kind], type) ? needed[kind][type] : undefined;
  if (!fields) {
    const known = Object.keys(needed[kind]).join(', ');
    // Newer edges have types of which the documentation says nothing.
    return generation === 'v1'
      ? [`${what}: this node knows no ${kind} of type “${type.slice(0, 40)}”, but ${known}.`]
      : [];
  }
  const problems: string[] = [];
  for (const [name, kindOfField] of Object.entries(fields)) {
    const value = text(endpoint[name]);
    if (value === undefined) problems.push(`${what} (${type}) needs “${name}”.`);
    else if (kindOfField === 'url' && !URL.canParse(value)) problems.push(`${what}: “${name}” is no URL.`);
  }
  for (const name of addressFields) {
    const value = endpoint[name];
    if (value !== undefined && value !== null && (typeof value !== 'string' || !isAddress(value)))
      problems.push(`${what}: “${name}” must be host:port, such as 0.0.0.0:9000.`);
  }
  if (type === 'srt') problems.push(...srtProblems(what, endpoint));
  if (type === 'webrtc' && endpoint.mode === 'whip_client' && text(endpoint.whip_url) === undefined)
    problems.push(`${what} (webrtc, whip_client) needs “whip_url”.`);
  return problems;
}

function srtProblems(what: string, { mode, remote_addr: remote, passphrase, aes_key_len: bits }: Json): string[] {
  const problems: string[] = [];
  if (text(mode) !== undefined && !srtModes.includes(mode as string))
    problems.push(`${what}: “mode” of srt is ${srtModes.join(', ')}.`);
  if ((mode === 'caller' || mode === 'rendezvous') && text(remote) === undefined)
    problems.push(`${what} (srt ${mode}) needs “remote_addr”.`);
  if (typeof passphrase === 'string' && passphrase !== '' && (passphrase.length < 10 || passphrase.length > 79))
    problems.push(`${what}: “passphrase” must have 10 to 79 characters.`);
  if (bits !== undefined && bits !== null && ![16, 24, 32].includes(bits as number))
    problems.push(`${what}: “aes_key_len” is 16, 24 or 32.`);
  return problems;
}

/** `host:port`, an IPv6 host in brackets. */
export function isAddress(value: string): boolean {
  const found = /^(?:\[[0-9a-f:.]+\]|[^\s:/]+):(\d{1,5})$/i.exec(value);
  return found !== null && Number(found[1]) <= 65_535;
}

/** What is wrong with the id and the name of a flow, an input or an output. */
export function nameProblems(what: string, { id, name }: Json): string[] {
  const problems: string[] = [];
  if (typeof id !== 'string' || id === '' || id.length > LONGEST_ID)
    problems.push(`${what} needs an “id” of 1 to ${LONGEST_ID} characters.`);
  if (typeof name !== 'string' || name === '' || name.length > LONGEST_NAME)
    problems.push(`${what} needs a “name” of 1 to ${LONGEST_NAME} characters.`);
  return problems;
}

/** Where an input or output listens, to find two that want the same place. */
export function listensAt({ type, mode, ...fields }: Json): string | undefined {
  const at =
    text(fields.bind_addr) ?? text(fields.listen_addr) ?? (mode === 'listener' ? text(fields.local_addr) : undefined);
  return at === undefined || at.endsWith(':0') ? undefined : `${type === 'rtmp' ? 'tcp' : 'udp'}/${at}`;
}

/** With what the documentation lets be left out and older nodes insist on. */
export function completed(endpoint: Json): Json {
  return endpoint.type === 'srt' && endpoint.mode === 'caller' && text(endpoint.local_addr) === undefined
    ? { ...endpoint, local_addr: '0.0.0.0:0' }
    : endpoint;
}
