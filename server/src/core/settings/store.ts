import { type Queryable, sql } from '../../platform/database/index.ts';
import type { Settings } from './schema.ts';

/** SQL of settings; names that are not stored have their defaults. */
export const settingStore = {
  async all(on: Queryable): Promise<Partial<Settings>> {
    const rows = await on.query<{ name: string; value: number }>(sql`select name, value from settings`);
    return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
  },
  async put(on: Queryable, changes: Partial<Settings>): Promise<void> {
    await on.run(sql`
      insert into settings (name, value)
      select * from unnest(${Object.keys(changes)}::text[], ${Object.values(changes)}::integer[])
      on conflict (name) do update set value = excluded.value`);
  },
};
