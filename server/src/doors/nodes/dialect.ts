import { createHmac } from 'node:crypto';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Identity } from '../../core/identity/index.ts';
import type { Principal, Role } from '../../core/principal.ts';
import { equalSecrets } from '../../platform/crypto/index.ts';
import { forbidden, unauthenticated } from '../../platform/errors.ts';
import { type Dialect, problemResponses, statusByKind } from '../../platform/http/index.ts';

/*
 * The words of the nodes door: an httpOnly `session` cookie and a readable `csrf_token` cookie, or a bearer token; errors as
 * {error, code, details?}; roles viewer, operator, admin, super_admin.
 */
/** Problems this door documents with a status of their own. */
const statusByCode: Record<string, number> = { NODE_REFUSED: 422, NO_CONFIG: 404 };

export const Problem = Type.Object(
  {
    error: Type.String({ description: 'What happened, for a person' }),
    code: Type.String({ description: 'What happened, for a program' }),
    details: Type.Optional(Type.Unknown({ description: 'More about it' })),
  },
  { examples: [{ error: 'There is no node 7b1e', code: 'NODE_NOT_FOUND' }] },
);

/** `response: { 200: …, ...problems('not_found', 'forbidden') }` documents a route's errors. */
export const problems = problemResponses({ statusOf: (kind) => statusByKind[kind], problemSchema: Problem });

const SESSION = 'session';
const CSRF = 'csrf_token';
const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

export type NodesDialectOptions = {
  identity: Pick<Identity, 'authenticate' | 'watch'>;
  /** Ties a CSRF token to its session. */
  csrfKey: Buffer;
  /** Attempts to log in per address and minute. */
  mostLogins: () => number;
};

export type NodesDialect = Dialect & {
  /** Sets both cookies; returns the CSRF token. */
  open(request: FastifyRequest, reply: FastifyReply, token: string, seconds: number): string;
  /** Clears both. */
  clear(request: FastifyRequest, reply: FastifyReply): void;
};

export function createNodesDialect({ identity, csrfKey, mostLogins }: NodesDialectOptions): NodesDialect {
  // 32 hexadecimal digits that only this session's token makes: nothing has to be kept.
  const csrfOf = (token: string) => createHmac('sha256', csrfKey).update(token).digest('hex').slice(0, 32);

  /** @throws forbidden */
  function checkCsrf(request: FastifyRequest, token: string): void {
    if (reading.has(request.method)) return;
    const sent = request.headers['x-csrf-token'];
    if (typeof sent === 'string' && equalSecrets(sent, csrfOf(token))) return;
    throw forbidden('The X-CSRF-Token header must have the value of the csrf_token cookie', { code: 'CSRF' });
  }

  function setCookies(request: FastifyRequest, reply: FastifyReply, token: string, csrf: string, maxAge: number): void {
    const shared = { secure: request.protocol === 'https', sameSite: 'lax', path: '/', maxAge } as const;
    reply.header('set-cookie', [
      stringifySetCookie({ ...shared, name: SESSION, value: token, httpOnly: true }),
      stringifySetCookie({ ...shared, name: CSRF, value: csrf }),
    ]);
  }

  return {
    async authenticate(request) {
      const cookie = sessionCookie(request);
      if (cookie) {
        // A page of another origin can open a WebSocket with our cookies; browsers say where it is from.
        if (request.ws && isForeign(request)) return undefined;
        const caller = await identity.authenticate(cookie);
        if (caller) checkCsrf(request, cookie);
        return caller;
      }
      const token = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
      return token === undefined ? undefined : identity.authenticate(token);
    },
    watch: (caller, changed) => identity.watch(caller, changed),
    problem({ kind, message, code, details }, request) {
      const status = statusByCode[code] ?? statusByKind[kind];
      const more = details === undefined ? {} : { details };
      const words = kind === 'rate_limited' && isLogin(request) ? 'Too many login attempts. Try again later.' : message;
      return {
        status,
        body: { ...envelopeOf(request), error: words, code: code === 'INVALID' ? 'BAD_REQUEST' : code, ...more },
      };
    },
    statusOf: (kind) => statusByKind[kind],
    problemSchema: Problem,
    rates: {
      general: { max: 3000, windowSeconds: 60, by: 'caller' },
      // A whole fleet may come through one address, and each of its nodes comes again every five seconds until it is let in.
      nodes: { max: 60_000, windowSeconds: 60, by: 'address' },
      login: { max: mostLogins, windowSeconds: 60, by: 'address' },
      // Each begins with everything there is.
      live: { max: 120, windowSeconds: 60, by: 'caller' },
      transfer: { max: 10, windowSeconds: 60, by: 'caller' },
      ai: { max: 20, windowSeconds: 60, by: 'caller' },
    },
    guards: (path) => path.startsWith('/api/') || path.startsWith('/ws/'),
    open(request, reply, token, seconds) {
      const csrf = csrfOf(token);
      setCookies(request, reply, token, csrf, seconds);
      return csrf;
    },
    clear: (request, reply) => setCookies(request, reply, '', '', 0),
  };
}

const isLogin = ({ routeOptions }: FastifyRequest) => routeOptions?.url?.endsWith('/api/v1/auth/login') ?? false;

/** Failures of logging in and of the assistant come in the form of their successes. */
function envelopeOf(request: FastifyRequest): Record<string, unknown> {
  const url = request.routeOptions?.url ?? '';
  if (isLogin(request)) return { success: false, csrf_token: null, user: null };
  return url.includes('/api/v1/ai/') ? { success: false } : {};
}

function sessionCookie(request: FastifyRequest): string | undefined {
  const { cookie } = request.headers;
  return cookie === undefined ? undefined : parseCookie(cookie)[SESSION] || undefined;
}

function isForeign({ headers, host }: FastifyRequest): boolean {
  const { origin } = headers;
  return origin !== undefined && URL.parse(origin)?.host !== host;
}

/**
 * Who is asking; for routes that are not public.
 *
 * @throws unauthenticated
 */
export function principalOf(request: FastifyRequest): Principal {
  if (!request.caller) throw unauthenticated('Not authenticated');
  return request.caller as Principal;
}

export type NodesRole = 'viewer' | 'operator' | 'admin' | 'super_admin';
export const nodesRoles = ['viewer', 'operator', 'admin', 'super_admin'] as const;

/** Who owns a tenant is a super_admin here. */
export const nodesRole = (role: Role): NodesRole => (role === 'owner' ? 'super_admin' : role);
export const roleOf = (role: NodesRole): Role => (role === 'super_admin' ? 'owner' : role);
