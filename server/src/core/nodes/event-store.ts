import { type Queryable, sql, type Transaction } from '../../platform/database/index.ts';
import { isUuid } from '../../platform/uuid.ts';
import type { EventQuery, NewNodeEvent, NodeEvent } from './schema.ts';

const columns = sql`
  e.id, e.node_id as "nodeId", e.severity, e.category, e.message, e.details, e.flow_id as "flowId", e.input_id as "inputId",
  e.output_id as "outputId", e.node_time as "nodeTime", e.created_at as "createdAt",
  e.acknowledged_at as "acknowledgedAt", e.acknowledged_by as "acknowledgedBy"`;

/** Whose events: a tenant's, and where given only of some nodes. */
export type Audience = { tenantId: string; nodeScope?: readonly string[] | undefined };

const visible = ({ tenantId, nodeScope }: Audience) => sql`
  e.tenant_id = ${tenantId} and (${nodeScope ?? null}::uuid[] is null or e.node_id = any(${nodeScope ?? null}))`;

/** SQL of what nodes said. */
export const eventStore = {
  async insert(tx: Transaction, events: readonly NewNodeEvent[]): Promise<void> {
    const texts = (pick: (event: NewNodeEvent) => string | null | undefined) => events.map((e) => pick(e) ?? null);
    await tx.run(sql`
      insert into node_events
        (tenant_id, node_id, severity, category, message, details, flow_id, input_id, output_id, node_time)
      select e.tenant_id, e.node_id, e.severity, e.category, e.message, e.details, e.flow_id, e.input_id, e.output_id, e.node_time
      from unnest(
        ${texts((e) => e.tenantId)}::uuid[], ${texts((e) => e.nodeId)}::uuid[], ${texts((e) => e.severity)}::text[],
        ${texts((e) => e.category)}::text[], ${texts((e) => e.message)}::text[],
        ${texts((e) => (e.details == null ? null : JSON.stringify(e.details)))}::jsonb[],
        ${texts((e) => e.flowId)}::text[], ${texts((e) => e.inputId)}::text[], ${texts((e) => e.outputId)}::text[],
        ${events.map((e) => e.nodeTime ?? null)}::timestamptz[]
      ) with ordinality
        as e (tenant_id, node_id, severity, category, message, details, flow_id, input_id, output_id, node_time, place)
      order by place`);
  },
  async list(on: Queryable, audience: Audience, query: EventQuery): Promise<NodeEvent[]> {
    const { nodeId = null, severity = null, category = null, flowId = null, from = null, to = null } = query;
    const { acknowledged = null, page = 1, perPage = 50 } = query;
    const search = query.search ? `%${query.search.replace(/[\\%_]/g, '\\$&')}%` : null;
    if (nodeId !== null && !isUuid(nodeId)) return [];
    return on.query<NodeEvent>(sql`
      select ${columns} from node_events e where ${visible(audience)}
        and (${nodeId}::uuid is null or e.node_id = ${nodeId})
        and (${severity}::text is null or e.severity = ${severity})
        and (${category}::text is null or e.category = ${category})
        and (${flowId}::text is null or e.flow_id = ${flowId})
        and (${from}::timestamptz is null or e.created_at >= ${from})
        and (${to}::timestamptz is null or e.created_at <= ${to})
        and (${acknowledged}::boolean is null or (e.acknowledged_at is not null) = ${acknowledged})
        and (${search}::text is null or e.message ilike ${search} or e.category ilike ${search}
             or e.severity ilike ${search} or e.node_id::text ilike ${search})
      order by e.id desc limit ${perPage} offset ${(page - 1) * perPage}`);
  },
  /** Acknowledges what is not acknowledged yet; returns the ids that exist for the audience. */
  async acknowledge(tx: Transaction, audience: Audience, ids: readonly number[], userId: string): Promise<number[]> {
    const rows = await tx.query<{ id: number }>(sql`
      update node_events e set
        acknowledged_at = coalesce(e.acknowledged_at, now()),
        acknowledged_by = case when e.acknowledged_at is null then ${userId} else e.acknowledged_by end
      where ${visible(audience)} and e.id = any(${ids}::bigint[]) returning e.id`);
    return rows.map(({ id }) => id);
  },
  /** Warnings and worse that nobody has acknowledged. */
  async countOpen(on: Queryable, audience: Audience): Promise<number> {
    const row = await on.one<{ count: number }>(sql`
      select count(*) as count from node_events e
      where ${visible(audience)} and e.acknowledged_at is null and e.severity <> 'info'`);
    return Number(row?.count ?? 0);
  },
  /** The same by node. */
  async countOpenByNode(on: Queryable, audience: Audience): Promise<Map<string, number>> {
    const rows = await on.query<{ nodeId: string; count: number }>(sql`
      select e.node_id as "nodeId", count(*) as count from node_events e
      where ${visible(audience)} and e.acknowledged_at is null and e.severity <> 'info' group by e.node_id`);
    return new Map(rows.map(({ nodeId, count }) => [nodeId, Number(count)]));
  },
  /** The next events of a tenant by number, where given only those since then. */
  page(
    on: Queryable,
    tenantId: string,
    of: { after: number; since: Date | null; limit: number },
  ): Promise<NodeEvent[]> {
    return on.query<NodeEvent>(sql`
      select ${columns} from node_events e
      where e.tenant_id = ${tenantId} and e.id > ${of.after} and (${of.since}::timestamptz is null or e.created_at >= ${of.since})
      order by e.id limit ${of.limit}`);
  },
  /** Events of any tenant that have one of these numbers. */
  findAny(on: Queryable, ids: readonly number[]): Promise<(NodeEvent & { tenantId: string })[]> {
    return on.query(sql`
      select ${columns}, e.tenant_id as "tenantId" from node_events e where e.id = any(${ids}::bigint[])`);
  },
  /** With the numbers they have; those given from now on are greater. */
  async insertWhole(tx: Transaction, tenantId: string, events: readonly NodeEvent[]): Promise<void> {
    await tx.run(sql`
      insert into node_events (id, tenant_id, node_id, severity, category, message, details, flow_id, input_id, output_id,
                               node_time, created_at, acknowledged_at, acknowledged_by)
      overriding system value
      select r."id", ${tenantId}, r."nodeId", r."severity", r."category", r."message", nullif(r."details", 'null'), r."flowId",
             r."inputId", r."outputId", r."nodeTime", r."createdAt", r."acknowledgedAt", r."acknowledgedBy"
      from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as r (
        "id" bigint, "nodeId" uuid, "severity" text, "category" text, "message" text, "details" jsonb, "flowId" text,
        "inputId" text, "outputId" text, "nodeTime" timestamptz, "createdAt" timestamptz, "acknowledgedAt" timestamptz,
        "acknowledgedBy" uuid)`);
    const greatest = events.reduce((most, { id }) => Math.max(most, id), 0);
    await tx.query(sql`
      select case when q.next < ${greatest} then setval(q.sequence, ${greatest}) end
      from (select nextval(s.sequence) as next, s.sequence
            from (select pg_get_serial_sequence('node_events', 'id')::regclass as sequence) as s) as q`);
  },
  async removeOlderThan(on: Queryable, days: number): Promise<number> {
    return on.run(sql`delete from node_events where created_at < now() - make_interval(days => ${days})`);
  },
};
