import { type Queryable, sql, type Transaction } from '../../platform/database/index.ts';
import type {
  Leg,
  LegKey,
  LegState,
  LegStatus,
  Part,
  SealedSecrets,
  Tunnel,
  TunnelWish,
  WholeTunnel,
} from './schema.ts';

const wishColumns = sql`
  t.name, t.protocol, t.mode, t.enabled, t.ingress_node_id as "ingressNodeId",
  t.ingress_listen_port as "ingressListenPort", t.egress_node_id as "egressNodeId",
  t.egress_forward_addr as "egressForwardAddr", t.relay_node_id as "relayNodeId", t.relay_addr as "relayAddr",
  t.egress_peer_addr as "egressPeerAddr", t.associated_flow_ids as "associatedFlowIds"`;
const secretColumns = sql`t.encryption_key as "encryptionKey", t.bind_secret as "bindSecret", t.psk`;
const wholeColumns = sql`
  t.id, t.tenant_id as "tenantId", t.created_at as "createdAt", t.updated_at as "updatedAt", ${wishColumns}, ${secretColumns}`;

type Row = Omit<Tunnel, 'ingress' | 'egress' | 'relay'> &
  Record<`${Part}Status`, LegStatus | null> &
  Record<`${Part}Error`, string | null>;

const selected = sql`
  select t.id, t.tenant_id as "tenantId", t.created_at as "createdAt", t.updated_at as "updatedAt", ${wishColumns},
    i.status as "ingressStatus", i.error as "ingressError", e.status as "egressStatus", e.error as "egressError",
    r.status as "relayStatus", r.error as "relayError"
  from tunnels t
  left join tunnel_legs i on i.tunnel_id = t.id and i.node_id = t.ingress_node_id and i.wanted
  left join tunnel_legs e on e.tunnel_id = t.id and e.node_id = t.egress_node_id and e.wanted
  left join tunnel_legs r on r.tunnel_id = t.id and r.node_id = t.relay_node_id and r.wanted`;

function tunnelOf(row: Row): Tunnel {
  const { ingressStatus, ingressError, egressStatus, egressError, relayStatus, relayError, ...rest } = row;
  const leg = (status: LegStatus | null, error: string | null): LegState => ({ status: status ?? 'pending', error });
  return {
    ...rest,
    ingress: leg(ingressStatus, ingressError),
    egress: leg(egressStatus, egressError),
    relay: rest.relayNodeId === null ? null : leg(relayStatus, relayError),
  };
}

type LegRow = Omit<Leg, 'tunnel'> & Omit<NonNullable<Leg['tunnel']>, 'id' | 'name'> & { name: string | null };

/** SQL of tunnels, and of what their nodes have to be told. */
export const tunnelStore = {
  /** By name. `scope`: only those both of whose ends are in it. `nodeId`: only those the node is a part of. */
  async list(
    on: Queryable,
    tenantId: string,
    { scope = null, nodeId = null }: { scope?: readonly string[] | null; nodeId?: string | null },
  ): Promise<Tunnel[]> {
    const rows = await on.query<Row>(sql`
      ${selected} where t.tenant_id = ${tenantId}
        and (${scope}::uuid[] is null or (t.ingress_node_id = any(${scope}) and t.egress_node_id = any(${scope})))
        and (${nodeId}::uuid is null or ${nodeId} in (t.ingress_node_id, t.egress_node_id, t.relay_node_id))
      order by lower(t.name), t.id`);
    return rows.map(tunnelOf);
  },
  async find(on: Queryable, tenantId: string, id: string): Promise<Tunnel | undefined> {
    const row = await on.one<Row>(sql`${selected} where t.tenant_id = ${tenantId} and t.id = ${id}`);
    return row && tunnelOf(row);
  },
  /** Keeps others from changing it until the transaction ends. */
  async lock(tx: Transaction, id: string): Promise<(SealedSecrets & { id: string }) | undefined> {
    return tx.one(sql`select t.id, ${secretColumns} from tunnels t where t.id = ${id} for update`);
  },
  async count(on: Queryable, tenantId: string): Promise<number> {
    const row = await on.one<{ n: number }>(sql`select count(*)::int as n from tunnels where tenant_id = ${tenantId}`);
    return row?.n ?? 0;
  },
  async insert(
    tx: Transaction,
    { id, tenantId, wish, secrets }: { id: string; tenantId: string; wish: TunnelWish; secrets: SealedSecrets },
  ): Promise<void> {
    await tx.run(sql`
      insert into tunnels (id, tenant_id, name, protocol, mode, enabled, ingress_node_id, ingress_listen_port,
        egress_node_id, egress_forward_addr, relay_node_id, relay_addr, egress_peer_addr, associated_flow_ids,
        encryption_key, bind_secret, psk)
      values (${id}, ${tenantId}, ${wish.name}, ${wish.protocol}, ${wish.mode}, ${wish.enabled}, ${wish.ingressNodeId},
        ${wish.ingressListenPort}, ${wish.egressNodeId}, ${wish.egressForwardAddr}, ${wish.relayNodeId},
        ${wish.relayAddr}, ${wish.egressPeerAddr}, ${wish.associatedFlowIds}::text[], ${secrets.encryptionKey},
        ${secrets.bindSecret}, ${secrets.psk})`);
  },
  /** The next tunnels of a tenant by id. */
  pageWhole(on: Queryable, tenantId: string, after: string, limit: number): Promise<WholeTunnel[]> {
    return on.query<WholeTunnel>(sql`
      select ${wholeColumns} from tunnels t where t.tenant_id = ${tenantId} and t.id > ${after} order by t.id limit ${limit}`);
  },
  /** Tunnels of any tenant with one of these ids. */
  findAny(on: Queryable, ids: readonly string[]): Promise<WholeTunnel[]> {
    return on.query<WholeTunnel>(sql`select ${wholeColumns} from tunnels t where t.id = any(${ids}::uuid[])`);
  },
  /** Their nodes are told when they come; what they have of another house goes first. */
  async insertWhole(tx: Transaction, tunnels: readonly WholeTunnel[], legs: readonly LegKey[]): Promise<void> {
    await tx.run(sql`
      insert into tunnels (id, tenant_id, name, protocol, mode, enabled, ingress_node_id, ingress_listen_port,
        egress_node_id, egress_forward_addr, relay_node_id, relay_addr, egress_peer_addr, associated_flow_ids,
        encryption_key, bind_secret, psk, created_at, updated_at)
      select r."id", r."tenantId", r."name", r."protocol", r."mode", r."enabled", r."ingressNodeId", r."ingressListenPort",
        r."egressNodeId", r."egressForwardAddr", r."relayNodeId", r."relayAddr", r."egressPeerAddr", r."associatedFlowIds",
        r."encryptionKey", r."bindSecret", r."psk", r."createdAt", r."updatedAt"
      from jsonb_to_recordset(${JSON.stringify(tunnels)}::jsonb) as r (
        "id" uuid, "tenantId" uuid, "name" text, "protocol" text, "mode" text, "enabled" boolean, "ingressNodeId" uuid,
        "ingressListenPort" integer, "egressNodeId" uuid, "egressForwardAddr" text, "relayNodeId" uuid, "relayAddr" text,
        "egressPeerAddr" text, "associatedFlowIds" text[], "encryptionKey" text, "bindSecret" text, "psk" text,
        "createdAt" timestamptz, "updatedAt" timestamptz)`);
    await tx.run(sql`
      insert into tunnel_legs (tunnel_id, node_id, part, wanted, is_stale)
      select l."tunnelId", l."nodeId", l."part", true, true
      from jsonb_to_recordset(${JSON.stringify(legs)}::jsonb) as l ("tunnelId" uuid, "nodeId" uuid, "part" text)
      on conflict (tunnel_id, node_id) do update set wanted = true, part = excluded.part, is_stale = true,
        status = 'pending', error = null, revision = tunnel_legs.revision + 1`);
  },
  async update(tx: Transaction, id: string, wish: TunnelWish, psk: string | null): Promise<void> {
    await tx.run(sql`
      update tunnels set name = ${wish.name}, protocol = ${wish.protocol}, mode = ${wish.mode},
        enabled = ${wish.enabled}, ingress_node_id = ${wish.ingressNodeId},
        ingress_listen_port = ${wish.ingressListenPort}, egress_node_id = ${wish.egressNodeId},
        egress_forward_addr = ${wish.egressForwardAddr}, relay_node_id = ${wish.relayNodeId},
        relay_addr = ${wish.relayAddr}, egress_peer_addr = ${wish.egressPeerAddr},
        associated_flow_ids = ${wish.associatedFlowIds}::text[], psk = ${psk}, updated_at = now()
      where id = ${id}`);
  },
  async remove(tx: Transaction, id: string): Promise<boolean> {
    return (await tx.run(sql`delete from tunnels where id = ${id}`)) > 0;
  },
  /** Removes the tunnels a node is a part of; returns their ids. */
  async removeOfNode(tx: Transaction, nodeId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(sql`
      delete from tunnels where ingress_node_id = ${nodeId} or egress_node_id = ${nodeId} or relay_node_id = ${nodeId}
      returning id`);
    return rows.map(({ id }) => id);
  },

  /** What the nodes are to have of a tunnel from now on; every other node that had a part of it is to forget it. */
  async setLegs(tx: Transaction, tunnelId: string, legs: readonly { nodeId: string; part: Part }[]): Promise<void> {
    await tx.run(sql`
      update tunnel_legs set wanted = false, is_stale = true, status = 'pending', error = null, revision = revision + 1
      where tunnel_id = ${tunnelId}`);
    await tx.run(sql`
      insert into tunnel_legs (tunnel_id, node_id, part, wanted)
      select ${tunnelId}, l.node_id, l.part, true
      from unnest(${legs.map((leg) => leg.nodeId)}::uuid[], ${legs.map((leg) => leg.part)}::text[]) as l (node_id, part)
      on conflict (tunnel_id, node_id) do update set wanted = true, part = excluded.part`);
  },
  /** The nodes of these tunnels are to forget them. */
  async unwantLegs(tx: Transaction, tunnelIds: readonly string[]): Promise<void> {
    await tx.run(sql`
      update tunnel_legs set wanted = false, status = 'pending', error = null, revision = revision + 1
      where tunnel_id = any(${tunnelIds}::uuid[])`);
  },
  legKeys(on: Queryable, tunnelId: string): Promise<LegKey[]> {
    return on.query<LegKey>(sql`
      select tunnel_id as "tunnelId", node_id as "nodeId", part from tunnel_legs where tunnel_id = ${tunnelId}`);
  },
  /** These nodes have come or gone: nothing they were told is sure any more. Returns everything they have to be told. */
  resetLegs(on: Queryable, nodeIds: readonly string[]): Promise<LegKey[]> {
    return on.query<LegKey>(sql`
      update tunnel_legs set status = 'pending', error = null where node_id = any(${nodeIds}::uuid[])
      returning tunnel_id as "tunnelId", node_id as "nodeId", part`);
  },
  async resetAllLegs(on: Queryable): Promise<void> {
    await on.run(sql`update tunnel_legs set status = 'pending', error = null where status <> 'pending'`);
  },
  /** What some nodes were told in vain or not yet. */
  openLegs(on: Queryable, nodeIds: readonly string[]): Promise<LegKey[]> {
    return on.query<LegKey>(sql`
      select tunnel_id as "tunnelId", node_id as "nodeId", part from tunnel_legs
      where status <> 'pushed' and node_id = any(${nodeIds}::uuid[])`);
  },
  /** Legs by `<tunnel id> <node id>`, as they are now. */
  async loadLegs(on: Queryable, keys: readonly string[]): Promise<Map<string, Leg>> {
    const rows = await on.query<LegRow>(sql`
      select l.tunnel_id as "tunnelId", l.node_id as "nodeId", l.part, l.is_stale as "isStale", l.revision,
        ${wishColumns}, ${secretColumns}
      from unnest(${keys.map((key) => key.slice(0, 36))}::uuid[], ${keys.map((key) => key.slice(37))}::uuid[])
        as k (tunnel_id, node_id)
      join tunnel_legs l on l.tunnel_id = k.tunnel_id and l.node_id = k.node_id
      left join tunnels t on t.id = l.tunnel_id and l.wanted`);
    return new Map(
      rows.map(({ tunnelId, nodeId, part, isStale, revision, name, ...rest }) => [
        `${tunnelId} ${nodeId}`,
        {
          tunnelId,
          nodeId,
          part,
          isStale,
          revision,
          tunnel: name === null ? undefined : { id: tunnelId, name, ...rest },
        },
      ]),
    );
  },
  /** Notes how a push went, unless something else is wanted meanwhile. */
  async finishLeg(on: Queryable, { tunnelId, nodeId, revision }: Leg, state: LegState): Promise<void> {
    await on.run(sql`
      update tunnel_legs set status = ${state.status}, error = ${state.error},
        is_stale = is_stale and ${state.status !== 'pushed'}
      where tunnel_id = ${tunnelId} and node_id = ${nodeId} and revision = ${revision}`);
  },
  /** A node that had its part has lost it. */
  async failLeg(on: Queryable, tunnelId: string, nodeId: string, error: string): Promise<void> {
    await on.run(sql`
      update tunnel_legs set status = 'failed', error = ${error}
      where tunnel_id = ${tunnelId} and node_id = ${nodeId} and wanted and status = 'pushed'`);
  },
  /** The node has forgotten the tunnel. */
  async removeLeg(on: Queryable, { tunnelId, nodeId, revision }: Leg): Promise<void> {
    await on.run(sql`
      delete from tunnel_legs where tunnel_id = ${tunnelId} and node_id = ${nodeId} and revision = ${revision}`);
  },
};
