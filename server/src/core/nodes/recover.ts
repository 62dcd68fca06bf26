import type { Database } from '../../platform/database/index.ts';
import type { Events } from '../../platform/events/types.ts';
import { commandStore } from './command-store.ts';
import { eventStore } from './event-store.ts';
import { STOPPED_UNDER_NODE } from './goodbye.ts';
import { nodeStore } from './store.ts';

/** After a process that ended without goodbye: its nodes are not connected any more, and its open commands are unknown. */
export async function recover(database: Database, events: Events): Promise<void> {
  await database.transaction(async (tx) => {
    const cutOff = await nodeStore.markAllOffline(tx);
    const noted = cutOff.map(({ id, tenantId }) => ({
      tenantId,
      nodeId: id,
      severity: 'warning' as const,
      category: 'connection',
      message: STOPPED_UNDER_NODE,
    }));
    const open = await commandStore.endOpen(tx);
    if (noted.length > 0) await eventStore.insert(tx, noted);
    const happened = [
      ...cutOff.map(({ id, tenantId }) => ({ tenantId, type: 'node.disconnected', subject: `node:${id}` })),
      ...open.map(({ id, tenantId, nodeId, type }) => ({
        tenantId,
        type: 'node.command_answered',
        subject: `node:${nodeId}`,
        data: { commandId: id, type, state: 'unknown' },
      })),
    ];
    if (happened.length > 0) await events.append(tx, ...happened.map((event) => ({ ...event, actor: 'system' })));
  });
}
