import { createHmac } from 'node:crypto';
import { isIP } from 'node:net';

/**
 * Where somebody logs in from, so roughly that an ordinary day does not change it: the network (IPv4 /24, IPv6 /48) and the
 * kind of browser without its version. Keyed: the table does not tell where people have been.
 */
export function placeOf(key: Buffer, address: string, userAgent: string): string {
  const text = JSON.stringify([networkOf(address), userAgent.replace(/[\d._]+/g, '')]);
  return createHmac('sha256', key).update(text).digest('base64url').slice(0, 22);
}

function networkOf(address: string): string {
  const bare = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIP(bare) === 4) return bare.split('.').slice(0, 3).join('.');
  if (isIP(bare) !== 6) return bare;
  const [head = '', tail] = bare.split('%')[0]?.toLowerCase().split('::') ?? [];
  const groups = head ? head.split(':') : [];
  const after = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : 8 - groups.length - after.length;
  const all = [...groups, ...Array<string>(Math.max(0, zeros)).fill('0'), ...after];
  return all
    .slice(0, 3)
    .map((group) => Number.parseInt(group || '0', 16).toString(16))
    .join(':');
}
