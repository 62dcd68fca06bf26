/** The default port of the nodes door, with TLS; nodes take nothing else. */
const TLS_PORT = 8443;

/**
 * Where nodes reach this server: the name people know it by, and the door's own port. A page that came over TLS came
 * through something in front, which nodes can use as well.
 */
export function nodeAddress({ protocol, hostname, host }: Pick<Location, 'protocol' | 'hostname' | 'host'>): string {
  if (protocol === 'https:' && host !== `${hostname}:${TLS_PORT}`) return `wss://${host}/nodes/ws/node`;
  return `wss://${hostname}:${TLS_PORT}/ws/node`;
}

/** The part of an edge's or relay's configuration file that makes it register here. */
export function managerBlock(address: string, token: string, trustsSelfSigned: boolean, generation: 'new' | 'old') {
  const manager = {
    enabled: true,
    ...(generation === 'new' ? { urls: [address] } : { url: address }),
    ...(trustsSelfSigned && { accept_self_signed_cert: true }),
    registration_token: token,
  };
  return JSON.stringify({ manager }, null, 2);
}
