import { type Sql, sql, type Transaction } from '../../database/index.ts';
import { invalid } from '../../errors.ts';
import type { NewEvent } from '../types.ts';

export const maxDataBytes = 65_536;

/**
 * Parks the events for the trigger `publish_events`, which numbers them when the transaction commits.
 *
 * Numbering in `append` itself, under the same lock, would hold up every other writer of the house for as long as the
 * caller's transaction stays open: for ever, when its process is paused. At commit nobody but the disk can hold it, and
 * nothing is locked after it, so it adds no deadlock. NOTIFY takes a lock of the whole database for the same span anyway.
 */
export function appendQuery(events: readonly NewEvent[]): Sql {
  const batch = events.map(({ tenantId, type, subject, actor, data = {} }) => {
    const size = Buffer.byteLength(JSON.stringify(data));
    if (size > maxDataBytes)
      throw invalid(
        `The data of the event ${type} of ${subject} has ${size} bytes; at most ${maxDataBytes} are allowed. Store the rest elsewhere and refer to it.`,
        { code: 'EVENT_TOO_LARGE' },
      );
    return { tenant_id: tenantId, type, subject, actor, data };
  });
  return sql`insert into events_pending (batch) values (${JSON.stringify(batch)})`;
}

export async function appendEvents(tx: Transaction, events: readonly NewEvent[]): Promise<void> {
  if (events.length > 0) await tx.run(appendQuery(events));
}
