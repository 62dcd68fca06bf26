import { Type } from 'typebox';
import type { User } from '../../core/identity/index.ts';
import type { Connection, MediaNode, Metrics, NodeEvent } from '../../core/nodes/index.ts';
import { nodesRole, nodesRoles } from './dialect.ts';

const Time = Type.String({ format: 'date-time' });
export const NullableTime = Type.Union([Time, Type.Null()]);
export const NullableText = Type.Union([Type.String(), Type.Null()]);
const AnyJson = Type.Unknown();

export const UserInfo = Type.Object({
  id: Type.String(),
  username: Type.String(),
  display_name: Type.String(),
  email: NullableText,
  role: Type.Enum(nodesRoles as unknown as string[]),
  is_temporary: Type.Boolean(),
  expires_at: NullableTime,
  allowed_node_ids: Type.Union([Type.Array(Type.String()), Type.Null()], { description: 'Null: all nodes' }),
  is_active: Type.Boolean(),
  last_login_at: NullableTime,
});

export function userView(user: User & { lastLoginAt?: Date | null }) {
  return {
    id: user.id,
    username: user.username,
    display_name: user.displayName ?? user.username,
    email: user.email,
    role: nodesRole(user.role),
    is_temporary: user.isTemporary,
    expires_at: iso(user.expiresAt),
    allowed_node_ids: user.allowedNodeIds,
    is_active: !user.disabled,
    last_login_at: iso(user.lastLoginAt ?? null),
  };
}

export const Node = Type.Object({
  id: Type.String(),
  name: Type.String(),
  description: NullableText,
  device_type: Type.String(),
  status: Type.Enum(['pending', 'online', 'offline', 'degraded', 'error']),
  last_seen_at: NullableTime,
  last_health: AnyJson,
  software_version: NullableText,
  metadata: AnyJson,
  expires_at: NullableTime,
  created_at: Time,
  updated_at: Time,
});

export function nodeView(node: MediaNode) {
  return {
    id: node.id,
    name: node.name,
    description: node.description,
    device_type: node.deviceType,
    status: node.status,
    last_seen_at: iso(node.lastSeenAt),
    last_health: node.lastHealth,
    software_version: node.softwareVersion,
    metadata: node.metadata,
    expires_at: iso(node.expiresAt),
    created_at: node.createdAt.toISOString(),
    updated_at: node.updatedAt.toISOString(),
  };
}

export const NodeEventView = Type.Object({
  id: Type.Integer(),
  node_id: Type.String(),
  severity: Type.Enum(['info', 'warning', 'critical']),
  category: Type.String(),
  message: Type.String(),
  details: AnyJson,
  flow_id: NullableText,
  input_id: NullableText,
  output_id: NullableText,
  node_time: NullableTime,
  created_at: Time,
  acknowledged: Type.Boolean(),
  acknowledged_by: NullableText,
  acknowledged_at: NullableTime,
});

export function eventView(event: NodeEvent) {
  return {
    id: event.id,
    node_id: event.nodeId,
    severity: event.severity,
    category: event.category,
    message: event.message,
    details: event.details ?? null,
    flow_id: event.flowId,
    input_id: event.inputId,
    output_id: event.outputId,
    node_time: iso(event.nodeTime),
    created_at: event.createdAt.toISOString(),
    acknowledged: event.acknowledgedAt !== null,
    acknowledged_by: event.acknowledgedBy,
    acknowledged_at: iso(event.acknowledgedAt),
  };
}

/** A connected node as dashboards get it. `isLean`: figures without the reports they were taken from. */
export function liveView(connection: Connection, { metrics, items }: Metrics, isLean: boolean) {
  const { node, health, stats } = connection;
  return {
    node_id: node.id,
    name: node.name,
    device_type: node.deviceType,
    status: 'online',
    ...(!isLean && { stats: stats ?? null, health: health ?? null }),
    software_version: connection.softwareVersion ?? null,
    protocol_version: connection.protocolVersion ?? null,
    uptime_secs: Math.floor((Date.now() - connection.connectedAt) / 1000),
    driver_metrics: isLean ? { metrics } : { metrics, items },
  };
}

const iso = (time: Date | null): string | null => time?.toISOString() ?? null;
