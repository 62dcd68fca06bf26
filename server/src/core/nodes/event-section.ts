import { isDeepStrictEqual } from 'node:util';
import { Type } from 'typebox';
import { orNull, type Plan, type Section, Time, Uuid } from '../transfer/index.ts';
import { eventStore } from './event-store.ts';
import { type NodeEvent, severities } from './schema.ts';
import { nodeStore } from './store.ts';

/** Imported events cannot use up the numbers there are: what comes after them has 2^52 left. */
const GREATEST_ID = 2 ** 48;
const Text = (maxLength: number) => Type.String({ maxLength });

const Entry = Type.Object(
  {
    id: Type.Integer({ minimum: 1, maximum: GREATEST_ID }),
    node_id: Uuid,
    severity: Type.Enum([...severities]),
    category: Text(1000),
    message: Text(100_000),
    details: Type.Unknown(),
    flow_id: orNull(Text(1000)),
    created_at: Time,
    acknowledged: Type.Boolean(),
    acknowledged_by: orNull(Uuid),
    input_id: Type.Optional(orNull(Text(1000))),
    output_id: Type.Optional(orNull(Text(1000))),
    node_time: Type.Optional(orNull(Time)),
    acknowledged_at: Type.Optional(orNull(Time)),
  },
  { additionalProperties: false },
);
type Entry = Type.Static<typeof Entry>;

const AT_ONCE = 2000;

/** What nodes reported, on request. Events keep their numbers, so they fit where those are free: an empty installation. */
export const eventSection: Section<Entry> = {
  name: 'events',
  schema: Entry,
  isWanted: ({ includeEvents }) => includeEvents,
  async *read(on, { tenantId, eventsSince = null }) {
    for (let after = 0; ; ) {
      const page = await eventStore.page(on, tenantId, { after, since: eventsSince, limit: AT_ONCE });
      if (page.length === 0) return;
      yield page.map(entryOf);
      after = page.at(-1)?.id as number;
    }
  },
  keys: ({ id }) => [`id ${id}`],
  async plan(tx, entries, { principal: { tenantId }, entriesOf }) {
    const conflicts: Plan['conflicts'][number][] = [];
    const created: NodeEvent[] = [];
    let unchanged = 0;
    const inFile = new Set(entriesOf('nodes').map(({ id }) => id));
    const elsewhere = [...new Set(entries.map((entry) => entry.node_id).filter((id) => !inFile.has(id)))];
    const known = await nodeStore.known(tx, tenantId, elsewhere);
    for (let start = 0; start < entries.length; start += AT_ONCE) {
      const some = entries.slice(start, start + AT_ONCE);
      const there = await eventStore.findAny(
        tx,
        some.map(({ id }) => id),
      );
      const byId = new Map(there.map((event) => [event.id, event]));
      for (const entry of some) {
        const same = byId.get(entry.id);
        const reason =
          !inFile.has(entry.node_id) && !known.has(entry.node_id)
            ? `there is no node ${entry.node_id}`
            : same && (same.tenantId !== tenantId || !isSame(same, entry))
              ? 'its number is that of another event; export without events'
              : undefined;
        if (reason !== undefined) conflicts.push({ id: String(entry.id), reason });
        else if (same) unchanged++;
        else created.push(eventOf(entry));
      }
    }
    return {
      counts: { created: created.length, unchanged },
      conflicts,
      async write() {
        for (let start = 0; start < created.length; start += AT_ONCE)
          await eventStore.insertWhole(tx, tenantId, created.slice(start, start + AT_ONCE));
      },
    };
  },
};

const iso = (time: Date | null) => time?.toISOString() ?? null;
const timeOf = (text: string | null | undefined) => (text ? new Date(text) : null);

function entryOf(event: NodeEvent): Entry {
  return {
    id: event.id,
    node_id: event.nodeId,
    severity: event.severity,
    category: event.category,
    message: event.message,
    details: event.details ?? null,
    flow_id: event.flowId,
    created_at: event.createdAt.toISOString(),
    acknowledged: event.acknowledgedAt !== null,
    acknowledged_by: event.acknowledgedBy,
    input_id: event.inputId,
    output_id: event.outputId,
    node_time: iso(event.nodeTime),
    acknowledged_at: iso(event.acknowledgedAt),
  };
}

function eventOf(entry: Entry): NodeEvent {
  const createdAt = new Date(entry.created_at);
  return {
    id: entry.id,
    nodeId: entry.node_id,
    severity: entry.severity as NodeEvent['severity'],
    category: entry.category,
    message: entry.message,
    details: entry.details,
    flowId: entry.flow_id,
    inputId: entry.input_id ?? null,
    outputId: entry.output_id ?? null,
    nodeTime: timeOf(entry.node_time),
    createdAt,
    // Exports of the original do not say when.
    acknowledgedAt: entry.acknowledged ? (timeOf(entry.acknowledged_at) ?? createdAt) : null,
    acknowledgedBy: entry.acknowledged_by,
  };
}

/** Acknowledged meanwhile is the same. */
function isSame(event: NodeEvent, entry: Entry): boolean {
  const { node_id: nodeId, severity, category, message, details, created_at: createdAt } = entry;
  return (
    isDeepStrictEqual(
      [event.nodeId, event.severity, event.category, event.message, event.details ?? null],
      [nodeId, severity, category, message, details],
    ) && event.createdAt.getTime() === new Date(createdAt).getTime()
  );
}
