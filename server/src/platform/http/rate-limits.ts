import rateLimit, { type FastifyRateLimitStore, normalizeIP } from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { rateLimited } from '../errors.ts';
import type { Dialect, HttpApp, RateClass } from './types.ts';

/** The counters of one process, shared by the main port and the doors' own ports so that a second port is no second ration. */
export type RateCounters = {
  /** Counts one more call under `key` in the current window. */
  increase(key: string, windowMs: number): { current: number; ttl: number };
};

const MOST_KEYS = 100_000;

/** Fixed windows in memory; at most 100,000 keys (about 20 MB), the oldest windows go first. */
export function createRateCounters(now: () => number = Date.now): RateCounters {
  const windows = new Map<string, { count: number; endsAt: number }>();
  return {
    increase(key, windowMs) {
      const at = now();
      let window = windows.get(key);
      if (!window || window.endsAt <= at) {
        windows.delete(key);
        if (windows.size >= MOST_KEYS) windows.delete(windows.keys().next().value as string);
        window = { count: 0, endsAt: at + windowMs };
        windows.set(key, window);
      }
      window.count++;
      return { current: window.count, ttl: window.endsAt - at };
    },
  };
}

/** Counts a request against its rate class. @throws rate_limited */
export type RateCheck = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/**
 * Prepares the rate check of one mounted door. Requests with a caller count by caller, others by address (an IPv6 /64 is
 * one address). Sets `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset` on every answer.
 */
export async function rateChecks(
  app: HttpApp,
  door: string,
  dialect: Dialect,
  counters: RateCounters,
): Promise<RateCheck> {
  await app.register(rateLimit, { global: false, store: storeOver(counters) });
  const checks = new Map(
    Object.entries(dialect.rates).map(([name, rate]) => [
      name,
      app.createRateLimit({
        max: rate.max,
        timeWindow: rate.windowSeconds * 1000,
        keyGenerator: (request) => `${door}:${name}:${keyOf(request, rate)}`,
      }),
    ]),
  );
  return async (request, reply) => {
    const name = request.routeOptions.config.rate ?? 'general';
    const check = checks.get(name);
    if (!check) throw new Error(`Route ${request.routeOptions.url} names the unknown rate class '${name}'`);
    const result = await check(request);
    if (result.isAllowed) return;
    reply.header('RateLimit-Limit', result.max);
    reply.header('RateLimit-Remaining', result.remaining);
    reply.header('RateLimit-Reset', result.ttlInSeconds);
    if (!result.isExceeded) return;
    throw rateLimited(`Rate limit exceeded. Try again in ${result.ttlInSeconds} s.`, {
      retryAfterSeconds: result.ttlInSeconds,
    });
  };
}

function keyOf(request: FastifyRequest, rate: RateClass): string {
  return rate.by === 'caller' && request.caller ? request.caller.id : normalizeIP(request.ip);
}

/** The plugin constructs its store itself; this hands it our shared one. */
function storeOver(counters: RateCounters): new () => FastifyRateLimitStore {
  return function Store() {
    const store: FastifyRateLimitStore = {
      incr: (key, callback, timeWindow) => callback(null, counters.increase(key, timeWindow)),
      child: () => store,
    };
    return store;
  } as unknown as new () => FastifyRateLimitStore;
}
