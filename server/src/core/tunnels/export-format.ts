import { isDeepStrictEqual } from 'node:util';
import { Type } from 'typebox';
import { invalid } from '../../platform/errors.ts';
import { createCheck, orNull, Sealed, Time, Uuid } from '../transfer/index.ts';
import { wishOf } from './check.ts';
import { modes, type NewTunnel, protocols, type SealedSecrets, type Secrets, type WholeTunnel } from './schema.ts';

const Address = Type.String({ maxLength: 300 });
/** A tunnel as exports have it. */
export const Entry = Type.Object(
  {
    id: Uuid,
    name: Type.String({ minLength: 1, maxLength: 128 }),
    protocol: Type.Enum([...protocols]),
    mode: Type.Enum([...modes]),
    enabled: Type.Boolean(),
    ingress_node_id: Uuid,
    ingress_listen_port: Type.Integer({ minimum: 1, maximum: 65535 }),
    egress_node_id: Uuid,
    egress_forward_addr: Address,
    relay_node_id: orNull(Uuid),
    relay_addr: orNull(Address),
    egress_peer_addr: orNull(Address),
    associated_flow_ids: Type.Array(Type.String({ maxLength: 64 }), { maxItems: 100 }),
    created_at: Time,
    updated_at: Time,
    secrets: Type.Optional(Sealed),
  },
  { additionalProperties: false },
);
export type Entry = Type.Static<typeof Entry>;

const Secret = Type.String({ pattern: '^[0-9a-f]{64}$' });
const checkSecrets = createCheck(
  Type.Object({ encryption_key: Secret, bind_secret: Secret, psk: orNull(Secret) }, { additionalProperties: false }),
);

export function entryOf(tunnel: WholeTunnel): Omit<Entry, 'secrets'> {
  return {
    id: tunnel.id,
    name: tunnel.name,
    protocol: tunnel.protocol,
    mode: tunnel.mode,
    enabled: tunnel.enabled,
    ingress_node_id: tunnel.ingressNodeId,
    ingress_listen_port: tunnel.ingressListenPort,
    egress_node_id: tunnel.egressNodeId,
    egress_forward_addr: tunnel.egressForwardAddr,
    relay_node_id: tunnel.relayNodeId,
    relay_addr: tunnel.relayAddr,
    egress_peer_addr: tunnel.egressPeerAddr,
    associated_flow_ids: tunnel.associatedFlowIds,
    created_at: tunnel.createdAt.toISOString(),
    updated_at: tunnel.updatedAt.toISOString(),
  };
}

export function wantedOf(entry: Entry): NewTunnel {
  return {
    name: entry.name,
    protocol: entry.protocol as NewTunnel['protocol'],
    mode: entry.mode as NewTunnel['mode'],
    enabled: entry.enabled,
    ingressNodeId: entry.ingress_node_id,
    ingressListenPort: entry.ingress_listen_port,
    egressNodeId: entry.egress_node_id,
    egressForwardAddr: entry.egress_forward_addr,
    relayNodeId: entry.relay_node_id,
    relayAddr: entry.relay_addr,
    egressPeerAddr: entry.egress_peer_addr,
    associatedFlowIds: entry.associated_flow_ids,
  };
}

export function tunnelOf(entry: Entry, tenantId: string, sealed: SealedSecrets): WholeTunnel {
  return {
    id: entry.id,
    tenantId,
    ...wishOf(wantedOf(entry)),
    ...sealed,
    createdAt: new Date(entry.created_at),
    updatedAt: new Date(entry.updated_at),
  };
}

export const secretsOf = ({ encryptionKey, bindSecret, psk }: Secrets) => ({
  encryption_key: encryptionKey,
  bind_secret: bindSecret,
  psk,
});

/**
 * The secrets of an entry, out of what was under the passphrase.
 *
 * @throws invalid
 */
export function readSecrets(found: unknown, { id, mode }: Entry): Secrets {
  const place = `secrets of tunnels/${id}`;
  checkSecrets(found, place);
  const { encryption_key: encryptionKey, bind_secret: bindSecret, psk } = found as ReturnType<typeof secretsOf>;
  if ((psk !== null) !== (mode === 'direct'))
    throw invalid(`${place}: psk belongs to mode direct, and must be there then`);
  return { encryptionKey, bindSecret, psk };
}

/** What makes a tunnel another one than that of the file. */
const compared = [
  'name',
  'protocol',
  'mode',
  'enabled',
  'ingress_node_id',
  'ingress_listen_port',
  'egress_node_id',
  'egress_forward_addr',
  'relay_node_id',
  'relay_addr',
  'egress_peer_addr',
  'associated_flow_ids',
] as const;

/** The fields in which the tunnel that is there is not that of the file. */
export function differences(same: WholeTunnel, entry: Entry): string[] {
  const is = entryOf(same);
  const different: string[] = compared.filter((field) => !isDeepStrictEqual(is[field], entry[field]));
  if (same.createdAt.getTime() !== new Date(entry.created_at).getTime()) different.push('created_at');
  return different;
}
