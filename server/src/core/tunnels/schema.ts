export const protocols = ['tcp', 'udp'] as const;
export const modes = ['relay', 'direct'] as const;
export const legStatuses = ['pending', 'pushed', 'failed'] as const;
export const tunnelStatuses = ['pending', 'active', 'error', 'disabled'] as const;

/** Of a tenant; all are in one list. */
export const MOST_TUNNELS = 5000;

export type Protocol = (typeof protocols)[number];
export type Mode = (typeof modes)[number];
export type LegStatus = (typeof legStatuses)[number];
export type TunnelStatus = (typeof tunnelStatuses)[number];
/** What a node is in a tunnel; the names are the house's, where traffic enters at the ingress and leaves at the egress. */
export type Part = 'ingress' | 'egress' | 'relay';

/** What somebody wants of a tunnel. Addresses are `host:port`. */
export type TunnelWish = {
  name: string;
  protocol: Protocol;
  mode: Mode;
  enabled: boolean;
  ingressNodeId: string;
  /** Where the ingress node listens for what goes into the tunnel. */
  ingressListenPort: number;
  egressNodeId: string;
  /** Where the egress node sends what comes out. */
  egressForwardAddr: string;
  /** Relay mode. */
  relayNodeId: string | null;
  relayAddr: string | null;
  /** Direct mode: where the ingress node reaches the egress node. */
  egressPeerAddr: string | null;
  associatedFlowIds: string[];
};

/** Undefined keeps. */
export type TunnelChanges = { [Name in keyof TunnelWish]?: TunnelWish[Name] | undefined };
export type NewTunnel = TunnelChanges &
  Pick<
    TunnelWish,
    'name' | 'protocol' | 'mode' | 'ingressNodeId' | 'ingressListenPort' | 'egressNodeId' | 'egressForwardAddr'
  >;

export type LegState = { status: LegStatus; error: string | null };

export type Tunnel = TunnelWish & {
  id: string;
  tenantId: string;
  createdAt: Date;
  updatedAt: Date;
  ingress: LegState;
  egress: LegState;
  /** Null in direct mode. */
  relay: LegState | null;
};

/** Sealed by the vault. */
export type SealedSecrets = { encryptionKey: string; bindSecret: string; psk: string | null };

/** Everything that is the same wherever its nodes are. */
export type WholeTunnel = TunnelWish & SealedSecrets & Pick<Tunnel, 'id' | 'tenantId' | 'createdAt' | 'updatedAt'>;

/** 32 bytes each, as 64 hexadecimal digits: the form in which the nodes take them. */
export type Secrets = SealedSecrets;

export type LegKey = { tunnelId: string; nodeId: string; part: Part };

/** What a node has to be told; `tunnel` is undefined when it is to forget it. */
export type Leg = LegKey & {
  isStale: boolean;
  revision: number;
  tunnel: (TunnelWish & SealedSecrets & { id: string }) | undefined;
};

/** The whole of a tunnel: active when every part has it. */
export function statusOf({ enabled, ingress, egress, relay }: Tunnel): TunnelStatus {
  if (!enabled) return 'disabled';
  const legs = [ingress, egress, ...(relay ? [relay] : [])];
  if (legs.some(({ status }) => status === 'failed')) return 'error';
  return legs.every(({ status }) => status === 'pushed') ? 'active' : 'pending';
}

/** What its nodes are in a tunnel; nobody has a part in one that is switched off. */
export function legsOf({
  enabled,
  ingressNodeId,
  egressNodeId,
  relayNodeId,
}: TunnelWish): { nodeId: string; part: Part }[] {
  if (!enabled) return [];
  return [
    { nodeId: ingressNodeId, part: 'ingress' },
    { nodeId: egressNodeId, part: 'egress' },
    ...(relayNodeId === null ? [] : [{ nodeId: relayNodeId, part: 'relay' as const }]),
  ];
}
