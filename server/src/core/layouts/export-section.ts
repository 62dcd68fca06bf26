import { isDeepStrictEqual } from 'node:util';
import { Type } from 'typebox';
import type { Queryable } from '../../platform/database/index.ts';
import { invalid } from '../../platform/errors.ts';
import { createCheck, type Plan, type Section, Uuid } from '../transfer/index.ts';
import { layoutNames, MOST_BYTES, Positions } from './schema.ts';
import { type Layout, layoutStore } from './store.ts';

const Entry = Type.Object(
  { user_id: Uuid, name: Type.Enum(layoutNames), content: Type.Unknown() },
  { additionalProperties: false },
);
type Entry = Type.Static<typeof Entry>;

const checkPositions = createCheck(Positions);
const checkText = createCheck(Type.String());

/** Users at a time: each may keep half a megabyte. */
const AT_ONCE = 20;

export type UserIds = (on: Queryable, tenantId: string) => Promise<string[]>;

/**
 * What screens keep for people, in an export. Whoever arrives has it as it was; whoever is there and has arranged a screen
 * since keeps it as it is, which is no conflict: the entry is skipped.
 */
export function layoutSection(userIds: UserIds): Section<Entry> {
  return {
    name: 'layouts',
    schema: Entry,
    async *read(on, { tenantId }) {
      const ids = await userIds(on, tenantId);
      for (let start = 0; start < ids.length; start += AT_ONCE)
        yield (await layoutStore.listOf(on, ids.slice(start, start + AT_ONCE))).map(entryOf);
    },
    check({ name, content }) {
      (name.startsWith('positions:') ? checkPositions : checkText)(content, 'content');
      if (Buffer.byteLength(JSON.stringify(content)) > MOST_BYTES)
        throw invalid(`content: a layout may have ${MOST_BYTES / 1024} KB at most`);
    },
    keys: ({ user_id: userId, name }) => [`name ${name} of user ${userId}`],
    async plan(tx, entries, { principal, entriesOf }) {
      const here = new Set(await userIds(tx, principal.tenantId));
      const arriving = new Set(entriesOf('users').map(({ id }) => id as string));
      const conflicts: Plan['conflicts'][number][] = [];
      const created: Layout[] = [];
      let [unchanged, skipped] = [0, 0];
      const kept = await keptBy(
        tx,
        [...new Set(entries.map((entry) => entry.user_id))].filter((id) => here.has(id)),
      );
      for (const { user_id: userId, name, content } of entries) {
        const isHere = here.has(userId);
        const same = kept.get(`${userId} ${name}`);
        if (!isHere && !arriving.has(userId))
          conflicts.push({ id: `${userId}/${name}`, reason: `there is no user ${userId}` });
        else if (same === undefined) created.push({ userId, name, content });
        else if (isDeepStrictEqual(same, content)) unchanged++;
        else skipped++;
      }
      return {
        counts: { created: created.length, unchanged, skipped },
        conflicts,
        async write() {
          // Of all newcomers only the importer can have kept something already: as the account that became this one.
          await layoutStore.removeOf(
            tx,
            [...arriving].filter((id) => !here.has(id)),
          );
          await layoutStore.insertWhole(tx, created);
        },
      };
    },
  };

  async function keptBy(on: Queryable, ids: readonly string[]): Promise<Map<string, unknown>> {
    const kept = new Map<string, unknown>();
    for (let start = 0; start < ids.length; start += AT_ONCE)
      for (const { userId, name, content } of await layoutStore.listOf(on, ids.slice(start, start + AT_ONCE)))
        kept.set(`${userId} ${name}`, content);
    return kept;
  }
}

function entryOf({ userId, name, content }: Layout): Entry {
  return { user_id: userId, name: name as Entry['name'], content };
}
