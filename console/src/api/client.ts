import { createMlClient, createNodesClient } from '@signalbox/sdk';
import { session, setSession } from './session.ts';

export { ApiError } from '@signalbox/sdk';

/** Where the ml door is, seen from this page. */
export const mlUrl = `${location.origin}/ml`;

/** How often what is looked at is asked for again, because others work on it, too; a hidden page does not ask. */
export const othersMayChangeMs = 10_000;

/** The ml door, as the signed-in person. */
export const ml = createMlClient({ baseUrl: mlUrl, ...asSignedIn() });

/** The nodes door, as the signed-in person. */
export const nodesDoor = createNodesClient({ baseUrl: `${location.origin}/nodes`, ...asSignedIn() });

function asSignedIn() {
  return { token: () => session()?.token, onSignedOut: () => setSession(undefined) };
}

/**
 * The body of an answer; the client has thrown already when there was none to be had.
 *
 * @example const datasets = await answer(ml.GET('/api/v1/datasets'));
 */
export async function answer<Data>(call: Promise<{ data?: Data }>): Promise<NonNullable<Data>> {
  return (await call).data as NonNullable<Data>;
}

/** A WebSocket of a door; browsers cannot send headers with one, so the token goes along as a parameter. */
export function openSocket(door: 'ml' | 'nodes', path: string, query: Record<string, string> = {}): WebSocket {
  const url = new URL(`/${door}${path}`, location.origin);
  url.protocol = url.protocol.replace('http', 'ws');
  for (const [name, value] of Object.entries({ ...query, token: session()?.token ?? '' }))
    url.searchParams.set(name, value);
  return new WebSocket(url);
}
