import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify';
import type { TSchema } from 'typebox';
import type { ErrorKind } from '../errors.ts';
import type { TlsSource } from '../tls/index.ts';

/*
 * door      one documented HTTP API; an encapsulated plugin
 * dialect   how a door recognizes callers and words errors
 * problem   anything that went wrong with a request, before a dialect words it
 * rate class how often somebody may call a group of routes
 */

/** The Fastify instance a door registers its routes on; schemas are TypeBox. */
export type HttpApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** What this floor needs to know of somebody who was recognized. The core's Principal has this shape. */
export type Caller = {
  kind: string;
  id: string;
  name: string;
  tenantId: string;
  role: string;
  sessionId?: string;
  /** When the session or the account ends by itself. */
  endsAt?: Date;
};

export type ProblemKind = ErrorKind | 'method_not_allowed' | 'unsupported_media_type' | 'internal';

export type Problem = {
  kind: ProblemKind;
  /** A sentence for a person. For 'internal' it says nothing of what happened; the log does, under the request id. */
  message: string;
  /** Stable identifier in SCREAMING_SNAKE. */
  code: string;
  details?: unknown;
  retryAfterSeconds?: number;
};

export type RateClass = {
  /** A function is asked each time. */
  max: number | (() => number);
  windowSeconds: number;
  /** 'caller' counts by principal, and by address for requests without one. */
  by: 'caller' | 'address';
};

export type Dialect = {
  /** Who sent this request; undefined for nobody we know. Called for routes that are not public. */
  authenticate(request: FastifyRequest): Promise<Caller | undefined>;
  /**
   * Calls `changed` whenever the caller may have ceased to be who they were (logged out, disabled); returns how to stop.
   * Open WebSockets then ask `authenticate` again; without it they do so every half minute.
   */
  watch?(caller: Caller, changed: () => void): () => void;
  /** Words a problem. The request id and Retry-After headers are added by the kit. */
  problem(problem: Problem, request: FastifyRequest): { status: number; body: unknown };
  /** Status a kind of problem gets, for the documentation. */
  statusOf(kind: ProblemKind): number;
  /** Schema of the body `problem` makes. */
  problemSchema: TSchema;
  /** `general` holds for every route that names no other class in `config.rate`. */
  rates: { general: RateClass } & Record<string, RateClass>;
  /** True for unknown paths (without the mount prefix) whose absence is only told to somebody we know. */
  guards(path: string): boolean;
};

export type Door = {
  /** Short name: the prefix on the main port and the name of its port setting. */
  name: string;
  title: string;
  description: string;
  version: string;
  defaultPort: number;
  dialect: Dialect;
  /** The door's own port speaks TLS with these; without it, plain HTTP. */
  tls?: TlsSource;
  /** OpenAPI security schemes by name; every route that is not public requires one of them. */
  securitySchemes: Record<string, Record<string, unknown>>;
  register(app: HttpApp): void | Promise<void>;
};

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on every route that is not public, and on public ones never. Doors turn it into their Principal. */
    caller: Caller | undefined;
  }
  interface FastifyInstance {
    /** The dialect of the door a route belongs to. */
    dialect: Dialect;
  }
  interface FastifyContextConfig {
    /** Open without authentication. */
    public?: boolean;
    /** Name of a rate class of the door's dialect; default `general`. */
    rate?: string;
    /** Set by `socketRoute`. */
    socket?: boolean;
  }
}
