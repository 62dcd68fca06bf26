import { isDeepStrictEqual } from 'node:util';
import type { Vault } from '../../platform/crypto/index.ts';
import type { Transaction } from '../../platform/database/index.ts';
import type { DeviceTypeName, Nodes } from '../nodes/index.ts';
import type { Principal } from '../principal.ts';
import type { Importing, Plan, Section } from '../transfer/index.ts';
import { checkWish, wishOf } from './check.ts';
import { differences, Entry, entryOf, readSecrets, secretsOf, tunnelOf, wantedOf } from './export-format.ts';
import { legsOf, MOST_TUNNELS, type Secrets, type WholeTunnel } from './schema.ts';
import { mintSecrets, openSecrets, sealSecrets } from './secrets.ts';
import { tunnelStore } from './store.ts';

const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const AT_ONCE = 1000;

type Parts = {
  vault: Vault;
  nodes: Pick<Nodes, 'types'>;
  /** There are tunnels that connected nodes may not know of yet. */
  arrived: () => void;
};

type Arrival = { entry: Entry; secrets: Secrets | undefined };

/**
 * Tunnels in an export. Their secrets come along only under a passphrase, and are sealed with the key of this house when they
 * arrive; without one they get new ones, which both edges are told. How far nodes have been told stays behind.
 */
export function tunnelSection({ vault, nodes, arrived }: Parts): Section<Entry> {
  /** Its secrets sealed for this house, as they were or new. */
  function arriving({ entry, secrets }: Arrival, tenantId: string): WholeTunnel {
    const known = secrets ?? mintSecrets(entry.mode as WholeTunnel['mode']);
    return tunnelOf(entry, tenantId, sealSecrets(vault, entry.id, known));
  }

  /** What nodes will be after the import. */
  async function nodeTypes(
    tx: Transaction,
    tenantId: string,
    entries: readonly Entry[],
    fromFile: readonly { id?: unknown; device_type?: unknown }[],
  ): Promise<(id: string) => DeviceTypeName | undefined> {
    const inFile = new Map(fromFile.map((node) => [node.id, node.device_type as DeviceTypeName]));
    const named = entries.flatMap((entry) => [entry.ingress_node_id, entry.egress_node_id, entry.relay_node_id ?? []]);
    const elsewhere = [...new Set(named.flat().filter((id) => !inFile.has(id)))];
    const known = await nodes.types(tx, tenantId, elsewhere);
    return (id) => inFile.get(id) ?? known.get(id);
  }

  function differenceOf(same: WholeTunnel, entry: Entry, secrets: Secrets | undefined, { tenantId }: Principal) {
    if (same.tenantId !== tenantId) return 'the id is taken in another tenant';
    const different = differences(same, entry);
    if (secrets && !isDeepStrictEqual(secrets, openSecrets(vault, same.id, same))) different.push('secrets');
    return different.length === 0 ? undefined : `is there, and differs in ${different.join(', ')}`;
  }

  return {
    name: 'tunnels',
    schema: Entry,
    async *read(on, { tenantId, seal }) {
      for (let after = FIRST_ID; ; ) {
        const page = await tunnelStore.pageWhole(on, tenantId, after, AT_ONCE);
        if (page.length === 0) return;
        yield page.map((tunnel) => ({
          ...entryOf(tunnel),
          ...(seal && { secrets: seal(secretsOf(openSecrets(vault, tunnel.id, tunnel)), placeOf(tunnel.id)) }),
        }));
        after = page.at(-1)?.id as string;
      }
    },
    check: (entry) => checkWish(wishOf(wantedOf(entry))),
    keys: ({ id }) => [`id ${id}`],
    async plan(tx, entries, { principal, open, entriesOf }) {
      const typeOf = await nodeTypes(tx, principal.tenantId, entries, entriesOf('nodes'));
      const room = MOST_TUNNELS - (await tunnelStore.count(tx, principal.tenantId));
      const conflicts: Plan['conflicts'][number][] = [];
      const created: Arrival[] = [];
      let unchanged = 0;
      for (let start = 0; start < entries.length; start += AT_ONCE) {
        const some = entries.slice(start, start + AT_ONCE);
        const there = await tunnelStore.findAny(
          tx,
          some.map(({ id }) => id),
        );
        const byId = new Map(there.map((tunnel) => [tunnel.id, tunnel]));
        for (const entry of some) {
          const secrets = opened(open, entry);
          const same = byId.get(entry.id);
          const reason = same ? differenceOf(same, entry, secrets, principal) : misfit(entry, typeOf);
          if (reason !== undefined) conflicts.push({ id: entry.id, reason });
          else if (same) unchanged++;
          else if (created.push({ entry, secrets }) > room)
            conflicts.push({ id: entry.id, reason: `there can be ${MOST_TUNNELS} tunnels at most` });
        }
      }
      return {
        counts: { created: created.length, unchanged },
        conflicts,
        async write() {
          for (let start = 0; start < created.length; start += AT_ONCE) {
            const some = created.slice(start, start + AT_ONCE);
            const tunnels = some.map((arrival) => arriving(arrival, principal.tenantId));
            const legs = tunnels.flatMap((tunnel) => legsOf(tunnel).map((leg) => ({ tunnelId: tunnel.id, ...leg })));
            await tunnelStore.insertWhole(tx, tunnels, legs);
          }
        },
        async committed() {
          if (created.length > 0) arrived();
        },
      };
    },
  };
}

const placeOf = (id: string) => `tunnels/${id}`;

function opened(open: Importing['open'], entry: Entry): Secrets | undefined {
  return entry.secrets === undefined ? undefined : readSecrets(open(entry.secrets, placeOf(entry.id)), entry);
}

/** Why it cannot be between these nodes. */
function misfit(entry: Entry, typeOf: (id: string) => DeviceTypeName | undefined): string | undefined {
  const { ingress_node_id: ingress, egress_node_id: egress, relay_node_id: relay } = entry;
  const parts: [field: string, id: string, wanted: DeviceTypeName][] = [
    ['ingress_node_id', ingress, 'edge'],
    ['egress_node_id', egress, 'edge'],
    ...(relay === null ? [] : [['relay_node_id', relay, 'relay'] satisfies [string, string, DeviceTypeName]]),
  ];
  for (const [field, id, wanted] of parts) {
    const type = typeOf(id);
    if (type === undefined) return `${field}: there is no node ${id}`;
    if (type !== wanted) return `${field}: ${id} is no ${wanted}`;
  }
  return undefined;
}
