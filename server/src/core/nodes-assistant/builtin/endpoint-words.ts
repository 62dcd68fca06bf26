import type { Json } from '../../nodes/index.ts';

/** An input or output as somebody described it. */
export type Described = { isInput: boolean; endpoint: Json; missing: string[] };

const types = ['srt', 'rtmp', 'rtmps', 'udp', 'rtp', 'hls', 'rtsp', 'whep'];
const address = String.raw`(?:\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?):\d{1,5}`;
const urlText = String.raw`(?:srt|rtmps?|udp|rtp|https?|rtsps?):\/\/[^\s,;"”]+`;
const place = new RegExp(`(${urlText})|(?<![\\w.:/-])(${address})(?![\\w:])`, 'gi');

/**
 * The inputs and outputs a message describes: each has an address, and the word for its type before it. The first is the
 * input of a new flow unless it is said to be an output.
 *
 * @param words as they were written: addresses and keys keep their letters
 */
export function describedIn(words: string, kind: 'flow' | 'output'): Described[] {
  const found: Described[] = [];
  let from = 0;
  for (const match of words.matchAll(place)) {
    const before = words.slice(from, match.index).toLowerCase();
    from = match.index + match[0].length;
    const after = words.slice(from, from + 80);
    const isOutput = /\b(outputs?|to|nach|ausgang|send\w*|an)\b(?!.*\b(from|input|von|eingang)\b)/.test(before);
    const isInput = kind === 'flow' && !isOutput && !found.some((one) => one.isInput);
    const one = endpointOf(match[1], match[2], before, after, isInput);
    if (one) found.push({ isInput, ...one });
  }
  return found;
}

function endpointOf(url: string | undefined, at: string | undefined, before: string, after: string, isInput: boolean) {
  const scheme = url?.split(':')[0]?.toLowerCase();
  const said = types.filter((type) => new RegExp(`\\b${type}\\b`).test(before)).at(-1);
  const type = (said ?? (scheme?.startsWith('http') ? 'hls' : scheme))
    ?.replace('rtmps', 'rtmp')
    .replace('rtsps', 'rtsp');
  if (type === undefined) return undefined;
  const host = at ?? url?.replace(/^\w+:\/\/@?/, '').split(/[/?]/)[0] ?? '';
  const around = `${before} ${after.toLowerCase()}`;
  const missing: string[] = [];
  const key = /\b(?:stream[ _-]?)?key\s+(?:is\s+)?["“]?([^\s,"”;]+)/i.exec(after)?.[1];
  const endpoint: Json = { type };
  if (type === 'srt') {
    const listens = /\blisten(er|s|ing)?\b/.test(around) || (isInput && !/\bcaller\b/.test(around) && isLocal(host));
    const latency = /\blatency\s+(?:of\s+)?(\d{1,5})/.exec(around)?.[1];
    Object.assign(endpoint, listens ? { mode: 'listener', local_addr: host } : { mode: 'caller', remote_addr: host });
    if (latency) endpoint.latency_ms = Number(latency);
  } else if (type === 'rtmp' && !isInput) {
    Object.assign(endpoint, { dest_url: url ?? `rtmp://${host}/live`, ...(key && { stream_key: key }) });
    if (!key) missing.push('its stream key (“key abc”)');
  } else if (type === 'rtmp') Object.assign(endpoint, { listen_addr: host, ...(key && { stream_key: key }) });
  else if (type === 'hls') endpoint.ingest_url = url ?? `http://${host}/`;
  else if (type === 'rtsp') endpoint.rtsp_url = url ?? `rtsp://${host}/`;
  else if (type === 'whep') endpoint.whep_url = url ?? `https://${host}/`;
  else endpoint[isInput ? 'bind_addr' : 'dest_addr'] = host;
  return { endpoint, missing };
}

const isLocal = (host: string) => /^(0\.0\.0\.0|\[::\]|127\.|localhost)/.test(host);

/** The name somebody gives what is to be made: in quotes, or after `named`. */
export function givenName(words: string, after: RegExp): string | undefined {
  const rest = after.exec(words);
  if (!rest) return undefined;
  const tail = words.slice(rest.index + rest[0].length).trimStart();
  const inQuotes = /^["“„'](.+?)["”“']/.exec(tail)?.[1];
  if (inQuotes) return inQuotes.trim();
  const bare =
    /^(?!(?:on|with|from|to|at|that|which|auf|mit|von|nach|an|in)\b)([\p{L}\p{N}][\p{L}\p{N} _.-]*?)(?=\s+(?:on|with|from|to|at|that|which|auf|mit|von|nach|an|input|output|in)\b|[,;:]|\.\s|\.?$)/iu.exec(
      tail,
    );
  return bare?.[1]?.trim();
}

/** An id out of a name: lower case, hyphens. */
export function slug(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
}

/** `id`, or the first of `id-2`, `id-3` … that is free. */
export function freeId(id: string, taken: ReadonlySet<string>): string {
  if (!taken.has(id)) return id;
  for (let n = 2; ; n++) if (!taken.has(`${id}-${n}`)) return `${id}-${n}`;
}
