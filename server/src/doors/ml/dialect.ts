import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Identity } from '../../core/identity/index.ts';
import type { Principal, Role } from '../../core/principal.ts';
import { unauthenticated } from '../../platform/errors.ts';
import { type Dialect, problemResponses, statusByKind } from '../../platform/http/index.ts';

/*
 * The words of the ML door: opaque bearer tokens, errors as {error, code, details?}, roles admin/operator/viewer.
 * Statuses are the contract's; 405, 409, 412, 413, 415 and 503 are said where HTTP has a more exact word than 400 or 500.
 */
/** What the core calls a kind when it gives no code of its own, and what this door calls it. */
const codes: Record<string, string> = {
  INVALID: 'BAD_REQUEST',
  UNAUTHENTICATED: 'UNAUTHORIZED',
  LIMIT: 'LIMIT_EXCEEDED',
  TOO_LARGE: 'PAYLOAD_TOO_LARGE',
};

export const Problem = Type.Object(
  {
    error: Type.String({ description: 'What happened, for a person' }),
    code: Type.String({ description: 'What happened, for a program' }),
    details: Type.Optional(Type.Unknown({ description: 'More about it: a list of fields, an id' })),
  },
  { examples: [{ error: 'Dataset not found', code: 'NOT_FOUND', details: 'ds_00000000' }] },
);

/** `response: { 200: …, ...problems('not_found', 'forbidden') }` documents a route's errors. */
export const problems = problemResponses({ statusOf: (kind) => statusByKind[kind], problemSchema: Problem });

export function createMlDialect(identity: Pick<Identity, 'authenticate' | 'watch'>): Dialect {
  return {
    async authenticate(request) {
      const token = bearerToken(request);
      return token === undefined ? undefined : identity.authenticate(token);
    },
    watch: (caller, changed) => identity.watch(caller, changed),
    problem: ({ kind, message, code, details }) => ({
      status: statusByKind[kind],
      body: { error: message, code: codes[code] ?? code, ...(details === undefined ? {} : { details }) },
    }),
    statusOf: (kind) => statusByKind[kind],
    problemSchema: Problem,
    rates: {
      general: { max: 1000, windowSeconds: 60, by: 'caller' },
      login: { max: 30, windowSeconds: 60, by: 'address' },
      // Signing up and proving an address, apart from logging in.
      credentials: { max: 30, windowSeconds: 60, by: 'address' },
      // A command line that waits to be let in asks every second.
      poll: { max: 120, windowSeconds: 60, by: 'address' },
      // Each one reaches out to another machine.
      connect: { max: 30, windowSeconds: 60, by: 'caller' },
      agent: { max: 20, windowSeconds: 60, by: 'caller' },
    },
    guards: (path) => path.startsWith('/api/') || path.startsWith('/ws/'),
  };
}

/** The token of `Authorization: Bearer …` (the kit moves a WebSocket's `?token=` there). */
export function bearerToken(request: FastifyRequest): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
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

export type MlRole = 'admin' | 'operator' | 'viewer';

/** This door knows three roles; the owner of a tenant is an admin here. */
export function mlRole(role: Role): MlRole {
  return role === 'owner' ? 'admin' : role;
}
