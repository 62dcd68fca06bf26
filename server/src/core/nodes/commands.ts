import { randomUUID } from 'node:crypto';
import { sha256 } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/database/index.ts';
import {
  conflict,
  type HouseError,
  invalid,
  tooLarge,
  upstreamFailed,
  upstreamTimeout,
} from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import { number } from '../../platform/json-fields.ts';
import { requireRole } from '../identity/index.ts';
import { actorOf, type Principal } from '../principal.ts';
import type { CommandAnswer } from './command-answer.ts';
import { createCommandLog } from './command-log.ts';
import type { Connection } from './connection.ts';
import { answerTimeOf, checkAction, roleFor } from './device-types.ts';
import type { Hub } from './hub.ts';
import { messages } from './protocol.ts';
import { redact } from './redact.ts';
import type { Action, CommandState, Json, MediaNode } from './schema.ts';
import { nodeStore } from './store.ts';

/** Source: contract of the nodes door. */
const MOST_ACTION_BYTES = 50_000;
const MOST_CONFIG_BYTES = 100_000;
const CONFIG_MS = 3000;

/** A node as far as a command has to know it; a connected one is known without asking the database. */
export type Addressee = Connection['node'] & Partial<Pick<MediaNode, 'lastSeenAt'>>;
export type Given = { commandId: string; data?: unknown };

/** Commands to nodes, and their configurations. */
export type Commands = {
  /**
   * Sends a command and waits for the node's answer. It is on record before it is sent, and at most once on the wire.
   *
   * @param waitMs for the answer; default by the command's type
   * @throws forbidden, not_found, invalid, too_large; conflict NODE_OFFLINE; upstream_failed NODE_REFUSED (the node's own
   *   words) or CONNECTION_LOST; upstream_timeout
   */
  give(principal: Principal, node: Addressee, action: Action, waitMs?: number): Promise<Given>;
  /** The same in the name of the house, which may do everything. */
  push(nodeId: string, action: Action, actor?: string): Promise<Given>;
  /** The node's configuration as it said it last, or says it now. @throws upstream_failed, upstream_timeout */
  readConfig(nodeId: string, waitMs?: number): Promise<Json>;
};

type Parts = { database: Database; events: Events; hub: Hub };

export function createCommands({ database, events, hub }: Parts): Commands {
  const log = createCommandLog({ database, events });

  const send = (connection: Connection, action: Action, actor: string, waitMs: number): Promise<Given> =>
    recorded(connection, action, actor, waitMs, (id) => ask(connection, id, action, waitMs));

  /** Puts a command on record, has it answered, and puts down the answer. */
  async function recorded(
    connection: Connection,
    action: Action,
    actor: string,
    waitMs: number,
    answered: (id: string) => Promise<CommandAnswer>,
  ): Promise<Given> {
    const { id: nodeId, tenantId } = connection.node;
    const id = randomUUID();
    const kept = forRecord(redact(action) as Action);
    const about = { tenantId, subject: `node:${nodeId}`, actor };
    await log.given(
      { id, tenantId, nodeId, givenBy: actor, action: kept },
      { ...about, type: 'node.command_given', data: { commandId: id, action: kept } },
    );
    const answer = await answered(id);
    const outcome = outcomeOf(answer);
    await log.finished(
      { id, ...outcome },
      { ...about, type: 'node.command_answered', data: { commandId: id, type: action.type, ...outcome } },
    );
    if (answer.kind === 'acknowledged' && answer.success)
      return { commandId: id, ...(answer.data !== undefined && { data: answer.data }) };
    throw failureOf(answer, action, waitMs);
  }

  /** Waits for the answer of one command; the entry is there before the frame leaves. */
  function ask(connection: Connection, id: string, action: Action, waitMs: number): Promise<CommandAnswer> {
    const { promise, resolve } = Promise.withResolvers<CommandAnswer>();
    // It may have gone while the command was written down.
    if (hub.get(connection.node.id) !== connection) return Promise.resolve({ kind: 'disconnected' });
    const timer = setTimeout(() => tell({ kind: 'silent' }), waitMs);
    const tell = (answer: CommandAnswer): void => {
      clearTimeout(timer);
      connection.pending.delete(id);
      resolve(answer);
    };
    connection.pending.set(id, tell);
    // What it does may change what was read before.
    connection.config = undefined;
    connection.wire.send(messages.command(id, action));
    return promise;
  }

  async function readConfig(nodeId: string, waitMs = CONFIG_MS): Promise<Json> {
    const connection = hub.get(nodeId);
    if (!connection) throw upstreamFailed(`Node ${nodeId} is not connected`, { code: 'NODE_NOT_CONNECTED' });
    if (connection.config) return connection.config;
    const { promise, resolve } = Promise.withResolvers<Json | undefined>();
    const isFirst = connection.configWaiters.length === 0;
    connection.configWaiters.push(resolve);
    // It is answered without an id: one question serves everybody who waits.
    if (isFirst) connection.wire.send(messages.command(randomUUID(), { type: 'get_config' }));
    const timer = setTimeout(() => resolve(undefined), waitMs);
    const config = await promise;
    clearTimeout(timer);
    connection.configWaiters = connection.configWaiters.filter((waiter) => waiter !== resolve);
    if (!config)
      throw upstreamTimeout(
        `The node did not tell its configuration within ${waitMs / 1000} s. Try again in a moment.`,
        { code: 'NO_CONFIG' },
      );
    return config;
  }

  /** The configuration as the answer of a command: it comes by itself, without an acknowledgement. */
  async function askConfig(connection: Connection, waitMs: number): Promise<CommandAnswer> {
    const { id: nodeId } = connection.node;
    try {
      return { kind: 'acknowledged', success: true, data: redact(await readConfig(nodeId, waitMs)) };
    } catch {
      return { kind: hub.get(nodeId) === connection ? 'silent' : 'disconnected' };
    }
  }

  /** A node with a new secret on its disk goes on using the old one until it is restarted: both have to be good. */
  async function prepareRotation(connection: Connection, { new_secret: secret }: Action): Promise<void> {
    if (typeof secret !== 'string' || secret.length < 16)
      throw invalid("rotate_secret needs 'new_secret', a text of at least 16 characters", { code: 'INVALID_ACTION' });
    await nodeStore.putNextSecret(database, connection.node.id, sha256(secret));
  }

  return {
    async give(principal, node, action, waitMs) {
      if (typeof action?.type !== 'string' || action.type === '' || action.type.length > 64)
        throw invalid("'action.type' must be a text of 1 to 64 characters", { code: 'INVALID_ACTION' });
      requireRole(principal, roleFor(node.deviceType, action.type));
      const most = action.type === 'update_config' ? MOST_CONFIG_BYTES : MOST_ACTION_BYTES;
      if (Buffer.byteLength(JSON.stringify(action)) > most)
        throw tooLarge(`An action may have ${most / 1000} KB at most`);
      checkAction(node.deviceType, action);
      const connection = hub.get(node.id);
      if (!connection) throw offline(node);
      if (action.type === 'get_config') {
        const most = waitMs ?? CONFIG_MS;
        return recorded(connection, action, actorOf(principal), most, () => askConfig(connection, most));
      }
      refuseHarmful(connection, action);
      if (action.type === 'rotate_secret') await prepareRotation(connection, action);
      return send(connection, action, actorOf(principal), waitMs ?? answerTimeOf(action.type));
    },
    async push(nodeId, action, actor = 'system') {
      const connection = hub.get(nodeId);
      if (!connection) throw conflict(`Node ${nodeId} is not connected`, { code: 'NODE_OFFLINE' });
      return send(connection, action, actor, answerTimeOf(action.type));
    },
    readConfig,
  };
}

/** Why a command cannot be given now. */
function offline({ name, lastSeenAt = null, registeredAt, expiresAt }: Addressee): HouseError {
  const reason =
    expiresAt !== null && expiresAt <= new Date()
      ? `it expired ${expiresAt.toISOString()}`
      : registeredAt === null
        ? 'it has not registered yet'
        : lastSeenAt
          ? `it was last seen ${lastSeenAt.toISOString()}`
          : 'it was never seen';
  return conflict(`${name} is not connected: ${reason}`, {
    code: 'NODE_OFFLINE',
    details: { last_seen_at: lastSeenAt },
  });
}

/**
 * A relay that has registered in this run of its program answers these by writing its start-up configuration back to its
 * disk, without the credentials it was given: it would be shut out at its next start.
 */
function refuseHarmful({ node, health }: Connection, { type }: Action): void {
  if (node.deviceType !== 'relay' || (type !== 'rotate_secret' && type !== 'configure_distribution')) return;
  const startedAt = Date.now() - number(health?.uptime_secs) * 1000;
  if (health && (node.registeredAt === null || startedAt > node.registeredAt.getTime())) return;
  throw conflict(
    `${node.name} has not been restarted since it registered, and would lose its credentials by ${type}. Restart the relay first.`,
    { code: 'RESTART_FIRST' },
  );
}

function outcomeOf(answer: CommandAnswer): { state: CommandState; error?: string; errorCode?: string } {
  switch (answer.kind) {
    case 'silent':
      return { state: 'timed_out' };
    case 'disconnected':
      return { state: 'unknown', error: 'The connection was lost before the node answered' };
    case 'acknowledged': {
      if (answer.success) return { state: 'done' };
      const { error = 'The node gave no reason', errorCode } = answer;
      return { state: 'refused', error, ...(errorCode !== undefined && { errorCode }) };
    }
  }
}

function failureOf(answer: CommandAnswer, { type }: Action, waitMs: number): HouseError {
  if (answer.kind === 'silent')
    return upstreamTimeout(`Command timed out waiting for node response (${waitMs / 1000}s)`, { code: 'NODE_SILENT' });
  if (answer.kind === 'disconnected')
    return upstreamFailed(
      `The connection was lost before the node answered; whether it has done ${type} is not known. Look before you repeat it.`,
      { code: 'CONNECTION_LOST' },
    );
  const { error = 'The node refused without a reason', errorCode } = answer;
  return upstreamFailed(error, { code: 'NODE_REFUSED', ...(errorCode && { details: { error_code: errorCode } }) });
}

/** Records are for people: whole configurations stay with the node, and fill no disk here. */
function forRecord(action: Action): Action {
  return JSON.stringify(action).length <= 16_000 ? action : { type: action.type, left_out: 'too large' };
}
