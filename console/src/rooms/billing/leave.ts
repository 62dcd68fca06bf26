import type { Subscription } from '../../api/billing.ts';

/**
 * The address a server sent us to, when it is one a browser may be sent to: an address that is a script would run here.
 *
 * @throws Error
 */
export function webAddress(address: string, base: string): URL {
  const url = new URL(address, base);
  if (url.protocol === 'https:' || url.protocol === 'http:') return url;
  throw new Error(`The server named an address that is no web page (${url.protocol}). Nothing was changed.`);
}

/**
 * The page a payment provider named. The sandbox's are pages of this console: they stay at the address it is seen under,
 * where the person is signed in, though the server may know itself by another one.
 */
export function providerPage(provider: Subscription['provider'], address: string, origin: string): string {
  const { href, pathname, search } = webAddress(address, origin);
  return provider === 'sandbox' ? `${origin}${pathname}${search}` : href;
}

/** Leaves for a page of the payment provider, or comes back from it. */
export function leaveFor(address: string): void {
  // On the way back a browser may show this page just as it was left, with its buttons still busy leaving.
  addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
  location.assign(webAddress(address, location.origin));
}

export const leaveForProvider = (provider: Subscription['provider'], address: string): void =>
  leaveFor(providerPage(provider, address, location.origin));
