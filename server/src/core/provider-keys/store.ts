import { type Queryable, sql, type Transaction } from '../../platform/database/index.ts';
import type { Principal } from '../principal.ts';
import type { ProviderKey, SealedKey, WholeKey } from './schema.ts';

const columns = sql`id, provider, model, created_at as "createdAt", updated_at as "updatedAt"`;
type Owner = Pick<Principal, 'tenantId' | 'id'>;

/** SQL of people's keys. */
export const keyStore = {
  /** Which of the ids are those of keys, of any tenant. */
  async taken(on: Queryable, ids: readonly string[]): Promise<Set<string>> {
    const rows = await on.query<{ id: string }>(sql`select id from provider_keys where id = any(${ids}::uuid[])`);
    return new Set(rows.map(({ id }) => id));
  },
  list(on: Queryable, { tenantId, id }: Owner): Promise<ProviderKey[]> {
    return on.query<ProviderKey>(sql`
      select ${columns} from provider_keys where tenant_id = ${tenantId} and user_id = ${id} order by provider`);
  },
  find(on: Queryable, { tenantId, id }: Owner, provider: string): Promise<SealedKey | undefined> {
    return on.one<SealedKey>(sql`
      select ${columns}, sealed_key as "sealedKey" from provider_keys
      where tenant_id = ${tenantId} and user_id = ${id} and provider = ${provider}`);
  },
  /** The new one in the place of an older one, under a new id: a sealed text is good for one row only. */
  async put(
    tx: Transaction,
    { tenantId, id: userId }: Owner,
    key: Pick<SealedKey, 'id' | 'provider' | 'model' | 'sealedKey'>,
  ): Promise<void> {
    await tx.run(sql`
      insert into provider_keys (id, tenant_id, user_id, provider, sealed_key, model)
      values (${key.id}, ${tenantId}, ${userId}, ${key.provider}, ${key.sealedKey}, ${key.model})
      on conflict (user_id, provider) do update set
        id = excluded.id, tenant_id = excluded.tenant_id, sealed_key = excluded.sealed_key, model = excluded.model,
        updated_at = now()`);
  },
  /** False when there was none. */
  async remove(tx: Transaction, { tenantId, id }: Owner, provider: string): Promise<boolean> {
    const row = await tx.one(sql`
      delete from provider_keys where tenant_id = ${tenantId} and user_id = ${id} and provider = ${provider}
      returning 1 as x`);
    return row !== undefined;
  },
  /** Of everybody of a tenant, in an order that depends on nothing but them. */
  listWhole(on: Queryable, tenantId: string): Promise<WholeKey[]> {
    return on.query<WholeKey>(sql`
      select ${columns}, tenant_id as "tenantId", user_id as "userId", sealed_key as "sealedKey" from provider_keys
      where tenant_id = ${tenantId} order by id`);
  },
  async removeOf(on: Queryable, userIds: readonly string[]): Promise<void> {
    await on.run(sql`delete from provider_keys where user_id = any(${userIds}::uuid[])`);
  },
  async insertWhole(on: Queryable, keys: readonly WholeKey[]): Promise<void> {
    await on.run(sql`
      insert into provider_keys (id, tenant_id, user_id, provider, sealed_key, model, created_at, updated_at)
      select r."id", r."tenantId", r."userId", r."provider", r."sealedKey", r."model", r."createdAt", r."updatedAt"
      from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as r (
        "id" uuid, "tenantId" uuid, "userId" uuid, "provider" text, "sealedKey" text, "model" text,
        "createdAt" timestamptz, "updatedAt" timestamptz)`);
  },
};
