import type { Events } from '../../platform/events/types.ts';
import type { Log } from '../../platform/log/index.ts';
import { isUuid } from '../../platform/uuid.ts';

type Failed = (failure: { tunnelId: string; nodeId: string; message: string }) => Promise<void>;

/**
 * An edge takes a tunnel first and tries it then: one that cannot run (its port is taken, say) it drops, and reports a
 * critical event of the category `tunnel` with the tunnel's id in the place of a flow's. It has to be told again.
 *
 * @returns a function that ends it
 */
export function followFailures(
  events: Pick<Events, 'subscribe'>,
  log: Log,
  failed: Failed,
): Promise<() => Promise<void>> {
  return events.subscribe(
    { types: ['node.reported'] },
    async ({ subject, data }) => {
      const { severity, category, flowId, message } = data;
      if (severity !== 'critical' || category !== 'tunnel') return;
      if (typeof flowId !== 'string' || !isUuid(flowId)) return;
      const said = typeof message === 'string' && message !== '' ? message : 'The node gave no reason';
      await failed({ tunnelId: flowId.toLowerCase(), nodeId: subject.slice('node:'.length), message: said });
    },
    (error) => log.warn({ error }, 'what edges report of tunnels is not followed any more until the next start'),
  );
}
