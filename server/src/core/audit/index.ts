import type { Database, Transaction } from '../../platform/database/index.ts';
import type { Events, StoredEvent } from '../../platform/events/types.ts';
import { requireRole } from '../identity/index.ts';
import type { Principal } from '../principal.ts';
import { type AuditEntry, entryOf, hashOf } from './chain.ts';
import { auditStore } from './store.ts';

export { auditSection } from './export-section.ts';
export type { AuditEntry };

const PAGE = 500;
/** Steps of work somebody started (its start and its end are in the log), and what machines report by themselves. */
const steps = /\.(epoch|progress|heartbeat|reading|reported)$/;

export type Verdict =
  | { intact: true; entries: number }
  /** `sequence` of the first entry that does not fit; undefined when entries are missing at the end. */
  | { intact: false; sequence: number | undefined; reason: string };

/** Who did what, in order, so chained that nobody can change it unnoticed. Read from the event stream, never written to directly. */
export type Audit = {
  /** Follows the stream, from where any process stopped, until the returned function is called. */
  start(): Promise<() => Promise<void>>;
  /** Recomputes the whole chain. */
  verify(): Promise<Verdict>;
  /** The tenant's newest entries, for administrators. @throws forbidden */
  list(principal: Principal, page?: { before?: number; limit?: number }): Promise<AuditEntry[]>;
};

export function createAudit({ database, events }: { database: Database; events: Events }): Audit {
  /** INVARIANT: entries, head and place in the stream move in one transaction, so each event is one entry, in order. */
  async function append(happened: readonly StoredEvent[], tx: Transaction): Promise<void> {
    const head = await auditStore.lockHead(tx);
    const entries: AuditEntry[] = [];
    let { hash } = head;
    for (const event of happened) {
      if (steps.test(event.type)) continue;
      const entry = entryOf(event, hash);
      entries.push(entry);
      hash = entry.hash;
    }
    if (entries.length > 0) await auditStore.append(tx, entries, { entries: head.entries + entries.length, hash });
  }

  return {
    // An audit log with holes is none: no event is ever skipped.
    start: () => events.consume('audit', {}, append, { after: 0, maxAttempts: Number.MAX_SAFE_INTEGER }),
    async verify() {
      let previous: Buffer = Buffer.alloc(0);
      let sequence = 0;
      let entries = 0;
      for (;;) {
        const page = await auditStore.page(database, sequence, PAGE);
        for (const entry of page) {
          if (!hashOf(entry, previous).equals(entry.hash)) {
            const reason = `entry ${entry.sequence} was changed, or one before it was changed, removed or inserted`;
            return { intact: false, sequence: entry.sequence, reason };
          }
          previous = entry.hash;
          sequence = entry.sequence;
          entries++;
        }
        if (page.length < PAGE) break;
      }
      const head = await auditStore.head(database);
      // Entries appended since the last page were read are no damage.
      if (head.entries <= entries && (head.entries < entries || !head.hash.equals(previous))) {
        return { intact: false, sequence: undefined, reason: 'the head of the log does not fit its last entry' };
      }
      if (head.entries > entries && (await auditStore.page(database, sequence, 1)).length === 0) {
        return {
          intact: false,
          sequence: undefined,
          reason: `${head.entries - entries} entries are missing at the end`,
        };
      }
      return { intact: true, entries };
    },
    async list(principal, { before, limit = 100 } = {}) {
      requireRole(principal, 'admin');
      return auditStore.newest(database, principal.tenantId, before, limit);
    },
  };
}
