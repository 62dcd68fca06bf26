import { type Queryable, sql, type Transaction } from '../../platform/database/index.ts';
import type { Action, CommandRecord, CommandState } from './schema.ts';

/** SQL of the commands nodes were given. */
export const commandStore = {
  async insert(
    tx: Transaction,
    command: { id: string; tenantId: string; nodeId: string; givenBy: string; action: Action },
  ): Promise<void> {
    await tx.run(sql`
      insert into node_commands (id, tenant_id, node_id, given_by, action)
      values (${command.id}, ${command.tenantId}, ${command.nodeId}, ${command.givenBy}, ${JSON.stringify(command.action)})`);
  },
  async finish(
    tx: Transaction,
    id: string,
    outcome: { state: CommandState; error?: string | undefined; errorCode?: string | undefined },
  ): Promise<void> {
    await tx.run(sql`
      update node_commands set state = ${outcome.state}, error = ${outcome.error ?? null},
        error_code = ${outcome.errorCode ?? null}, finished_at = now()
      where id = ${id}`);
  },
  /** Commands that were under way when the process ended. */
  endOpen(tx: Transaction): Promise<{ id: string; tenantId: string; nodeId: string; type: string }[]> {
    return tx.query(sql`
      update node_commands set state = 'unknown', finished_at = now(), error = 'The server stopped before the node answered'
      where state = 'sent' returning id, tenant_id as "tenantId", node_id as "nodeId", action ->> 'type' as type`);
  },
  list(on: Queryable, tenantId: string, nodeId: string, limit: number): Promise<CommandRecord[]> {
    return on.query<CommandRecord>(sql`
      select id, node_id as "nodeId", given_by as "givenBy", action, state, error, error_code as "errorCode",
             created_at as "createdAt", finished_at as "finishedAt"
      from node_commands where tenant_id = ${tenantId} and node_id = ${nodeId} order by created_at desc limit ${limit}`);
  },
  async removeOlderThan(on: Queryable, days: number): Promise<number> {
    return on.run(sql`
      delete from node_commands where state <> 'sent' and created_at < now() - make_interval(days => ${days})`);
  },
};
