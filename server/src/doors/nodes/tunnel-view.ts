import { Type } from 'typebox';
import {
  type LegState,
  legStatuses,
  modes,
  type NamedTunnel,
  protocols,
  statusOf,
  tunnelStatuses,
} from '../../core/tunnels/index.ts';
import { NullableText } from './views.ts';

const LegStatus = Type.Enum([...legStatuses]);
const Time = Type.String({ format: 'date-time' });

export const Tunnel = Type.Object({
  id: Type.String(),
  name: Type.String(),
  protocol: Type.Enum([...protocols]),
  mode: Type.Enum([...modes]),
  enabled: Type.Boolean(),
  status: Type.Enum([...tunnelStatuses], { description: 'active: all its nodes have been told' }),
  ingress_node_id: Type.String(),
  ingress_node_name: NullableText,
  ingress_listen_port: Type.Integer(),
  egress_node_id: Type.String(),
  egress_node_name: NullableText,
  egress_forward_addr: Type.String(),
  relay_node_id: NullableText,
  relay_node_name: NullableText,
  relay_addr: NullableText,
  egress_peer_addr: NullableText,
  associated_flow_ids: Type.Array(Type.String()),
  ingress_push_status: LegStatus,
  ingress_push_error: NullableText,
  egress_push_status: LegStatus,
  egress_push_error: NullableText,
  relay_push_status: Type.Union([LegStatus, Type.Null()], { description: 'Null in direct mode' }),
  relay_push_error: NullableText,
  created_at: Time,
  updated_at: Time,
});

export function tunnelView(tunnel: NamedTunnel) {
  const { ingress, egress, relay } = tunnel;
  return {
    id: tunnel.id,
    name: tunnel.name,
    protocol: tunnel.protocol,
    mode: tunnel.mode,
    enabled: tunnel.enabled,
    status: statusOf(tunnel),
    ingress_node_id: tunnel.ingressNodeId,
    ingress_node_name: tunnel.ingressNodeName,
    ingress_listen_port: tunnel.ingressListenPort,
    egress_node_id: tunnel.egressNodeId,
    egress_node_name: tunnel.egressNodeName,
    egress_forward_addr: tunnel.egressForwardAddr,
    relay_node_id: tunnel.relayNodeId,
    relay_node_name: tunnel.relayNodeName,
    relay_addr: tunnel.relayAddr,
    egress_peer_addr: tunnel.egressPeerAddr,
    associated_flow_ids: tunnel.associatedFlowIds,
    ...legView('ingress', ingress),
    ...legView('egress', egress),
    relay_push_status: relay?.status ?? null,
    relay_push_error: relay?.error ?? null,
    created_at: tunnel.createdAt.toISOString(),
    updated_at: tunnel.updatedAt.toISOString(),
  };
}

function legView<Name extends string>(name: Name, { status, error }: LegState) {
  return { [`${name}_push_status`]: status, [`${name}_push_error`]: error } as Record<
    `${Name}_push_status`,
    LegState['status']
  > &
    Record<`${Name}_push_error`, string | null>;
}
