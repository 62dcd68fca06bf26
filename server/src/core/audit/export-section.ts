import { Type } from 'typebox';
import type { Section } from '../transfer/index.ts';
import type { AuditEntry } from './chain.ts';
import { auditStore } from './store.ts';

const AT_ONCE = 1000;

/**
 * The tenant's audit log in an export, on request, oldest first. It is for reading: an import skips it, because the log of an
 * installation tells what happened there and is written by nobody else.
 */
export const auditSection: Section<Record<string, unknown>> = {
  name: 'audit_log',
  schema: Type.Record(Type.String(), Type.Unknown()),
  isWanted: ({ includeAudit }) => includeAudit,
  async *read(on, { tenantId }) {
    for (let after = 0; ; ) {
      const page = await auditStore.pageOf(on, tenantId, after, AT_ONCE);
      if (page.length === 0) return;
      yield page.map(entryOf);
      after = page.at(-1)?.sequence as number;
    }
  },
  plan: async (_tx, entries) => ({ counts: { skipped: entries.length }, conflicts: [], write: async () => {} }),
};

function entryOf({ sequence, actor, type, subject, data, at }: AuditEntry): Record<string, unknown> {
  const [targetType, targetId] = halves(subject);
  const [kind, actorId] = halves(actor);
  const details = JSON.parse(data) as Record<string, unknown>;
  return {
    id: sequence,
    user_id: kind === 'user' ? actorId : null,
    action: type,
    target_type: targetType,
    target_id: targetId,
    details,
    ip_address: typeof details.address === 'string' ? details.address : null,
    created_at: at.toISOString(),
    actor,
  };
}

function halves(text: string): [string, string | null] {
  const colon = text.indexOf(':');
  return colon === -1 ? [text, null] : [text.slice(0, colon), text.slice(colon + 1)];
}
