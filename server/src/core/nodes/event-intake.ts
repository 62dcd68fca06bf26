import type { NewEvent } from '../../platform/events/types.ts';
import { createAllowances } from './allowances.ts';
import type { Journal } from './journal.ts';
import type { NewNodeEvent } from './schema.ts';

/** An edge keeps 4,096 events while it is away and sends them all when it is back: time and again, where the line is bad. */
const BURST = 20_000;
/** 432,000 a day: what a node that went mad leaves behind can still be counted and searched. */
const PER_SECOND = 5;

/** Takes what a node reports, as long as it does not report without end: the disk and the others' events come first. */
export type EventIntake = (event: NewNodeEvent, also: NewEvent) => void;

/** What is beyond the allowance of a node is left out, and said once a minute. Coming again brings no new allowance. */
export function createEventIntake(journal: Pick<Journal, 'event'>, clock: () => number = Date.now): EventIntake {
  const allowances = createAllowances({ burst: BURST, perSecond: PER_SECOND }, clock);
  const notices = createAllowances({ burst: 1, perSecond: 1 / 60 }, clock);
  return (event, also) => {
    const { tenantId, nodeId } = event;
    if (allowances.take(nodeId)) journal.event(event, also);
    else if (notices.take(nodeId))
      journal.event({
        tenantId,
        nodeId,
        severity: 'warning',
        category: 'flood',
        message: `The node reports more than ${PER_SECOND} events a second; those beyond are left out`,
      });
  };
}
