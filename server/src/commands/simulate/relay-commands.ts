import { isUuid } from './edge-config.ts';
import type { CommandResult } from './node-client.ts';
import type { RelaySwitch } from './relay-switch.ts';

type Action = Record<string, unknown>;
type Handler = (relay: RelaySwitch, action: Action, rotateSecret: (secret: string) => void) => unknown;

/** Carries out one command; what the relay refuses comes back with its words. */
export function executeRelayCommand(
  relay: RelaySwitch,
  action: Action,
  rotateSecret: (secret: string) => void,
): CommandResult {
  const name = String(action.type);
  const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
  if (!handler) return { success: false, error: `Unknown relay command: ${name}` };
  try {
    return { success: true, data: handler(relay, action, rotateSecret) };
  } catch (error) {
    return { success: false, error: error instanceof Error ? error.message : String(error) };
  }
}

const handlers: Record<string, Handler> = {
  list_tunnels: (relay) => relay.tunnels(),
  list_edges: (relay) => relay.edges(),
  list_udp_sessions: () => [],
  disconnect_edge(relay, action) {
    const id = text(action, 'edge_id');
    if (!relay.disconnect(id)) throw new Error(`Edge '${id}' is not connected`);
  },
  close_tunnel(relay, action) {
    const id = uuid(action);
    if (!relay.close(id)) throw new Error(`Tunnel '${id}' not found`);
  },
  close_udp_session(_relay, action) {
    throw new Error(`Native-UDP session '${uuid(action)}' not found`);
  },
  authorize_tunnel(relay, action) {
    const id = uuid(action);
    relay.authorize(id, { ingress: text(action, 'ingress_token'), egress: text(action, 'egress_token') });
  },
  revoke_tunnel: (relay, action) => relay.revoke(uuid(action)),
  rotate_secret(_relay, action, rotateSecret) {
    const secret = text(action, 'new_secret');
    if (secret === '') throw new Error('Empty new_secret');
    rotateSecret(secret);
  },
  configure_distribution() {
    throw new Error('this relay is not a viewer-distribution node');
  },
};

function uuid(action: Action): string {
  const id = text(action, 'tunnel_id');
  if (!isUuid(id)) throw new Error(`Invalid UUID: ${id}`);
  return id.toLowerCase();
}

function text(action: Action, key: string): string {
  const value = action[key];
  if (typeof value !== 'string') throw new Error(`Missing ${key}`);
  return value;
}
