import { type Queryable, sql, type Transaction } from '../../platform/database/index.ts';
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
  list(on: Queryable, audience: Audience, query: EventQuery): Promise<NodeEvent[]> {
    const { nodeId = null, severity = null, category = null, flowId = null, from = null, to = null } = query;
    const { acknowledged = null, page = 1, perPage = 50 } = query;
    const search = query.search ? `%${query.search.replace(/[\\%_]/g, '\\$&')}%` : null;
    return on.query<NodeEvent>(sql`
      select ${columns} from node_events e where ${visible(audience)}
        and (${nodeId}::text is null or e.node_id::text = ${nodeId})
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
  async removeOlderThan(on: Queryable, days: number): Promise<number> {
    return on.run(sql`delete from node_events where created_at < now() - make_interval(days => ${days})`);
  },
};
