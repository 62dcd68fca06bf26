import { BlockList, isIP } from 'node:net';

/**
 * Where an outgoing connection may go. `public`: the internet only. `network`: also private and carrier-grade NAT
 * networks, where edge devices live; never this machine, its link or the cloud's metadata service.
 */
export type Reach = 'public' | 'network';

/** Source: IANA IPv4 and IPv6 Special-Purpose Address Registries. */
const never4 = [
  '0.0.0.0/8', // this host
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link-local, metadata services
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // 6to4 relays
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
];
const metadata4 = ['100.100.100.200/32']; // the one metadata service inside a carrier-grade NAT range
const private4 = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'];
const private6 = ['fc00::/7'];
const metadata6 = ['fd00:ec2::254/128', 'fd20:ce::254/128'];
/** Of the global unicast space only. What embeds an IPv4 address is refused as a whole. */
const never6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20', '5f00::/16'];

const lists = {
  never: blockList([...never4, ...metadata4], [...never6, ...metadata6]),
  private: blockList(private4, private6),
  global6: blockList([], ['2000::/3']),
};

/** True when a connection to this IP address may be made. Anything that is not an IP address may not. */
export function isReachable(address: string, reach: Reach): boolean {
  const bare = address.split('%', 1)[0] as string;
  const version = isIP(bare);
  if (version === 0) return false;
  const mapped = version === 6 ? mappedIPv4(bare) : undefined;
  if (mapped !== undefined) return isReachable(mapped, reach);
  const family = version === 4 ? 'ipv4' : 'ipv6';
  if (lists.never.check(bare, family)) return false;
  if (lists.private.check(bare, family)) return reach === 'network';
  return version === 4 || lists.global6.check(bare, 'ipv6');
}

/** `::ffff:a.b.c.d` in any spelling is that IPv4 address to the operating system. */
function mappedIPv4(address: string): string | undefined {
  const canonical = new URL(`http://[${address}]`).hostname;
  const groups = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(canonical);
  if (!groups) return undefined;
  const [high, low] = [Number.parseInt(groups[1] as string, 16), Number.parseInt(groups[2] as string, 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

export function blockList(ipv4: readonly string[], ipv6: readonly string[]): BlockList {
  const list = new BlockList();
  for (const cidr of ipv4) add(list, cidr, 'ipv4');
  for (const cidr of ipv6) add(list, cidr, 'ipv6');
  return list;
}

function add(list: BlockList, cidr: string, family: 'ipv4' | 'ipv6'): void {
  const [network, bits] = cidr.split('/') as [string, string];
  list.addSubnet(network, Number(bits), family);
}
