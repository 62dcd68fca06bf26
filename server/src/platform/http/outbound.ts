import { lookup as systemLookup } from 'node:dns/promises';
import { createConnection, isIP, type Socket } from 'node:net';
import type { Dispatcher, RequestInit, Response } from 'undici';
import { type HouseError, invalid, upstreamFailed, upstreamTimeout } from '../errors.ts';
import { blockList, isReachable, type Reach } from './addresses.ts';

/** Finds all addresses of a host name; `dns.lookup` unless a test brings its own. */
export type Resolve = (host: string) => Promise<readonly string[]>;

export type OutboundOptions = {
  /** Hosts that are let through whatever their address: names, `*.domain`, IP addresses, CIDR ranges; all but ranges may name a port. */
  allow: readonly string[];
  resolve?: Resolve;
};

export type OutboundInit = RequestInit & {
  reach?: Reach;
  /** Until the answer's headers; default 30 s. */
  timeoutMs?: number;
  /** Largest body; default 64 MiB. */
  maxBytes?: number;
};

/** The only way to an address that somebody outside named. */
export type Outbound = {
  /**
   * `fetch` that cannot be led inside: each address is checked when it is connected to, also after a redirect.
   *
   * @throws invalid for a destination that is not allowed; upstream_failed, upstream_timeout
   */
  fetch(url: string | URL, init?: OutboundInit): Promise<Response>;
  /**
   * An IP address of `host` that may be connected to, for clients that are no HTTP (databases, SSH): connect to the
   * address, so that a second look-up cannot give another one.
   *
   * @throws invalid, upstream_failed
   */
  address(host: string, options?: { reach?: Reach; port?: number }): Promise<string>;
  /**
   * A TCP connection to an address of `host` that may be connected to, for clients that take a socket.
   *
   * @throws invalid, upstream_failed, upstream_timeout
   */
  connect(
    host: string,
    port: number,
    options?: { reach?: Reach; signal?: AbortSignal; timeoutMs?: number },
  ): Promise<Socket>;
  close(): Promise<void>;
};

export function createOutbound(options: OutboundOptions): Outbound {
  const allowed = allowList(options.allow);
  const resolve: Resolve =
    options.resolve ?? (async (host) => (await systemLookup(host, { all: true })).map((a) => a.address));

  async function address(
    host: string,
    { reach = 'public', port }: { reach?: Reach; port?: number } = {},
  ): Promise<string> {
    const bare = host.replace(/^\[|\]$/g, '');
    const letThrough = allowed(bare, port);
    if (isIP(bare)) {
      if (letThrough || isReachable(bare, reach)) return bare;
      throw notAllowed(host);
    }
    const addresses = await resolve(bare).catch((cause) => {
      throw upstreamFailed(`The host '${bare}' could not be found`, { code: 'HOST_NOT_FOUND', cause });
    });
    // One inside address among several is enough to refuse: nobody has an honest reason to mix them.
    const fine = addresses.every((found) => letThrough || allowed(found, port) || isReachable(found, reach));
    if (addresses.length === 0 || !fine) throw notAllowed(host);
    return addresses[0] as string;
  }

  const agents = new Map<Reach, Promise<Dispatcher>>();
  /** undici takes 60 ms to load, so it is loaded for the first request. */
  const agentFor = (reach: Reach): Promise<Dispatcher> => {
    let agent = agents.get(reach);
    if (!agent) {
      agent = import('undici').then(({ Agent, buildConnector }) => {
        const connect = buildConnector({ timeout: 10_000 });
        return new Agent({
          // Every connection, also for a redirect, comes by here. `host` keeps the name, for the certificate.
          connect: (target, done) => {
            const port = Number(target.port) || (target.protocol === 'https:' ? 443 : 80);
            address(target.hostname, { reach, port }).then(
              (hostname) => connect({ ...target, hostname }, done),
              (error) => done(error, null),
            );
          },
        });
      });
      agents.set(reach, agent);
    }
    return agent;
  };

  return {
    address,
    async connect(host, port, { reach = 'public', signal, timeoutMs = 10_000 } = {}) {
      const checked = await address(host, { reach, port });
      signal?.throwIfAborted();
      return await opened(createConnection({ host: checked, port }), host, timeoutMs, signal);
    },
    async fetch(url, init = {}) {
      const { reach = 'public', timeoutMs = 30_000, maxBytes = 64 * 1024 * 1024, ...rest } = init;
      const target = parseUrl(url);
      const { fetch } = await import('undici');
      const timer = new AbortController();
      const timeout = setTimeout(() => timer.abort(), timeoutMs);
      const signal = rest.signal ? AbortSignal.any([rest.signal, timer.signal]) : timer.signal;
      try {
        const response = await fetch(target, { ...rest, signal, dispatcher: await agentFor(reach) });
        return limited(response, maxBytes, target.host);
      } catch (error) {
        throw timer.signal.aborted ? tooSlow(target.host, timeoutMs) : failure(error, target.host);
      } finally {
        clearTimeout(timeout);
      }
    },
    async close() {
      for (const agent of agents.values()) await (await agent).destroy();
    },
  };
}

/** Settled when the socket is connected; a socket that did not make it is gone. */
function opened(socket: Socket, host: string, timeoutMs: number, signal: AbortSignal | undefined): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
      socket.destroy();
      reject(error);
    };
    const aborted = () => fail(signal?.reason);
    const failed = (error: Error) => fail(failure(error, host));
    const timer = setTimeout(() => fail(tooSlow(host, timeoutMs)), timeoutMs);
    signal?.addEventListener('abort', aborted, { once: true });
    socket.once('error', failed).once('connect', () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
      socket.off('error', failed);
      resolve(socket);
    });
  });
}

function parseUrl(url: string | URL): URL {
  const parsed = URL.parse(String(url));
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) {
    throw invalid('The URL must start with http:// or https://', { code: 'VALIDATION_ERROR' });
  }
  if (parsed.username || parsed.password) {
    throw invalid('The URL must not hold a user name or password', { code: 'VALIDATION_ERROR' });
  }
  return parsed;
}

function allowList(entries: readonly string[]): (hostOrAddress: string, port: number | undefined) => boolean {
  const rules = entries
    .map((entry) => entry.trim().toLowerCase())
    .filter(Boolean)
    .map((entry) => {
      // An IPv6 address has colons of its own; with a port it needs brackets.
      const [, bracketed, plain, port] = /^(?:\[(.*)\]|([^:]*|.*:.*:.*?))(?::(\d+))?$/.exec(entry) ?? [];
      return { matches: hostRule(bracketed ?? plain ?? entry), port: port === undefined ? undefined : Number(port) };
    });
  return (text, port) => {
    const host = text.toLowerCase().replace(/\.$/, '');
    return rules.some((rule) => (rule.port === undefined || rule.port === port) && rule.matches(host));
  };
}

function hostRule(pattern: string): (host: string) => boolean {
  const [network = '', bits] = pattern.split('/');
  const version = isIP(network);
  if (version === 0) return (host) => (pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern);
  const range = `${network}/${bits ?? (version === 4 ? 32 : 128)}`;
  const list = version === 4 ? blockList([range], []) : blockList([], [range]);
  return (host) => isIP(host) !== 0 && list.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6');
}

function limited(response: Response, maxBytes: number, host: string): Response {
  if (!response.body) return response;
  let bytes = 0;
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) controller.error(upstreamFailed(`'${host}' sent more than ${maxBytes} bytes`));
      else controller.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  const Answer = response.constructor as typeof Response;
  return new Answer(response.body.pipeThrough(counting), { status, statusText, headers });
}

function notAllowed(host: string): HouseError {
  return invalid(
    `'${host}' leads to an address that outgoing requests may not reach. The operator can allow it with SIGNALBOX_OUTBOUND_ALLOW.`,
    { code: 'DESTINATION_NOT_ALLOWED' },
  );
}

function tooSlow(host: string, ms: number): HouseError {
  return upstreamTimeout(`'${host}' did not answer within ${ms / 1000} s`);
}

function failure(error: unknown, host: string): unknown {
  const cause = error instanceof TypeError ? error.cause : error;
  if (cause instanceof Error && cause.name === 'HouseError') return cause;
  const code = (cause as { code?: string } | undefined)?.code ?? '';
  if (/TIMEOUT|ETIMEDOUT/.test(code)) return upstreamTimeout(`'${host}' did not answer in time`, { cause });
  const reason = cause instanceof Error ? cause.message : String(cause);
  return upstreamFailed(`'${host}' could not be reached: ${reason}`, { cause });
}
