import type { MediaNode } from '../../api/nodes.ts';

export const states = ['online', 'offline', 'pending', 'expired'] as const;
export type NodeState = (typeof states)[number];

export type NodeFilter = { q?: string; type?: string; state?: NodeState };

/**
 * What a node's state is.
 *
 * @param isConnected as the live line says; undefined as long as it has said nothing
 */
export function stateOf(
  { status, expires_at }: Pick<MediaNode, 'status' | 'expires_at'>,
  isConnected: boolean | undefined,
  now = Date.now(),
): NodeState {
  if (isConnected ?? status === 'online') return 'online';
  if (expires_at !== null && new Date(expires_at).getTime() <= now) return 'expired';
  return status === 'pending' ? 'pending' : 'offline';
}

export type NodeLine = { node: MediaNode; state: NodeState; alerts: number; bitrate: number };

/** Those that fit; every typed word must be somewhere in name, description, version or id. */
export function choose(lines: readonly NodeLine[], { q = '', type, state }: NodeFilter): NodeLine[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return lines.filter(({ node, ...line }) => {
    if (type && node.device_type !== type) return false;
    if (state && line.state !== state) return false;
    const text = `${node.name} ${node.description ?? ''} ${node.software_version ?? ''} ${node.id}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export type SortName = 'name' | 'state' | 'bitrate' | 'version' | 'alerts';
export type Order = { by: SortName; descending: boolean };

const keys: Record<SortName, (line: NodeLine) => string | number> = {
  name: ({ node }) => node.name,
  state: ({ state }) => states.indexOf(state),
  bitrate: (line) => line.bitrate,
  version: ({ node }) => node.software_version ?? '',
  alerts: ({ alerts }) => alerts,
};

const words = new Intl.Collator('en', { numeric: true });

/** Equal ones by name, `edge-2` before `edge-10`. */
export function sort(lines: readonly NodeLine[], { by, descending }: Order): NodeLine[] {
  const key = keys[by];
  const sign = descending ? -1 : 1;
  return [...lines].sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    const order = typeof x === 'number' ? x - (y as number) : words.compare(x, y as string);
    return sign * order || words.compare(a.node.name, b.node.name);
  });
}
