import { isDeepStrictEqual } from 'node:util';
import { Type } from 'typebox';
import { invalid } from '../../platform/errors.ts';
import type { Principal } from '../principal.ts';
import { createCheck, type Importing, orNull, type Plan, Sealed, type Section, Time, Uuid } from '../transfer/index.ts';
import { type DeviceTypeName, deviceTypes } from './device-types.ts';
import { checkDescription, checkName } from './registry.ts';
import type { Json } from './schema.ts';
import { nodeStore, type WholeNode } from './store.ts';

const Entry = Type.Object(
  {
    id: Uuid,
    name: Type.String({ minLength: 1, maxLength: 128 }),
    description: orNull(Type.String({ maxLength: 512 })),
    device_type: Type.Enum(Object.keys(deviceTypes)),
    // Not read: whoever is in a file is not connected.
    status: Type.Enum(['pending', 'online', 'offline', 'degraded', 'error']),
    software_version: orNull(Type.String({ maxLength: 100 })),
    metadata: orNull(Type.Record(Type.String(), Type.Unknown())),
    protocol_version: Type.Optional(orNull(Type.Integer({ minimum: -(2 ** 31), maximum: 2 ** 31 - 1 }))),
    expires_at: Type.Optional(orNull(Time)),
    created_at: Type.Optional(Time),
    secrets: Type.Optional(Sealed),
  },
  { additionalProperties: false },
);
type Entry = Type.Static<typeof Entry>;

const Hash = orNull(Type.String({ pattern: '^[0-9a-f]{64}$' }));
const Secrets = Type.Object(
  { secret_hash: Hash, next_secret_hash: Hash, token_hash: Hash, token_consumed: Type.Boolean() },
  { additionalProperties: false },
);
type Secrets = Type.Static<typeof Secrets>;
const checkSecrets = createCheck(Secrets);

const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const AT_ONCE = 1000;
/** No index has the nodes of a tenant by id: each page sorts all of them. */
const PAGE = 5000;
const MOST_METADATA = 65_536;

/**
 * Nodes in an export; what proves them to be themselves (hashes, and a token that still waits) only with a passphrase.
 * `status` is what a node has right after the import: offline when its secret comes along, else pending.
 */
export const nodeSection: Section<Entry> = {
  name: 'nodes',
  schema: Entry,
  async *read(on, { tenantId, seal }) {
    for (let after = FIRST_ID; ; ) {
      const page = await nodeStore.pageWhole(on, tenantId, after, PAGE);
      if (page.length === 0) return;
      yield page.map((node) => ({
        ...entryOf(node, seal !== undefined && node.secretHash !== null),
        ...(seal && { secrets: seal(secretsOf(node), placeOf(node.id)) }),
      }));
      after = page.at(-1)?.id as string;
    }
  },
  check({ name, description, metadata }) {
    checkName(name);
    checkDescription(description);
    if (metadata !== null && JSON.stringify(metadata).length > MOST_METADATA)
      throw invalid(`metadata must have at most ${MOST_METADATA} characters`);
  },
  keys: ({ id }) => [`id ${id}`],
  async plan(tx, entries, { principal, open }) {
    const conflicts: Plan['conflicts'][number][] = [];
    const created: WholeNode[] = [];
    let unchanged = 0;
    for (let start = 0; start < entries.length; start += AT_ONCE) {
      const some = entries
        .slice(start, start + AT_ONCE)
        .map((entry) => ({ entry, node: nodeOf(entry, principal.tenantId, opened(open, entry)) }));
      const ids = some.map(({ entry }) => entry.id);
      const there = await nodeStore.findAny(tx, { ids, tokenHashes: some.flatMap(({ node }) => node.tokenHash ?? []) });
      const byId = new Map(there.map((node) => [node.id, node]));
      const byToken = new Map(there.map((node) => [node.tokenHash, node]));
      for (const { entry, node } of some) {
        const same = byId.get(node.id);
        const hasToken = node.tokenHash !== null && byToken.has(node.tokenHash);
        const reason = same
          ? differenceOf(same, entry, node, principal)
          : hasToken
            ? 'its registration token is that of another node'
            : undefined;
        if (reason !== undefined) conflicts.push({ id: node.id, reason });
        else if (same) unchanged++;
        else created.push(node);
      }
    }
    return {
      counts: { created: created.length, unchanged },
      conflicts,
      async write() {
        for (let start = 0; start < created.length; start += AT_ONCE)
          await nodeStore.insertWhole(tx, created.slice(start, start + AT_ONCE));
      },
    };
  },
};

const placeOf = (id: string) => `nodes/${id}`;

function entryOf(node: WholeNode, isRegistered: boolean): Omit<Entry, 'secrets'> {
  return {
    id: node.id,
    name: node.name,
    description: node.description,
    device_type: node.deviceType,
    status: isRegistered ? 'offline' : 'pending',
    software_version: node.softwareVersion,
    metadata: node.metadata,
    protocol_version: node.protocolVersion,
    expires_at: node.expiresAt?.toISOString() ?? null,
    created_at: node.createdAt.toISOString(),
  };
}

function secretsOf(node: WholeNode): Secrets {
  return {
    secret_hash: node.secretHash,
    next_secret_hash: node.nextSecretHash,
    token_hash: node.tokenHash,
    token_consumed: node.isTokenConsumed,
  };
}

function opened(open: Importing['open'], { id, secrets }: Entry): Secrets | undefined {
  if (secrets === undefined) return undefined;
  const found = open(secrets, placeOf(id));
  checkSecrets(found, `secrets of ${placeOf(id)}`);
  return found as Secrets;
}

function nodeOf(entry: Entry, tenantId: string, secrets: Secrets | undefined): WholeNode {
  return {
    id: entry.id,
    tenantId,
    name: entry.name,
    description: entry.description,
    deviceType: entry.device_type as DeviceTypeName,
    softwareVersion: entry.software_version,
    protocolVersion: entry.protocol_version ?? null,
    metadata: entry.metadata as Json | null,
    expiresAt: entry.expires_at ? new Date(entry.expires_at) : null,
    createdAt: entry.created_at === undefined ? new Date() : new Date(entry.created_at),
    secretHash: secrets?.secret_hash ?? null,
    nextSecretHash: secrets?.next_secret_hash ?? null,
    tokenHash: secrets?.token_hash ?? null,
    isTokenConsumed: secrets?.token_consumed ?? false,
  };
}

/** What a node reports by itself, and a token it has used meanwhile, make no difference. */
function differenceOf(same: WholeNode, entry: Entry, node: WholeNode, { tenantId }: Principal): string | undefined {
  if (same.tenantId !== tenantId) return 'the id is taken in another tenant';
  const different: string[] = [];
  if (same.name !== node.name) different.push('name');
  if (same.description !== node.description) different.push('description');
  if (same.deviceType !== node.deviceType) different.push('device_type');
  if (!isDeepStrictEqual(same.metadata, node.metadata)) different.push('metadata');
  if (entry.expires_at !== undefined && same.expiresAt?.getTime() !== node.expiresAt?.getTime())
    different.push('expires_at');
  if (entry.created_at !== undefined && same.createdAt.getTime() !== node.createdAt.getTime())
    different.push('created_at');
  if (node.secretHash !== null && node.secretHash !== same.secretHash) different.push('secret');
  return different.length === 0 ? undefined : `is there, and differs in ${different.join(', ')}`;
}
