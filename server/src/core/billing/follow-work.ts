import type { Events, StoredEvent } from '../../platform/events/types.ts';
import { release, settle } from './ledger.ts';

/**
 * Settles what was reserved for a training when it has ended, and gives it back when it failed or never began. The
 * subject of an event is the purpose of the reservation.
 *
 * @returns how to stop
 */
export function followWork(events: Pick<Events, 'consume'>): Promise<() => Promise<void>> {
  const types = ['training.completed', 'training.failed', 'training.stopped'];
  return events.consume('tokens', { types }, async (ended, tx) => {
    for (const event of ended) {
      if (event.tenantId === null) continue;
      if (cameToNothing(event)) await release(tx, event.tenantId, event.subject);
      else await settle(tx, event.tenantId, event.subject);
    }
  });
}

function cameToNothing({ type, data }: StoredEvent): boolean {
  return type === 'training.failed' || (type === 'training.stopped' && data.was === 'queued');
}
