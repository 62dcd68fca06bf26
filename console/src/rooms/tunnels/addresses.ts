const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Where edges reach a relay, as far as its last report tells: a relay that listens everywhere does not tell it. */
export function relayAddress(health: unknown): string | undefined {
  if (!isObject(health)) return undefined;
  const told = [health.public_quic_addr, health.quic_addr].find((address) => typeof address === 'string');
  return typeof told === 'string' && !/^(0\.0\.0\.0|\[::\]):/.test(told) ? told : undefined;
}

/** The IP addresses of a node, but for those only it can use; newer programs report them. */
export function addressesOf(health: unknown): string[] {
  if (!isObject(health) || !Array.isArray(health.network_interfaces)) return [];
  return health.network_interfaces.flatMap((card: unknown) => {
    if (!isObject(card) || card.is_loopback === true) return [];
    return [card.ipv4, card.ipv6].flatMap((list) => (Array.isArray(list) ? list.filter(isUsable) : []));
  });
}

const isUsable = (address: unknown): address is string =>
  typeof address === 'string' && !/^(127\.|169\.254\.|::1|fe80:)/i.test(address);
