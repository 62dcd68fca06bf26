import { type Queryable, sql, type Transaction } from '../../platform/database/index.ts';
import { isUuid } from '../../platform/uuid.ts';
import type { DeviceTypeName } from './device-types.ts';
import type { Json, MediaNode, NodeChanges, NodeStatus } from './schema.ts';

const columns = sql`
  n.id, n.tenant_id as "tenantId", n.name, n.description, n.device_type as "deviceType", n.status,
  n.last_seen_at as "lastSeenAt", n.last_health as "lastHealth", n.software_version as "softwareVersion",
  n.protocol_version as "protocolVersion", n.metadata, n.expires_at as "expiresAt", n.created_at as "createdAt",
  n.updated_at as "updatedAt", n.registered_at as "registeredAt"`;

/** What proves a node to be itself; hashes in hexadecimal, null for what it does not have. */
export type Credentials = {
  secretHash: string | null;
  nextSecretHash: string | null;
  tokenConsumedAt: Date | null;
};

const credentialColumns = sql`
  encode(n.secret_hash, 'hex') as "secretHash", encode(n.next_secret_hash, 'hex') as "nextSecretHash",
  n.token_consumed_at as "tokenConsumedAt"`;

/** Everything that outlives a connection; hashes in hexadecimal. */
export type WholeNode = Pick<
  MediaNode,
  'id' | 'tenantId' | 'name' | 'description' | 'deviceType' | 'softwareVersion' | 'protocolVersion' | 'metadata'
> &
  Pick<MediaNode, 'expiresAt' | 'createdAt'> & { secretHash: string | null; nextSecretHash: string | null } & {
    tokenHash: string | null;
    isTokenConsumed: boolean;
  };

const wholeColumns = sql`
  n.id, n.tenant_id as "tenantId", n.name, n.description, n.device_type as "deviceType",
  n.software_version as "softwareVersion", n.protocol_version as "protocolVersion", n.metadata,
  n.expires_at as "expiresAt", n.created_at as "createdAt", encode(n.secret_hash, 'hex') as "secretHash",
  encode(n.next_secret_hash, 'hex') as "nextSecretHash", encode(n.token_hash, 'hex') as "tokenHash",
  n.token_consumed_at is not null as "isTokenConsumed"`;

/** How a node is after what happened to it; the fields that are undefined stay. */
export type Contact = {
  nodeId: string;
  status?: NodeStatus;
  lastSeenAt: Date;
  softwareVersion?: string | null;
  protocolVersion?: number | null;
  health?: Json;
};

const bytes = (hex: string) => sql`decode(${hex}, 'hex')`;

/** SQL of nodes. */
export const nodeStore = {
  list(on: Queryable, tenantId: string, of: { deviceType?: string | undefined; ids?: readonly string[] | undefined }) {
    return on.query<MediaNode>(sql`
      select ${columns} from nodes n where n.tenant_id = ${tenantId}
        and (${of.deviceType ?? null}::text is null or n.device_type = ${of.deviceType ?? null})
        and (${of.ids ?? null}::uuid[] is null or n.id = any(${of.ids ?? null}))
      order by lower(n.name), n.id`);
  },
  async find(on: Queryable, tenantId: string, id: string): Promise<MediaNode | undefined> {
    if (!isUuid(id)) return undefined;
    return on.one<MediaNode>(sql`select ${columns} from nodes n where n.tenant_id = ${tenantId} and n.id = ${id}`);
  },
  async insert(
    tx: Transaction,
    node: Pick<MediaNode, 'tenantId' | 'name' | 'description' | 'deviceType' | 'expiresAt'> & { tokenHash: string },
  ): Promise<MediaNode> {
    const row = await tx.one<MediaNode>(sql`
      insert into nodes as n (tenant_id, name, description, device_type, expires_at, token_hash)
      values (${node.tenantId}, ${node.name}, ${node.description}, ${node.deviceType}, ${node.expiresAt},
              ${bytes(node.tokenHash)})
      returning ${columns}`);
    return row as MediaNode;
  },
  update(tx: Transaction, id: string, { name, description, expiresAt }: NodeChanges): Promise<MediaNode | undefined> {
    return tx.one<MediaNode>(sql`
      update nodes n set
        name = coalesce(${name ?? null}, n.name),
        description = ${description === undefined ? sql`n.description` : sql`${description}`},
        expires_at = ${expiresAt === undefined ? sql`n.expires_at` : sql`${expiresAt}`},
        updated_at = now()
      where n.id = ${id} returning ${columns}`);
  },
  async remove(tx: Transaction, id: string): Promise<boolean> {
    return (await tx.run(sql`delete from nodes where id = ${id}`)) > 0;
  },
  /** A new token takes the place of every credential there was. */
  async putToken(tx: Transaction, id: string, tokenHash: string): Promise<void> {
    await tx.run(sql`
      update nodes set token_hash = ${bytes(tokenHash)}, token_consumed_at = null, secret_hash = null,
        next_secret_hash = null, status = 'pending', updated_at = now()
      where id = ${id}`);
  },
  findByToken(on: Queryable, tokenHash: string): Promise<(MediaNode & Credentials) | undefined> {
    return on.one(sql`select ${columns}, ${credentialColumns} from nodes n where n.token_hash = ${bytes(tokenHash)}`);
  },
  async findManyForLogin(on: Queryable, ids: readonly string[]): Promise<Map<string, MediaNode & Credentials>> {
    const rows = await on.query<MediaNode & Credentials>(
      sql`select ${columns}, ${credentialColumns} from nodes n where n.id = any(${ids}::uuid[])`,
    );
    return new Map(rows.map((row) => [row.id, row]));
  },
  /** Consumes a token; false when it is no longer as it was found. Milliseconds: a Date of ours holds no more. */
  async register(
    tx: Transaction,
    node: { id: string; tokenHash: string; secretHash: string; consumedBefore: Date | null },
  ): Promise<boolean> {
    const changed = await tx.run(sql`
      update nodes set secret_hash = ${bytes(node.secretHash)}, next_secret_hash = null, token_consumed_at = date_trunc('milliseconds', now()),
        registered_at = now(), updated_at = now()
      where id = ${node.id} and token_hash = ${bytes(node.tokenHash)}
        and token_consumed_at is not distinct from ${node.consumedBefore}`);
    return changed > 0;
  },
  /** The node has its credentials for certain: its consumed token is worth nothing any more. */
  async forgetConsumedToken(on: Queryable, id: string): Promise<void> {
    await on.run(
      sql`update nodes set token_hash = null, token_consumed_at = null where id = ${id} and token_consumed_at is not null`,
    );
  },
  /** From now on the node may come with either secret. */
  async putNextSecret(on: Queryable, id: string, secretHash: string): Promise<void> {
    await on.run(sql`update nodes set next_secret_hash = ${bytes(secretHash)} where id = ${id}`);
  },
  async promoteNextSecret(on: Queryable, id: string): Promise<void> {
    await on.run(sql`
      update nodes set secret_hash = next_secret_hash, next_secret_hash = null
      where id = ${id} and next_secret_hash is not null`);
  },
  /** Writes many contacts at once; the last one of a node counts. */
  async writeContacts(on: Queryable, contacts: readonly Contact[]): Promise<void> {
    await on.run(sql`
      update nodes n set
        -- A node without a secret waits for its registration, wherever it has gone.
        status = case when c.status = 'offline' and n.secret_hash is null then 'pending' else coalesce(c.status, n.status) end,
        last_seen_at = c.last_seen_at,
        software_version = coalesce(c.software_version, n.software_version),
        protocol_version = coalesce(c.protocol_version, n.protocol_version),
        last_health = coalesce(c.health, n.last_health)
      from unnest(${contacts.map((c) => c.nodeId)}::uuid[], ${contacts.map((c) => c.status ?? null)}::text[],
                  ${contacts.map((c) => c.lastSeenAt)}::timestamptz[],
                  ${contacts.map((c) => c.softwareVersion ?? null)}::text[],
                  ${contacts.map((c) => c.protocolVersion ?? null)}::integer[],
                  ${contacts.map((c) => (c.health === undefined ? null : JSON.stringify(c.health)))}::jsonb[])
        as c (id, status, last_seen_at, software_version, protocol_version, health)
      where n.id = c.id`);
  },
  /** Nodes that a process which is gone had online; returns them. */
  markAllOffline(tx: Transaction): Promise<{ id: string; tenantId: string }[]> {
    return tx.query(
      sql`update nodes set status = 'offline' where status = 'online' returning id, tenant_id as "tenantId"`,
    );
  },
  /** The next nodes of a tenant by id. */
  pageWhole(on: Queryable, tenantId: string, after: string, limit: number): Promise<WholeNode[]> {
    return on.query<WholeNode>(sql`
      select ${wholeColumns} from nodes n where n.tenant_id = ${tenantId} and n.id > ${after} order by n.id limit ${limit}`);
  },
  /** Nodes of any tenant with one of these ids, or that wait for one of these tokens. */
  findAny(on: Queryable, of: { ids: readonly string[]; tokenHashes: readonly string[] }): Promise<WholeNode[]> {
    return on.query<WholeNode>(sql`
      select ${wholeColumns} from nodes n where n.id = any(${of.ids}::uuid[])
        or n.token_hash = any(array(select decode(hash, 'hex') from unnest(${of.tokenHashes}::text[]) as h (hash)))`);
  },
  /** A node that has no secret waits to be registered. */
  async insertWhole(tx: Transaction, nodes: readonly WholeNode[]): Promise<void> {
    await tx.run(sql`
      insert into nodes (id, tenant_id, name, description, device_type, status, software_version, protocol_version, metadata,
                         expires_at, created_at, secret_hash, next_secret_hash, token_hash, token_consumed_at, registered_at)
      select r."id", r."tenantId", r."name", r."description", r."deviceType",
             case when r."secretHash" is null then 'pending' else 'offline' end, r."softwareVersion", r."protocolVersion",
             r."metadata", r."expiresAt", r."createdAt", decode(r."secretHash", 'hex'), decode(r."nextSecretHash", 'hex'),
             decode(r."tokenHash", 'hex'), case when r."isTokenConsumed" then now() end,
             case when r."secretHash" is not null then now() end
      from jsonb_to_recordset(${JSON.stringify(nodes)}::jsonb) as r (
        "id" uuid, "tenantId" uuid, "name" text, "description" text, "deviceType" text, "softwareVersion" text,
        "protocolVersion" integer, "metadata" jsonb, "expiresAt" timestamptz, "createdAt" timestamptz, "secretHash" text,
        "nextSecretHash" text, "tokenHash" text, "isTokenConsumed" boolean)`);
  },
  /** Which of the ids are nodes of any tenant. */
  async existing(on: Queryable, ids: readonly string[]): Promise<Set<string>> {
    if (ids.length === 0) return new Set();
    const rows = await on.query<{ id: string }>(sql`select id from nodes where id = any(${ids}::uuid[])`);
    return new Set(rows.map(({ id }) => id));
  },
  /** Which of the ids are nodes of the tenant. */
  async known(on: Queryable, tenantId: string, ids: readonly string[]): Promise<Set<string>> {
    const rows = await on.query<{ id: string }>(
      sql`select id from nodes where tenant_id = ${tenantId} and id = any(${ids}::uuid[])`,
    );
    return new Set(rows.map(({ id }) => id));
  },
  /** What those of the ids are that are nodes of the tenant. */
  async types(on: Queryable, tenantId: string, ids: readonly string[]): Promise<Map<string, DeviceTypeName>> {
    if (ids.length === 0) return new Map();
    const rows = await on.query<{ id: string; deviceType: DeviceTypeName }>(
      sql`select id, device_type as "deviceType" from nodes where tenant_id = ${tenantId} and id = any(${ids}::uuid[])`,
    );
    return new Map(rows.map(({ id, deviceType }) => [id, deviceType]));
  },
  /** By id; those of the ids that are nodes of the tenant. */
  async names(on: Queryable, tenantId: string, ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await on.query<{ id: string; name: string }>(
      sql`select id, name from nodes where tenant_id = ${tenantId} and id = any(${ids}::uuid[])`,
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  },
};
