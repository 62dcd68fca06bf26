import type { CommandAnswer } from './command-answer.ts';
import type { Metrics } from './metrics.ts';
import type { Json, MediaNode } from './schema.ts';

/** A socket, as far as the core needs one. */
export type Wire = {
  /** The other side has proved who it is, and may send more than a stranger. */
  trust(): void;
  send(text: string): void;
  /** Says goodbye with a Close frame; a node that is cut off without one keeps a registration token that is worth nothing. */
  close(code: number, reason: string): void;
  /** Ends it at once. */
  terminate(): void;
  /** Bytes that were sent and have not left. */
  unsent(): number;
};

/** A node that has proved who it is, while its socket is open. */
export type Connection = {
  node: Pick<MediaNode, 'id' | 'tenantId' | 'name' | 'deviceType' | 'expiresAt' | 'registeredAt'>;
  wire: Wire;
  address: string;
  softwareVersion: string | undefined;
  protocolVersion: number | undefined;
  connectedAt: number;
  lastHeardAt: number;
  lastPingAt: number;
  /** It has just registered: it takes its credentials over when this session ends politely. */
  hasRegistered: boolean;
  /** We said goodbye so that it does. */
  isBounced: boolean;
  /** Why we sent it away, if we did. */
  sentAwayFor: string | undefined;
  /** It did not hear the goodbye after its registration, as far as we know. */
  isCutOff: boolean;
  stats: Json | undefined;
  health: Json | undefined;
  /** Reports in a row whose list of flows was empty although there were flows before. */
  emptyReports: number;
  /** What the node said its configuration is; undefined once that may have changed. */
  config: Json | undefined;
  configWaiters: ((config: Json | undefined) => void)[];
  /** Commands the node has not answered, by id. */
  pending: Map<string, (answer: CommandAnswer) => void>;
  /** Of `stats`; made when somebody looks. */
  metrics: Metrics | undefined;
  /** The house's version number of what dashboards were last told. */
  version: number;
  toldAt: number;
  /** The report dashboards have, and since when. */
  toldStats: Json | undefined;
  statsToldAt: number;
  nextSampleAt: number;
};
