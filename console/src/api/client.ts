import { createMlClient } from '@signalbox/sdk';
import { session, setSession } from './session.ts';

export { ApiError } from '@signalbox/sdk';

/** The ml door, as the signed-in person. */
export const ml = createMlClient({
  baseUrl: `${location.origin}/ml`,
  token: () => session()?.token,
  onSignedOut: () => setSession(undefined),
});

/** A WebSocket of the ml door; browsers cannot send headers with one, so the token goes along as a parameter. */
export function openSocket(path: string): WebSocket {
  const url = new URL(`/ml${path}`, location.origin);
  url.protocol = url.protocol.replace('http', 'ws');
  url.searchParams.set('token', session()?.token ?? '');
  return new WebSocket(url);
}
