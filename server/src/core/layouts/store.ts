import { type Queryable, sql } from '../../platform/database/index.ts';

/** Rows of one statement; each may have 50 KB. */
const AT_ONCE = 200;

/** `content` is any JSON value but null. */
export type Layout = { userId: string; name: string; content: unknown };

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
  /** In an order that depends on nothing but them. */
  listOf(on: Queryable, userIds: readonly string[]): Promise<Layout[]> {
    return on.query<Layout>(sql`
      select user_id as "userId", name, content from saved_layouts where user_id = any(${userIds}::uuid[])
      order by user_id, name collate "C"`);
  },
  async removeOf(on: Queryable, userIds: readonly string[]): Promise<void> {
    await on.run(sql`delete from saved_layouts where user_id = any(${userIds}::uuid[])`);
  },
  async insertWhole(on: Queryable, layouts: readonly Layout[]): Promise<void> {
    for (let start = 0; start < layouts.length; start += AT_ONCE)
      await on.run(sql`
        insert into saved_layouts (user_id, name, content)
        select r."userId", r."name", r."content"
        from jsonb_to_recordset(${JSON.stringify(layouts.slice(start, start + AT_ONCE))}::jsonb) as r (
          "userId" uuid, "name" text, "content" jsonb)`);
  },
};
