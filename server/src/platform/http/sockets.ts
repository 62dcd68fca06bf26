import type { IncomingMessage, Server } from 'node:http';
import { normalizeIP } from '@fastify/rate-limit';
import websocket from '@fastify/websocket';
import type { FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import { Type } from 'typebox';
import type { WebSocket } from 'ws';
import { invalid } from '../errors.ts';
import { createShares, type Shares } from '../shares.ts';
import type { Caller, Dialect, HttpApp } from './types.ts';

/** What the WebSocket library lets through at all; each kind of socket has its own, lower bound. */
const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;
/** Of clients of a door: they say little. */
const MAX_CLIENT_BYTES = 1024 * 1024;
/** How often an open socket is checked: does its client still answer, is its caller still who they were. */
const CHECK_MS = 30_000;
const POLICY_VIOLATION = 1008;
const TOO_BIG = 1009;
const TRY_AGAIN_LATER = 1013;
/** Longer timers fire at once. */
const MOST_TIMEOUT_MS = 2 ** 31 - 1;
/** Open sockets of one caller in this process; each keeps a reader of the event stream. */
const MOST_SOCKETS = 100;
/** Sockets of one address that have not said who they are: a whole fleet may come through one at the same time. */
const MOST_STRANGERS = 5000;

/** Call once a server, before any door is mounted. */
export async function sockets(app: HttpApp): Promise<void> {
  moveTokenToHeader(app.server as Server);
  app.decorate('openSockets', createShares(MOST_SOCKETS));
  await app.register(websocket, { options: { maxPayload: MAX_MESSAGE_BYTES }, errorHandler: reportFault });
  // An upgrade of an ordinary route would otherwise be accepted, closed and logged with its query string.
  app.addHook('onRequest', (request, _reply, next) => {
    const isMisled = request.ws && !request.is404 && request.routeOptions.config.socket !== true;
    next(isMisled ? invalid('This path does not speak WebSocket', { code: 'BAD_REQUEST' }) : undefined);
  });
}

/** Broken lines and frames carry a code, and anybody can make as many as they like: only what is our own fault is an error. */
function reportFault(error: Error, socket: WebSocket, request: FastifyRequest): void {
  if ('code' in error) request.log.debug({ err: error }, 'the other side broke a WebSocket off');
  else {
    request.log.error({ err: error, route: request.routeOptions.url }, 'a WebSocket failed');
    socket.terminate();
  }
}

/**
 * Browsers cannot set headers on a WebSocket, so `?token=` stands in for `Authorization: Bearer`. It becomes that header
 * before anything else sees the request, so that no log, error or hook ever holds a URL with a token in it.
 */
function moveTokenToHeader(server: Server): void {
  server.prependListener('upgrade', (request: IncomingMessage) => {
    const [path = '/', query] = (request.url ?? '/').split('?', 2);
    if (query === undefined) return;
    const parameters = new URLSearchParams(query);
    const token = parameters.get('token');
    if (token === null) return;
    parameters.delete('token');
    request.url = parameters.size > 0 ? `${path}?${parameters}` : path;
    request.headers.authorization ??= `Bearer ${token}`;
  });
}

export type SocketRoute<Ready> = {
  /** How often one may be opened: a rate class of the door's dialect. */
  rate?: string;
  schema: { params?: TSchema; querystring?: TSchema; response?: Record<number, TSchema> } & Record<string, unknown>;
  /** Runs before the upgrade, after authentication; what it throws is answered as an ordinary HTTP problem. */
  before(request: FastifyRequest): Promise<Ready>;
  /** The socket is open; `ready` is what `before` returned. */
  connected(socket: WebSocket, ready: Ready, request: FastifyRequest): void | Promise<void>;
};

/** A WebSocket route, documented as a GET that answers 101. */
export function socketRoute<Ready>(app: HttpApp, url: string, route: SocketRoute<Ready>): void {
  const prepared = new WeakMap<FastifyRequest, Ready>();
  app.route({
    method: 'GET',
    url,
    config: { socket: true, ...(route.rate && { rate: route.rate }) },
    schema: {
      ...route.schema,
      response: {
        101: Type.Null({ description: 'The connection is a WebSocket from here on' }),
        ...route.schema.response,
      },
    },
    preHandler: async (request) => {
      prepared.set(request, await route.before(request));
    },
    handler: async () => {
      throw invalid('This path speaks WebSocket: send an upgrade request', { code: 'BAD_REQUEST' });
    },
    wsHandler: (socket, request) => {
      const done = app.openSockets((request.caller as Caller).id);
      if (!done) return socket.close(TRY_AGAIN_LATER, `${MOST_SOCKETS} sockets are open already`);
      socket.on('close', done);
      limitUnread(socket, request, MAX_CLIENT_BYTES);
      guard(socket, request, app.dialect);
      return route.connected(socket, prepared.get(request) as Ready, request);
    },
  });
}

/**
 * A WebSocket route for machines that say who they are in their first message, not in headers. Nobody has been let in when
 * `connected` is called.
 *
 * @param route.rate class of rates that upgrades count against
 * @param route.mostUnproved bytes a stranger may send; the returned `prove` lifts the bound
 * @param route.pace how much is read of who has proved who it is; what it sends beyond that waits on its own side
 */
export function machineSocketRoute(
  app: HttpApp,
  url: string,
  route: {
    schema: Record<string, unknown>;
    rate: string;
    mostUnproved: number;
    pace: Pace;
    connected(socket: WebSocket, address: string, prove: () => void): void;
  },
): void {
  const strangers = createShares(MOST_STRANGERS);
  app.route({
    method: 'GET',
    url,
    config: { socket: true, public: true, rate: route.rate },
    schema: {
      ...route.schema,
      response: { 101: Type.Null({ description: 'The connection is a WebSocket from here on' }) },
    },
    handler: async () => {
      throw invalid('This path speaks WebSocket: send an upgrade request', { code: 'BAD_REQUEST' });
    },
    wsHandler: (socket, request) => {
      const known = strangers(normalizeIP(request.ip));
      if (!known) return socket.terminate();
      socket.on('close', known);
      const lift = limitUnread(socket, request, route.mostUnproved);
      route.connected(socket, request.ip, () => {
        known();
        lift();
        keepPace(socket, route.pace);
      });
    },
  });
}

/** Bytes at once, and a second; each message and ping costs `perMessage` besides. */
export type Pace = { burst: number; perSecond: number; perMessage: number };

/** Stops reading for as long as a socket has sent too much: it can fill its own buffers, and nobody else's time. */
function keepPace(socket: WebSocket, { burst, perSecond, perMessage }: Pace): void {
  let left = burst;
  let at = Date.now();
  const count = (message: Buffer) => {
    const now = Date.now();
    left = Math.min(burst, left + ((now - at) / 1000) * perSecond) - message.length - perMessage;
    at = now;
    if (left >= 0 || socket.isPaused) return;
    socket.pause();
    setTimeout(() => socket.resume(), (-left / perSecond) * 1000).unref();
  };
  socket.on('message', count);
  socket.on('ping', count);
}

/** Ends a socket that sends a message (or what is no message at all) of more than `most` bytes. Returns how to lift it. */
function limitUnread(socket: WebSocket, { raw }: FastifyRequest, most: number): () => void {
  let unread = 0;
  const count = (chunk: Buffer) => {
    unread += chunk.length;
    if (unread > most) socket.close(TOO_BIG, `at most ${most} bytes`);
    if (unread > 2 * most) socket.terminate();
  };
  const reset = () => {
    unread = 0;
  };
  raw.socket.on('data', count);
  socket.on('message', reset);
  socket.on('pong', reset);
  return () => {
    raw.socket.off('data', count);
    socket.off('message', reset);
  };
}

/** Everything a socket was opened with but a name and an end: role, tenant, limits. */
function rightsOf({ name: _, endsAt: __, ...rights }: Caller): string {
  return JSON.stringify(rights);
}

/** Closes a socket at once when its session ends or its caller's rights change, and within a minute when its client is gone without saying so. */
function guard(socket: WebSocket, request: FastifyRequest, dialect: Dialect): void {
  let answered = true;
  const rights = rightsOf(request.caller as Caller);
  const checkCaller = async () => {
    // A database that is away for a moment ends no sockets.
    const caller = await dialect.authenticate(request).catch(() => request.caller);
    if (!caller) socket.close(POLICY_VIOLATION, 'The session has ended');
    else if (rightsOf(caller) !== rights) socket.close(POLICY_VIOLATION, 'Your rights have changed: connect again');
  };
  const stopWatching = dialect.watch?.(request.caller as Caller, checkCaller);
  const { endsAt } = request.caller as Caller;
  const end = endsAt && setTimeout(checkCaller, Math.min(MOST_TIMEOUT_MS, endsAt.getTime() - Date.now() + 50)).unref();
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
    void checkCaller();
  }, CHECK_MS).unref();
  socket.on('pong', () => {
    answered = true;
  });
  socket.on('close', () => {
    clearInterval(timer);
    clearTimeout(end);
    stopWatching?.();
  });
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Open sockets by caller. */
    openSockets: Shares;
  }
}
