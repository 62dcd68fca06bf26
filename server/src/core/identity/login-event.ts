import type { NewEvent } from '../../platform/events/types.ts';
import type { Origin, User } from './schema.ts';

/** What every way of logging in tells: where from, with what, and by which way. Notifications tell new places by it. */
export function loggedIn(
  user: Pick<User, 'id' | 'tenantId'>,
  sessionId: string,
  { address, userAgent }: Origin,
  way: { mfa?: true; device?: true } = {},
): NewEvent {
  return {
    tenantId: user.tenantId,
    type: 'user.logged_in',
    subject: `user:${user.id}`,
    actor: `user:${user.id}`,
    data: { sessionId, address, userAgent: userAgent.slice(0, 300), ...way },
  };
}
