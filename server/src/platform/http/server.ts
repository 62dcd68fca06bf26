import type { Server as TlsServer } from 'node:https';
import Fastify, { type FastifyError, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { notFound, unauthenticated } from '../errors.ts';
import type { Log } from '../log/types.ts';
import { contextOf, type TlsSource } from '../tls/index.ts';
import { documentation } from './documentation.ts';
import { fastifyLog, pathOf } from './fastify-log.ts';
import { type Idempotency, noIdempotency } from './idempotency.ts';
import { isUnstorable, parseJsonBody } from './json-body.ts';
import { createMethodTable, type MethodTable } from './methods.ts';
import { codeOf, problemOf } from './problem.ts';
import { createRateCounters, type RateCheck, type RateCounters, rateChecks } from './rate-limits.ts';
import { requestIdOf } from './request-id.ts';
import { securityHeaders } from './security-headers.ts';
import { sockets } from './sockets.ts';
import type { Door, HttpApp, Problem } from './types.ts';
import { createValidatorCompiler } from './validation.ts';

/** What the HTTP floor reports about itself; `platform/metrics` or nothing stands behind it. */
export type HttpMetrics = {
  observeRequest(labels: { door: string; method: string; route: string; status: number }, seconds: number): void;
};

export type HouseRoutes = {
  register(app: HttpApp): void | Promise<void>;
  /** Asked about paths that neither a route nor a door knows; true when it has answered, false for a 404. */
  fallback?(request: FastifyRequest, reply: FastifyReply): boolean;
};

export type HttpServerOptions = {
  log: Log;
  metrics?: HttpMetrics;
  /** Doors with the prefix they hang under: `/ml` on the main port, '' on a door's own. */
  doors: readonly { door: Door; prefix: string }[];
  /** What is outside of every door: `/livez`, `/readyz`, `/metrics`, the console. */
  routes?: HouseRoutes;
  /** Counters of this process; the same object for every server of it. Leave out to switch rate limits off. */
  rateCounters?: RateCounters;
  /** Keeps the answers of requests with an Idempotency-Key; without it such keys are ignored. */
  idempotency?: Idempotency;
  /** Largest JSON body in bytes; routes may set their own `bodyLimit`. Default 1 MiB. */
  bodyLimit?: number;
  /** Speaks TLS with this certificate. */
  tls?: TlsSource;
  /** Addresses of proxies whose `X-Forwarded-For` is believed. Default none. */
  trustProxy?: boolean | string | string[];
};

export type HttpServer = {
  app: HttpApp;
  /** Starts to listen (port 0 picks a free one) and returns the URL. */
  listen(at: { host: string; port: number }): Promise<string>;
  close(): Promise<void>;
};

export { createRateCounters };

const MAX_PARAMETER_LENGTH = 1024;
/** Long enough for 100 MB over a slow line; a request that takes longer to arrive is given up. */
const REQUEST_TIMEOUT_MS = 600_000;
/** What comes before anybody is known: nobody needs Node's minute for headers, nor its two for shaking hands. */
const HEADERS_TIMEOUT_MS = 20_000;
const HANDSHAKE_TIMEOUT_MS = 10_000;

/**
 * Builds a server with its doors mounted and ready; it does not listen yet (`app.inject` works).
 *
 * Order in which a request of a door is looked at: request id, security headers, who is it, how often, may anybody come
 * in, then body, schema and handler. So nobody without a token makes us read a body.
 */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { tls } = options;
  const app = Fastify({
    ...(tls && { https: { ...contextOf(tls.pair()), handshakeTimeout: HANDSHAKE_TIMEOUT_MS } }),
    loggerInstance: fastifyLog(options.log),
    logController: quietLog(),
    genReqId: requestIdOf,
    requestIdHeader: false,
    bodyLimit: options.bodyLimit ?? 1024 * 1024,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: options.trustProxy ?? false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    // What the router refuses before any plugin runs (an undecodable path).
    frameworkErrors: (error, request, reply) => answerProblem(doorOf(request.url), error, request, reply),
  }) as unknown as HttpApp;
  app.server.headersTimeout = HEADERS_TIMEOUT_MS;
  // Connections that are open keep the certificate they began with.
  tls?.onChange(() => (app.server as unknown as TlsServer).setSecureContext(contextOf(tls.pair())));

  const doorOf = (url: string): Door | undefined =>
    options.doors.find(({ prefix }) => prefix === '' || url === prefix || url.startsWith(`${prefix}/`))?.door;

  app.setValidatorCompiler(createValidatorCompiler());
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'string' }, async (_request: unknown, body: string) =>
    body === '' ? undefined : parseJsonBody(body),
  );
  app.decorate('idempotency', options.idempotency ?? noIdempotency);
  app.decorateRequest('caller', undefined);
  // Hooks that need not wait take a callback: a promise for each of them and each request is felt at 10,000 a second.
  app.addHook('onRequest', (request, reply, next) => {
    reply.headers(securityHeaders).header('x-request-id', request.id);
    if (tls) reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
    next();
  });
  await sockets(app);
  app.addHook('preValidation', (request, _reply, next) => next(unstorableParameter(request)));
  app.addHook('onResponse', (request, reply, next) => {
    report(options, doorOf(request.url), request, reply);
    next();
  });
  app.setErrorHandler((error, request, reply) => answerProblem(undefined, error, request, reply));

  for (const { door, prefix } of options.doors) {
    await app.register((plugin) => mount(plugin as unknown as HttpApp, door, prefix, options.rateCounters), { prefix });
  }
  if (!options.doors.some(({ prefix }) => prefix === '')) {
    app.setNotFoundHandler((request, reply) => {
      if (options.routes?.fallback?.(request, reply)) return reply;
      return answerProblem(undefined, notFound('Not found'), request, reply);
    });
  }
  await options.routes?.register(app);
  await app.ready();

  return {
    app,
    listen: (at) => app.listen(at),
    close: () => app.close(),
  };
}

/** One door on one server: its authentication, limits, words and documentation, and then its own routes. */
async function mount(app: HttpApp, door: Door, prefix: string, counters: RateCounters | undefined): Promise<void> {
  const { dialect } = door;
  const methods = createMethodTable();
  const checkRate: RateCheck | undefined = counters && (await rateChecks(app, door.name, dialect, counters));
  app.decorate('dialect', dialect);
  app.addHook('onRoute', (route) => methods.add(route.url, route.method));
  app.setErrorHandler((error, request, reply) => answerProblem(door, error, request, reply));
  app.addHook('onRequest', async (request, reply) => {
    const isPublic = request.routeOptions.config?.public === true;
    // Answers are somebody's own; what may be kept says so itself.
    reply.header('cache-control', 'no-store');
    if (!isPublic) request.caller = await dialect.authenticate(request);
    if (checkRate) await checkRate(request, reply);
    if (request.is404 ? isHidden(request, dialect, prefix) : !isPublic && !request.caller) {
      throw unauthenticated('Not authenticated', { code: 'UNAUTHORIZED' });
    }
  });
  await documentation(app, door, prefix);
  app.setNotFoundHandler((request, reply) => answerProblem(door, missing(request, methods, reply), request, reply));
  await door.register(app);
}

function isHidden(request: FastifyRequest, dialect: Door['dialect'], prefix: string): boolean {
  return !request.caller && dialect.guards(pathOf(request.url).slice(prefix.length));
}

function missing(request: FastifyRequest, methods: MethodTable, reply: FastifyReply): unknown {
  const allowed = methods.allowed(pathOf(request.url));
  if (allowed.length === 0) return notFound('Not found');
  reply.header('Allow', allowed.join(', '));
  return Object.assign(new Error(`${request.method} is not allowed here; ${allowed.join(', ')} is`), {
    statusCode: 405,
  });
}

/** Answers in the door's words; outside of every door in the house's own, which are the same as the first door's. */
function answerProblem(door: Door | undefined, error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { problem, unexpected } = problemOf(error);
  if (unexpected) request.log.error({ err: error, route: request.routeOptions?.url }, 'request failed');
  else if (outside.has(problem.kind))
    request.log.warn({ err: error, route: request.routeOptions?.url }, problem.message);
  // Node would read the rest of the body and throw it away, however long it is.
  if (hasLongBody(request)) reply.header('Connection', 'close');
  const { status, body } = door ? door.dialect.problem(problem, request) : houseWords(problem, error as FastifyError);
  if (problem.retryAfterSeconds !== undefined)
    reply.header('Retry-After', Math.max(1, Math.ceil(problem.retryAfterSeconds)));
  // An undecodable path gets here without any hook.
  reply.headers(securityHeaders).header('x-request-id', request.id);
  reply.code(status).type('application/json; charset=utf-8').serializer(JSON.stringify).send(body);
}

/** Problems whose cause is a system that is not this program: the operator wants to know. */
const outside: ReadonlySet<string> = new Set(['unavailable', 'upstream_failed', 'upstream_timeout']);

function hasLongBody({ raw }: FastifyRequest): boolean {
  if (raw.readableEnded) return false;
  return raw.headers['transfer-encoding'] !== undefined || Number(raw.headers['content-length'] ?? 0) > 65_536;
}

function houseWords(problem: Problem, error: FastifyError): { status: number; body: unknown } {
  const status = problem.kind === 'not_found' ? 404 : problem.kind === 'internal' ? 500 : (error.statusCode ?? 400);
  return { status, body: { error: problem.message, code: problem.code || codeOf(problem.kind) } };
}

/** NUL and broken surrogates cannot be in any stored name or id: such a path or query is refused as it stands. */
function unstorableParameter(request: FastifyRequest): Error | undefined {
  for (const group of [request.params, request.query] as Record<string, unknown>[]) {
    for (const name in group) {
      const value = group[name];
      const isBad = Array.isArray(value) ? value.some(isUnstorableText) : isUnstorableText(value);
      if (isBad)
        return Object.assign(new Error(`'${name}' holds characters that are not allowed`), { statusCode: 400 });
    }
  }
  return undefined;
}

function isUnstorableText(value: unknown): boolean {
  return typeof value === 'string' && isUnstorable(value);
}

function report(
  options: HttpServerOptions,
  door: Door | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const route = request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown');
  const seconds = reply.elapsedTime / 1000;
  const labels = { door: door?.name ?? 'house', method: request.method, route, status: reply.statusCode };
  options.metrics?.observeRequest(labels, seconds);
  request.log.debug({ ...labels, ms: Math.round(reply.elapsedTime), caller: request.caller?.id }, 'request');
}

/** Fastify's own request lines are off: `report` writes one a request, without query strings. */
function quietLog(): LogController {
  const controller = new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' });
  controller.streamError = (error, request) => {
    request.log.warn({ err: error }, 'answer broke off after its headers were sent');
  };
  return controller;
}
