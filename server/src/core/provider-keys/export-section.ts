import { Type } from 'typebox';
import type { Vault } from '../../platform/crypto/index.ts';
import type { Queryable } from '../../platform/database/index.ts';
import { invalid } from '../../platform/errors.ts';
import { providers } from '../../platform/llm/index.ts';
import { orNull, type Plan, Sealed, type Section, Time, Uuid } from '../transfer/index.ts';
import { checkKey } from './check.ts';
import { contextOf, LONGEST_MODEL, modelName, type WholeKey } from './schema.ts';
import { keyStore } from './store.ts';

const Entry = Type.Object(
  {
    id: Uuid,
    user_id: Uuid,
    provider: Type.Enum([...providers]),
    model: orNull(Type.String({ pattern: modelName.source, maxLength: LONGEST_MODEL })),
    key: Sealed,
    created_at: Time,
    updated_at: Time,
  },
  { additionalProperties: false },
);
type Entry = Type.Static<typeof Entry>;

/** Binds a key to its place in a file. */
const placeOf = (id: string) => `provider_keys/${id}`;

export type UserIds = (on: Queryable, tenantId: string) => Promise<string[]>;

/**
 * People's keys in an export: there is nothing to them but the secret, so they are in it only under a passphrase. On arrival
 * they are sealed with the key of this house.
 */
export function keySection(vault: Vault, userIds: UserIds): Section<Entry> {
  return {
    name: 'provider_keys',
    schema: Entry,
    isWanted: ({ seal }) => seal !== undefined,
    async *read(on, { tenantId, seal }) {
      if (!seal) return;
      const rows = await keyStore.listWhole(on, tenantId);
      yield rows.map((row) => ({
        id: row.id,
        user_id: row.userId,
        provider: row.provider,
        model: row.model,
        key: seal(vault.open(row.sealedKey, contextOf(row.id)), placeOf(row.id)),
        created_at: row.createdAt.toISOString(),
        updated_at: row.updatedAt.toISOString(),
      }));
    },
    keys: (entry) => [`id ${entry.id}`, `provider ${entry.provider} of user ${entry.user_id}`],
    async plan(tx, entries, { principal, open, entriesOf }) {
      const { tenantId } = principal;
      const here = new Set(await userIds(tx, tenantId));
      const arriving = new Set(entriesOf('users').map(({ id }) => id as string));
      const kept = new Map(
        (await keyStore.listWhole(tx, tenantId)).map((row) => [ownerOf(row.userId, row.provider), row]),
      );
      const taken = await keyStore.taken(
        tx,
        entries.map(({ id }) => id),
      );
      const conflicts: Plan['conflicts'][number][] = [];
      const created: WholeKey[] = [];
      let unchanged = 0;
      for (const entry of entries) {
        const { id, user_id: userId, provider, model } = entry;
        const key = keyIn(open(entry.key, placeOf(id)), id);
        const same = kept.get(ownerOf(userId, provider));
        if (!here.has(userId) && !arriving.has(userId)) conflicts.push({ id, reason: `there is no user ${userId}` });
        else if (!same && taken.has(id)) conflicts.push({ id, reason: 'the id is that of another key' });
        else if (!same) created.push(arrived(entry, tenantId, vault.seal(key, contextOf(id))));
        else if (same.model === model && vault.open(same.sealedKey, contextOf(same.id)) === key) unchanged++;
        else conflicts.push({ id, reason: `the user ${userId} has another key of ${provider}` });
      }
      return {
        counts: { created: created.length, unchanged },
        conflicts,
        async write() {
          // Of all newcomers only the importer can have kept something already: as the account that became this one.
          await keyStore.removeOf(
            tx,
            [...arriving].filter((id) => !here.has(id)),
          );
          await keyStore.insertWhole(tx, created);
        },
      };
    },
  };
}

/** @throws invalid: whoever makes a file may put anything under its passphrase */
function keyIn(found: unknown, id: string): string {
  if (typeof found !== 'string') throw invalid(`key of ${placeOf(id)} must be a text`);
  checkKey(found);
  return found;
}

const ownerOf = (userId: string, provider: string) => `${userId} ${provider}`;

function arrived(entry: Entry, tenantId: string, sealedKey: string): WholeKey {
  return {
    id: entry.id,
    tenantId,
    userId: entry.user_id,
    provider: entry.provider as WholeKey['provider'],
    model: entry.model,
    sealedKey,
    createdAt: new Date(entry.created_at),
    updatedAt: new Date(entry.updated_at),
  };
}
