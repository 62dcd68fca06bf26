import { type Queryable, sql, type Transaction } from '../../platform/database/index.ts';
import type { AuditEntry } from './chain.ts';

/** How many entries there are, and the hash of the newest. */
export type AuditHead = { entries: number; hash: Buffer };

const columns = sql`sequence, tenant_id as "tenantId", at, type, actor, subject, data, hash`;

export const auditStore = {
  /** Whoever holds the head is the only one in the house who appends. */
  async lockHead(tx: Transaction): Promise<AuditHead> {
    const head = await tx.one<AuditHead>(sql`select entries, hash from audit_head for update`);
    return head as AuditHead;
  },
  async head(on: Queryable): Promise<AuditHead> {
    return (await on.one<AuditHead>(sql`select entries, hash from audit_head`)) as AuditHead;
  },
  async append(tx: Transaction, entries: readonly AuditEntry[], head: AuditHead): Promise<void> {
    for (const { sequence, tenantId, at, type, actor, subject, data, hash } of entries) {
      await tx.run(sql`
        insert into audit_entries (sequence, tenant_id, at, type, actor, subject, data, hash)
        values (${sequence}, ${tenantId}, ${at}, ${type}, ${actor}, ${subject}, ${data}, ${hash})`);
    }
    await tx.run(sql`update audit_head set entries = ${head.entries}, hash = ${head.hash}`);
  },
  page(on: Queryable, after: number, limit: number): Promise<AuditEntry[]> {
    return on.query<AuditEntry>(
      sql`select ${columns} from audit_entries where sequence > ${after} order by sequence limit ${limit}`,
    );
  },
  /** A tenant's next entries, oldest first. */
  pageOf(on: Queryable, tenantId: string, after: number, limit: number): Promise<AuditEntry[]> {
    return on.query<AuditEntry>(sql`
      select ${columns} from audit_entries where tenant_id = ${tenantId} and sequence > ${after}
      order by sequence limit ${limit}`);
  },
  newest(on: Queryable, tenantId: string, before: number | undefined, limit: number): Promise<AuditEntry[]> {
    return on.query<AuditEntry>(sql`
      select ${columns} from audit_entries
      where tenant_id = ${tenantId} ${before === undefined ? sql`` : sql`and sequence < ${before}`}
      order by sequence desc limit ${limit}`);
  },
};
