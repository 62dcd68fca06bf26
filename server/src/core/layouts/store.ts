import { type Queryable, sql } from '../../platform/database/index.ts';

/** SQL of what screens keep for users. */
export const layoutStore = {
  async find(on: Queryable, userId: string, name: string): Promise<unknown> {
    const row = await on.one<{ content: unknown }>(
      sql`select content from saved_layouts where user_id = ${userId} and name = ${name}`,
    );
    return row?.content;
  },
  /** @param json the content as text */
  async put(on: Queryable, userId: string, name: string, json: string): Promise<void> {
    await on.run(sql`
      insert into saved_layouts (user_id, name, content) values (${userId}, ${name}, ${json}::jsonb)
      on conflict (user_id, name) do update set content = excluded.content`);
  },
  async remove(on: Queryable, userId: string, name: string): Promise<void> {
    await on.run(sql`delete from saved_layouts where user_id = ${userId} and name = ${name}`);
  },
};
