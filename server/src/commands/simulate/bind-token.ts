import { createHmac } from 'node:crypto';

export type Direction = 'ingress' | 'egress';

/**
 * What an edge shows a relay to bind its side of a tunnel: HMAC-SHA256 in lower-case hex. The key is the ASCII text of the
 * 64 hex digits, not the 32 bytes they stand for; the direction is the edge's own name for its side.
 */
export function bindToken(bindSecret: string, tunnelId: string, direction: Direction): string {
  return createHmac('sha256', Buffer.from(bindSecret, 'ascii')).update(`${tunnelId}:${direction}`).digest('hex');
}
