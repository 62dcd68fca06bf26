import type { NewEvent } from '../../platform/events/types.ts';
import { beyondBounds } from '../../platform/json.ts';
import { isObject, list } from '../../platform/json-fields.ts';
import type { Log } from '../../platform/log/index.ts';
import { cutToBytes } from '../../platform/text.ts';
import { readAnswer } from './command-answer.ts';
import type { Connection } from './connection.ts';
import type { EventIntake } from './event-intake.ts';
import type { Journal } from './journal.ts';
import type { Live } from './live.ts';
import type { Envelope } from './protocol.ts';
import { hidePasswords } from './redact.ts';
import { type NewNodeEvent, type Severity, severities } from './schema.ts';

/** Source: facts about the nodes contract (§1.5.5). */
const MOST_CATEGORY = 256;
const MOST_TEXT = 10_000;
const MOST_DETAILS = 32 * 1024;
const MOST_DETAIL_DEPTH = 32;
/** Lists of flows that are empty between full ones say nothing; as many in a row do. */
const EMPTY_REPORTS_BELIEVED = 3;
/** A larger health report is neither kept nor shown: real ones have some kilobytes, and lists of nodes hold one of each. */
const MOST_HEALTH = 256 * 1024;
/** Ten times what a node can be sent: a larger configuration is no configuration, and everybody who looks is sent it. */
const MOST_CONFIG = 1024 * 1024;

type Parts = { journal: Journal; intake: EventIntake; live: Live; log: Log };

/** Takes in one message of a node that has proved who it is. Types and fields nobody knows are ignored. */
export function receive(parts: Parts, connection: Connection, { type, at, payload }: Envelope): void {
  if (type === 'stats') receiveStats(parts, connection, payload);
  else if (type === 'health') receiveHealth(parts, connection, payload);
  else if (type === 'event') receiveEvent(parts, connection, payload, at);
  else if (type === 'command_ack') receiveAnswer(connection, payload);
  else if (type === 'config_response') receiveConfig(connection, payload);
}

function receiveStats({ live }: Parts, connection: Connection, payload: unknown): void {
  if (!isObject(payload)) return;
  const before = connection.stats;
  const isEmpty = list(payload.flows).length === 0 && list(before?.flows).length > 0;
  connection.emptyReports = isEmpty ? connection.emptyReports + 1 : 0;
  const keepsFlows = isEmpty && connection.emptyReports < EMPTY_REPORTS_BELIEVED;
  connection.stats = keepsFlows ? { ...payload, flows: before?.flows } : payload;
  connection.metrics = undefined;
  live.changed(connection);
}

function receiveHealth({ journal, live }: Parts, connection: Connection, payload: unknown): void {
  if (!isObject(payload)) return;
  const isLarge = JSON.stringify(payload).length > MOST_HEALTH;
  if (!isLarge) connection.health = payload;
  const { version } = payload;
  if (typeof version === 'string' && version !== '' && version.length <= 100) connection.softwareVersion = version;
  journal.contact({
    nodeId: connection.node.id,
    lastSeenAt: new Date(),
    softwareVersion: connection.softwareVersion ?? null,
    ...(!isLarge && { health: payload }),
  });
  live.changed(connection);
}

function receiveEvent({ intake }: Parts, connection: Connection, payload: unknown, at: Date | undefined): void {
  if (!isObject(payload)) return;
  const { severity, category, message, details, flow_id: flowId, input_id: inputId, output_id: outputId } = payload;
  const { id: nodeId, tenantId } = connection.node;
  const event: NewNodeEvent = {
    tenantId,
    nodeId,
    severity: readSeverity(severity),
    category: text(category, MOST_CATEGORY) ?? 'unknown',
    message: hidePasswords(text(message, MOST_TEXT) ?? ''),
    flowId: text(flowId, 256) ?? null,
    inputId: text(inputId, 256) ?? null,
    outputId: text(outputId, 256) ?? null,
    nodeTime: at ?? null,
    details: fits(details) ? details : null,
  };
  intake(event, reported(event));
}

/** What the house tells of a node's event: without the details, which may be large. */
function reported({ tenantId, nodeId, severity, category, message, flowId }: NewNodeEvent): NewEvent {
  return {
    tenantId,
    type: 'node.reported',
    subject: `node:${nodeId}`,
    actor: `node:${nodeId}`,
    data: { severity, category, message: message.slice(0, 2000).toWellFormed(), ...(flowId && { flowId }) },
  };
}

function receiveAnswer(connection: Connection, payload: unknown): void {
  const read = readAnswer(payload);
  if (!read) return;
  // The node has done something: what it said of its configuration before may not be true any more.
  connection.config = undefined;
  // Late, doubled and unknown ones are ignored.
  connection.pending.get(read.commandId)?.(read.answer);
}

function receiveConfig(connection: Connection, payload: unknown): void {
  if (!isObject(payload) || JSON.stringify(payload).length > MOST_CONFIG) return;
  connection.config = payload;
  const waiters = connection.configWaiters;
  connection.configWaiters = [];
  for (const tell of waiters) tell(payload);
}

function readSeverity(value: unknown): Severity {
  const lower = typeof value === 'string' ? value.toLowerCase() : '';
  return severities.find((severity) => severity === lower) ?? 'info';
}

const text = (value: unknown, most: number) => (typeof value === 'string' ? cutToBytes(value, most) : undefined);

/**
 * What does not fit is left out of the event: also what no request may hold, or it could not be imported again. No expression
 * here may go over the text more than once: a node chooses it.
 */
function fits(details: unknown): boolean {
  if (details === undefined || details === null) return false;
  const written = JSON.stringify(details);
  if (written.length > MOST_DETAILS || beyondBounds(written, { depth: MOST_DETAIL_DEPTH })) return false;
  if (written.includes('"__proto__":')) return false;
  return !(written.includes('"constructor":{') && written.includes('"prototype":'));
}
