import { createHmac, randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Database, Transaction } from '../database/index.ts';
import { conflict, invalid } from '../errors.ts';
import { type Claim, idempotencyStore, type KeyRow } from './idempotency-store.ts';

/*
 * A request with an Idempotency-Key has its effect once, however often it is sent.
 *
 * INVARIANTS: the answer is stored in the transaction that makes the effect, so there is never one without the other.
 * Only the attempt that holds the claim can store it: one that was overtaken (its process hung for a minute) fails at
 * that point and its transaction is rolled back.
 */
const KEPT_SECONDS = 24 * 3600;
/** A claim older than this without an answer belongs to a process that died. */
const IN_FLIGHT_SECONDS = 60;

/** For `schema.headers` of routes that answer with `once`. */
export const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      description:
        'Any text of your own, new for each request: sent again with the same key, the request has its effect once',
      examples: ['5f1f7c9a-order-7'],
    }),
  ),
});

/** To be called inside the transaction that makes the effect, with what the work will return. */
export type Remember<Result> = (tx: Transaction, result: Result) => Promise<void>;

export type Idempotency = {
  once<Result>(
    request: FastifyRequest,
    reply: FastifyReply,
    answer: { status: number; view: (result: Result) => unknown },
    work: (remember: Remember<Result>) => Promise<Result>,
  ): Promise<void>;
  /** Forgets keys older than a day; returns how many. */
  removeExpired(): Promise<number>;
};

/**
 * Runs `work` and answers with its result; when the request has an `Idempotency-Key`, at most once per caller and key.
 * The same request again gets the same answer (`Idempotency-Replayed: true`) for 24 hours. What fails is not kept.
 *
 * @example once(request, reply, { status: 201, view: runView }, (remember) => training.start(principal, body, remember))
 * @throws conflict while the first is still running; invalid when the key was used for another request or is malformed
 */
export function once<Result>(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: { status: number; view: (result: Result) => unknown },
  work: (remember: Remember<Result>) => Promise<Result>,
): Promise<void> {
  return request.server.idempotency.once(request, reply, answer, work);
}

/**
 * @param fingerprintKey what the fingerprints of requests are keyed with, the same in every process: a request may hold a
 *   password, and a plain hash of it would let who reads the table try passwords
 */
export function createIdempotency(database: Database, fingerprintKey: Buffer): Idempotency {
  return {
    async once(request, reply, answer, work) {
      const key = keyOf(request);
      if (key === undefined) {
        const result = await work(async () => {});
        return send(reply, answer.status, serialize(reply, answer.status, answer.view(result)));
      }
      const claim: Claim = {
        caller: callerOf(request),
        key,
        fingerprint: fingerprintOf(request, fingerprintKey),
        attempt: randomUUID(),
      };
      const earlier = await idempotencyStore.claim(database, claim, {
        kept: KEPT_SECONDS,
        inFlight: IN_FLIGHT_SECONDS,
      });
      if (earlier) return replay(reply, claim, earlier);
      let body: string | undefined;
      const finish = async (on: Database | Transaction, text: string) => {
        if (!(await idempotencyStore.finish(on, claim, answer.status, text))) throw inFlight(key);
      };
      try {
        const result = await work(async (tx, outcome) => {
          body = serialize(reply, answer.status, answer.view(outcome));
          await finish(tx, body);
        });
        if (body === undefined) {
          body = serialize(reply, answer.status, answer.view(result));
          await finish(database, body);
        }
      } catch (error) {
        // A failure here leaves the claim to lapse by itself after a minute.
        await idempotencyStore.release(database, claim).catch(() => {});
        throw error;
      }
      return send(reply, answer.status, body);
    },
    removeExpired: () => idempotencyStore.removeExpired(database),
  };
}

/** Without a database behind it: keys are ignored. For servers of tests. */
export const noIdempotency: Idempotency = {
  async once(_request, reply, answer, work) {
    const result = await work(async () => {});
    return send(reply, answer.status, serialize(reply, answer.status, answer.view(result)));
  },
  removeExpired: async () => 0,
};

function replay(reply: FastifyReply, claim: Claim, earlier: KeyRow): void {
  if (!claim.fingerprint.equals(earlier.fingerprint)) {
    throw invalid('This Idempotency-Key was already used for a different request. Use a new key for a new request.', {
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  }
  if (earlier.status === null || earlier.body === null) throw inFlight(claim.key);
  reply.header('Idempotency-Replayed', 'true');
  send(reply, earlier.status, earlier.body);
}

function inFlight(key: string) {
  return conflict(`A request with the Idempotency-Key '${key}' is still being worked on. Try again in a moment.`, {
    code: 'IDEMPOTENCY_KEY_IN_USE',
    retryAfterSeconds: 1,
  });
}

function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw invalid('The Idempotency-Key must be 1 to 255 printable ASCII characters without spaces', {
    code: 'VALIDATION_ERROR',
  });
}

function callerOf(request: FastifyRequest): string {
  return request.caller ? `${request.caller.kind}:${request.caller.id}` : `address:${request.ip}`;
}

/** What makes two requests the same. A streamed body is not read twice: its length stands for it. */
function fingerprintOf(request: FastifyRequest, key: Buffer): Buffer {
  const body =
    request.body === undefined ? `length ${request.headers['content-length']}` : JSON.stringify(request.body);
  return createHmac('sha256', key).update(`${request.method} ${request.url}\n${body}`).digest();
}

function serialize(reply: FastifyReply, status: number, view: unknown): string {
  const serializer = reply.getSerializationFunction(String(status)) ?? JSON.stringify;
  return serializer(view as Record<string, unknown>);
}

function send(reply: FastifyReply, status: number, body: string): void {
  reply
    .code(status)
    .type('application/json; charset=utf-8')
    .serializer((text: string) => text)
    .send(body);
}

declare module 'fastify' {
  interface FastifyInstance {
    idempotency: Idempotency;
  }
}
