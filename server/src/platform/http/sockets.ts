import type { IncomingMessage, Server } from 'node:http';
import websocket from '@fastify/websocket';
import type { FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import { Type } from 'typebox';
import type { WebSocket } from 'ws';
import { invalid } from '../errors.ts';
import type { HttpApp } from './types.ts';

const MAX_MESSAGE_BYTES = 1024 * 1024;

/** Call once a server, before any door is mounted. */
export async function sockets(app: HttpApp): Promise<void> {
  moveTokenToHeader(app.server as Server);
  await app.register(websocket, { options: { maxPayload: MAX_MESSAGE_BYTES } });
  // An upgrade of an ordinary route would otherwise be accepted, closed and logged with its query string.
  app.addHook('onRequest', async (request) => {
    if (request.ws && !request.is404 && request.routeOptions.config.socket !== true) {
      throw invalid('This path does not speak WebSocket', { code: 'BAD_REQUEST' });
    }
  });
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
    config: { socket: true },
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
    wsHandler: (socket, request) => route.connected(socket, prepared.get(request) as Ready, request),
  });
}
