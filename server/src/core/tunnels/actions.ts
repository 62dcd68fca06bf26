import type { Action } from '../nodes/index.ts';
import { portOf } from './check.ts';
import type { Part, Secrets, TunnelWish } from './schema.ts';
import { bindToken } from './secrets.ts';

type Wanted = TunnelWish & { id: string };

/** What a node is told so that it takes its part of a tunnel. */
export function actionToHave(part: Part, tunnel: Wanted, secrets: Secrets): Action {
  if (part !== 'relay') return { type: 'create_tunnel', tunnel: configOf(part, tunnel, secrets) };
  return {
    type: 'authorize_tunnel',
    tunnel_id: tunnel.id,
    ingress_token: bindToken(secrets.bindSecret, tunnel.id, 'ingress'),
    egress_token: bindToken(secrets.bindSecret, tunnel.id, 'egress'),
  };
}

/** What a node is told so that it forgets its part. */
export function actionToForget(part: Part, tunnelId: string): Action {
  return { type: part === 'relay' ? 'revoke_tunnel' : 'delete_tunnel', tunnel_id: tunnelId };
}

/**
 * The configuration of one end. The names flip: an edge calls the end that listens for local traffic its `egress` (it goes
 * out into the tunnel there), and the end that hands it on its `ingress`. Source: facts about the nodes contract, §4.1.
 */
function configOf(part: 'ingress' | 'egress', tunnel: Wanted, { encryptionKey, bindSecret, psk }: Secrets) {
  const { id, name, protocol, mode } = tunnel;
  const listens = part === 'ingress';
  return {
    id,
    name,
    enabled: true,
    protocol,
    mode,
    direction: listens ? 'egress' : 'ingress',
    local_addr: listens ? `0.0.0.0:${tunnel.ingressListenPort}` : tunnel.egressForwardAddr,
    ...(mode === 'relay'
      ? { relay_addr: tunnel.relayAddr }
      : {
          ...(listens
            ? { peer_addr: tunnel.egressPeerAddr }
            : { direct_listen_addr: `0.0.0.0:${portOf(tunnel.egressPeerAddr ?? '')}` }),
          tunnel_psk: psk,
        }),
    tunnel_encryption_key: encryptionKey,
    tunnel_bind_secret: bindSecret,
  };
}
