import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../platform/database/index.ts';
import type { Events, NewEvent } from '../../platform/events/types.ts';
import type { Log } from '../../platform/log/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { createAdmissions } from './admission.ts';
import { type Admission, createAuthenticate } from './authenticate.ts';
import type { Connection, Wire } from './connection.ts';
import { createEventIntake } from './event-intake.ts';
import { CLOSE, GOODBYE_MS, goodbye, STOPPED_UNDER_NODE } from './goodbye.ts';
import { createHolding } from './holding.ts';
import type { Journal } from './journal.ts';
import { createLive, type Live } from './live.ts';
import { type Envelope, isForeign, messages, NotAnEnvelope, protocolVersions } from './protocol.ts';
import { receive } from './receive.ts';
import type { NewNodeEvent } from './schema.ts';
import { type Hall, openSession, type Session } from './session.ts';
import { nodeStore } from './store.ts';

/** After registering: the latest moment of the polite close that makes a node take its credentials over. */
const BOUNCE_MS = 2000;
/** How often each connection is looked at; some of them at a time, or everybody else waits 15 ms for 1,000. */
const SWEEP_MS = 1000;
const SWEEP_PARTS = 10;
/** A node this far behind with reading is cut off. */
const MOST_UNSENT = 8 * 1024 * 1024;

export type Hub = {
  accept(wire: Wire, address: string): Session;
  get(nodeId: string): Connection | undefined;
  all(): Iterable<Connection>;
  count(): number;
  live: Live;
  /** Says goodbye to a node; it may come again. */
  dismiss(nodeId: string, reason: string): void;
  /** Takes over what was changed about a node. */
  changed(node: Pick<Connection['node'], 'id' | 'name' | 'expiresAt'>): void;
  /** Called when a node has come, be it anew or again, and is known to keep its credentials. */
  onConnected(then: (connection: Connection) => void): void;
  onDisconnected(then: (connection: Connection) => void): void;
  /** Called about every second for each node. */
  onSweep(then: (connection: Connection, now: number) => void): void;
  /** Says goodbye to all, so that nodes keep their credentials, and waits a moment for them to go. */
  stop(): Promise<void>;
};

type Options = {
  database: Database;
  events: Events;
  log: Log;
  journal: Journal;
  settings: Pick<SettingsService, 'current'>;
};

/** The nodes that are connected to this process. */
export function createHub({ database, events, log, journal, settings }: Options): Hub {
  const connections = new Map<string, Connection>();
  const waiting = new Set<Wire>();
  const came: ((connection: Connection) => void)[] = [];
  const went: ((connection: Connection) => void)[] = [];
  const sweeps: ((connection: Connection, now: number) => void)[] = [];
  const live = createLive(connections, () => settings.current().stats_broadcast_interval_ms);
  /** Nodes that have their credentials for certain, until that is written down. */
  const settled = new Set<string>();
  const hasCredentials = (id: string) => connections.has(id) || settled.has(id);
  const admissions = createAdmissions(createAuthenticate({ database, events, hasCredentials }));
  const parts = { journal, intake: createEventIntake(journal), live, log };
  const holding = createHolding<Connection>();
  let stopping = false;

  function enter(wire: Wire, address: string, admission: Admission): Connection {
    const { node, softwareVersion, protocolVersion } = admission;
    const now = Date.now();
    const connection: Connection = {
      node: {
        id: node.id,
        tenantId: node.tenantId,
        name: node.name,
        deviceType: node.deviceType,
        expiresAt: node.expiresAt,
        registeredAt: node.registeredAt,
      },
      wire,
      address,
      softwareVersion,
      protocolVersion,
      connectedAt: now,
      lastHeardAt: now,
      lastPingAt: now,
      hasRegistered: admission.secret !== undefined,
      isBounced: false,
      sentAwayFor: undefined,
      isCutOff: false,
      stats: undefined,
      health: undefined,
      emptyReports: 0,
      config: undefined,
      configWaiters: [],
      pending: new Map(),
      metrics: undefined,
      version: 0,
      toldAt: 0,
      toldStats: undefined,
      statsToldAt: 0,
      nextSampleAt: now + 1000,
    };
    const replaced = connections.get(node.id);
    connections.set(node.id, connection);
    // The node is back before its old socket was seen to end. The new one counts; the old one's end changes nothing.
    if (replaced) abandon(replaced, 'replaced by a newer connection');
    report(connection, 'info', 'connection', 'Node connected to manager', 'node.connected');
    if (isForeign(protocolVersion)) warnOfVersion(connection);
    journal.contact({
      nodeId: node.id,
      status: 'online',
      lastSeenAt: new Date(now),
      softwareVersion: softwareVersion ?? null,
      protocolVersion: protocolVersion ?? null,
    });
    live.changed(connection, true);
    return connection;
  }

  function entered(connection: Connection): void {
    if (connection.hasRegistered) setTimeout(bounce, BOUNCE_MS, connection).unref();
    else for (const then of came) then(connection);
  }

  function take(connection: Connection, envelope: Envelope, bytes: number): void {
    if (!holding.admits(connection, envelope.type, bytes))
      throw new NotAnEnvelope('nodes make the house keep too much already');
    receive(parts, connection, envelope);
    if (envelope.type === 'health') bounce(connection);
  }

  function leave(connection: Connection, polite: boolean): void {
    holding.release(connection);
    // A node drops the line at our goodbye, often without answering it; one we had to cut off may never have seen it.
    const { hasRegistered, isBounced, isCutOff, node } = connection;
    if (hasRegistered && (polite || (isBounced && !isCutOff))) forgetToken(node);
    depart(connection);
  }

  function depart(connection: Connection): void {
    if (connections.get(connection.node.id) !== connection) return;
    connections.delete(connection.node.id);
    settle(connection);
    journal.contact({ nodeId: connection.node.id, status: 'offline', lastSeenAt: new Date(connection.lastHeardAt) });
    if (connection.isBounced)
      report(connection, 'info', 'connection', 'Node registered; it comes back with its credentials', 'node.bounced');
    // Not an alarm of the fleet: the same words as after a stop without goodbye.
    else if (stopping) report(connection, 'warning', 'connection', STOPPED_UNDER_NODE, 'node.disconnected');
    else if (connection.sentAwayFor !== undefined)
      report(connection, 'warning', 'connection', `Sent away: ${connection.sentAwayFor}`, 'node.disconnected');
    else report(connection, 'critical', 'connection', 'Node disconnected from manager', 'node.disconnected');
    live.left(connection);
    for (const then of went) then(connection);
  }

  function sendAway(connection: Connection, code: number, reason: string): void {
    connection.sentAwayFor = reason;
    goodbye(connection.wire, code, reason);
  }

  function abandon(connection: Connection, reason: string): void {
    settle(connection);
    goodbye(connection.wire, CLOSE.normal, reason);
  }

  /** Whoever waits for an answer learns that none will come. */
  function settle(connection: Connection): void {
    for (const tell of [...connection.pending.values()]) tell({ kind: 'disconnected' });
    for (const tell of connection.configWaiters) tell(undefined);
    connection.pending.clear();
    connection.configWaiters = [];
  }

  function report(
    { node }: Connection,
    severity: NewNodeEvent['severity'],
    category: string,
    message: string,
    type: NewEvent['type'],
    details?: Record<string, unknown>,
  ): void {
    const { id: nodeId, tenantId, name } = node;
    const event = { tenantId, nodeId, severity, category, message, details };
    const data = { name, ...details };
    journal.event(event, { tenantId, type, subject: `node:${nodeId}`, actor: `node:${nodeId}`, data });
  }

  function warnOfVersion(connection: Connection): void {
    const { oldest, newest } = protocolVersions;
    const message = `Node speaks version ${connection.protocolVersion} of the protocol; versions ${oldest} to ${newest} are known here`;
    report(connection, 'warning', 'compatibility', message, 'node.version_differs');
  }

  /** Ends the session in which a node registered with a Close frame: only then does it use the credentials it was given. */
  function bounce(connection: Connection): void {
    if (connection.isBounced || !connection.hasRegistered) return;
    connection.isBounced = true;
    goodbye(connection.wire, CLOSE.restart, 'registered; connect again with the credentials', () => {
      connection.isCutOff = true;
    });
  }

  /** After a goodbye the node has its credentials, and its token is worth nothing. */
  function forgetToken({ id }: Connection['node']): void {
    settled.add(id);
    nodeStore
      .forgetConsumedToken(database, id)
      .then(() => settled.delete(id))
      .catch((error) => log.warn({ error, nodeId: id }, 'a used registration token could not be removed yet'));
  }

  function look(connection: Connection, now: number): void {
    const { ws_keepalive_interval_secs: keepalive, node_offline_threshold_secs: threshold } = settings.current();
    const { node, wire } = connection;
    if (now - connection.lastHeardAt > threshold * 1000) goodbye(wire, CLOSE.away, 'nothing was heard for too long');
    else if (node.expiresAt !== null && node.expiresAt.getTime() <= now)
      sendAway(connection, CLOSE.policy, 'Node has expired');
    else if (wire.unsent() > MOST_UNSENT) wire.terminate();
    else if (now - connection.lastPingAt >= keepalive * 1000) {
      connection.lastPingAt = now;
      wire.send(messages.ping());
    }
    for (const then of sweeps) then(connection, now);
  }

  let round = connections.values();
  function sweep(): void {
    const now = Date.now();
    for (let left = Math.ceil(connections.size / SWEEP_PARTS); left > 0; left--) {
      const next = round.next();
      if (next.done) {
        round = connections.values();
        return;
      }
      look(next.value, now);
    }
  }
  const sweeper = setInterval(sweep, SWEEP_MS / SWEEP_PARTS).unref();
  const { letIn } = admissions;
  const hall: Hall = { waiting, isStopping: () => stopping, letIn, enter, entered, take, leave, log };

  return {
    live,
    get: (nodeId) => connections.get(nodeId),
    all: () => connections.values(),
    count: () => connections.size,
    accept: (wire, address) => openSession(wire, address, hall),
    dismiss(nodeId, reason) {
      admissions.revoked();
      const connection = connections.get(nodeId);
      if (connection) sendAway(connection, CLOSE.normal, reason);
    },
    changed({ id, name, expiresAt }) {
      admissions.revoked();
      const connection = connections.get(id);
      if (!connection) return;
      connection.node.name = name;
      connection.node.expiresAt = expiresAt;
      live.changed(connection, true);
    },
    onConnected: (then) => void came.push(then),
    onDisconnected: (then) => void went.push(then),
    onSweep: (then) => void sweeps.push(then),
    async stop() {
      stopping = true;
      clearInterval(sweeper);
      live.stop();
      const wires = [...waiting, ...[...connections.values()].map(({ wire }) => wire)];
      for (const wire of wires) wire.close(CLOSE.restart, 'the server is stopping');
      const until = Date.now() + GOODBYE_MS;
      while (connections.size > 0 && Date.now() < until) await sleep(20);
      for (const wire of wires) wire.terminate();
    },
  };
}
