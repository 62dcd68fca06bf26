import { type Queryable, type Sql, sql, type Transaction } from '../../platform/database/index.ts';
import type { Action, CommandRecord, CommandState } from './schema.ts';

export type NewCommand = { id: string; tenantId: string; nodeId: string; givenBy: string; action: Action };
export type Finished = { id: string; state: CommandState; error?: string | undefined; errorCode?: string | undefined };

/** SQL of the commands nodes were given. */
export const commandStore = {
  /**
   * Puts down commands that were given and answers that came, with what the house tells of them, in one statement.
   *
   * @param happened appends events
   */
  async write(
    on: Queryable,
    given: readonly NewCommand[],
    finished: readonly Finished[],
    happened: Sql,
  ): Promise<void> {
    await on.run(sql`
      with happened as (${happened}), given as (
        insert into node_commands (id, tenant_id, node_id, given_by, action)
        select id, "tenantId", "nodeId", "givenBy", action
        from json_to_recordset(${JSON.stringify(given)}) as
          (id uuid, "tenantId" uuid, "nodeId" uuid, "givenBy" text, action jsonb)
      )
      update node_commands command
      set state = finished.state, error = finished.error, error_code = finished.error_code, finished_at = now()
      -- PostgreSQL expects ten of these, and a hundred of a JSON text: it would read the whole table.
      from unnest(${finished.map(({ id }) => id)}::uuid[], ${finished.map(({ state }) => state)}::text[],
                  ${finished.map(({ error }) => error ?? null)}::text[],
                  ${finished.map(({ errorCode }) => errorCode ?? null)}::text[]) as finished (id, state, error, error_code)
      where command.id = finished.id`);
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
