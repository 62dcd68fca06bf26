import { createHash } from 'node:crypto';
import type { StoredEvent } from '../../platform/events/types.ts';

/** One line of the audit log. `data` is the JSON text that was hashed, byte for byte. */
export type AuditEntry = {
  sequence: number;
  tenantId: string | null;
  at: Date;
  type: string;
  actor: string;
  subject: string;
  data: string;
  hash: Buffer;
};

/** The entry of an event, chained to the hash of the entry before (empty for the first). */
export function entryOf(event: StoredEvent, previous: Buffer): AuditEntry {
  const { sequence, tenantId, at, type, actor, subject } = event;
  const entry = { sequence, tenantId, at, type, actor, subject, data: JSON.stringify(event.data) };
  return { ...entry, hash: hashOf(entry, previous) };
}

/**
 * SHA-256 over the hash before and everything of this entry. Whoever changes, removes, inserts or moves an entry changes
 * every hash after it.
 */
export function hashOf(entry: Omit<AuditEntry, 'hash'>, previous: Buffer): Buffer {
  const { sequence, tenantId, at, type, actor, subject, data } = entry;
  // A JSON array: no two different entries have the same text.
  const text = JSON.stringify([sequence, tenantId, at.toISOString(), type, actor, subject, data]);
  return createHash('sha256').update(previous).update(text).digest();
}
