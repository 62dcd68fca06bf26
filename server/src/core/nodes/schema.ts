import type { Json } from '../../platform/json-fields.ts';
import type { DeviceTypeName } from './device-types.ts';

export type NodeStatus = 'pending' | 'online' | 'offline' | 'degraded' | 'error';

/** JSON as a node sent it is opaque but for the few fields its device type reads. */
export type { Json };

/** A media edge or a relay. `lastHealth` is its last health report. */
export type MediaNode = {
  id: string;
  tenantId: string;
  name: string;
  description: string | null;
  deviceType: DeviceTypeName;
  status: NodeStatus;
  lastSeenAt: Date | null;
  lastHealth: Json | null;
  softwareVersion: string | null;
  protocolVersion: number | null;
  metadata: Json | null;
  expiresAt: Date | null;
  /** When it last registered. */
  registeredAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

export type NewNode = { name: string; description?: string | null; deviceType?: string; expiresAt?: Date | null };
/** Undefined keeps, null clears. */
export type NodeChanges = { name?: string; description?: string | null; expiresAt?: Date | null };

export const severities = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** What a node said, or what the house noticed about it. */
export type NodeEvent = {
  id: number;
  nodeId: string;
  severity: Severity;
  category: string;
  message: string;
  details: unknown;
  flowId: string | null;
  inputId: string | null;
  outputId: string | null;
  nodeTime: Date | null;
  createdAt: Date;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
};

export type NewNodeEvent = Pick<NodeEvent, 'nodeId' | 'severity' | 'category' | 'message'> &
  Partial<Pick<NodeEvent, 'details' | 'flowId' | 'inputId' | 'outputId' | 'nodeTime'>> & { tenantId: string };

export type EventQuery = {
  nodeId?: string | undefined;
  severity?: string | undefined;
  category?: string | undefined;
  flowId?: string | undefined;
  /** Part of the message, the category, the severity or the node's id. */
  search?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  acknowledged?: boolean | undefined;
  page?: number | undefined;
  perPage?: number | undefined;
};

/** A command as it goes to a node: its type and its parameters. */
export type Action = { type: string } & Json;

export type CommandState = 'sent' | 'done' | 'refused' | 'timed_out' | 'unknown';

export type CommandRecord = {
  id: string;
  nodeId: string;
  givenBy: string;
  action: Action;
  state: CommandState;
  error: string | null;
  errorCode: string | null;
  createdAt: Date;
  finishedAt: Date | null;
};
