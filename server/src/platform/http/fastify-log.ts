import type { FastifyBaseLogger } from 'fastify';
import type { Log } from '../log/types.ts';

type Level = 'debug' | 'info' | 'warn' | 'error';

/** What Fastify makes a child for: a request id. */
type Bindings = Record<string, unknown>;

/**
 * Our log in the shape Fastify and its plugins write to. Requests become method and path: a query string may hold a token.
 *
 * One is made for every request and most write nothing, so it is two fields and a prototype, and the bindings are added to
 * the lines that are written.
 */
export function fastifyLog(log: Log): FastifyBaseLogger {
  return childOf(log, {}) as unknown as FastifyBaseLogger;
}

function childOf(log: Log, bindings: Bindings): object {
  return Object.assign(Object.create(methods), { log, bindings });
}

type Child = { log: Log; bindings: Bindings };

const nothing = () => {};
const line = (level: Level) =>
  function (this: Child, first: unknown, message?: string): void {
    if (typeof first === 'string') this.log[level](this.bindings, first);
    else
      this.log[level](
        { ...this.bindings, ...fieldsOf(first) },
        message ?? (first instanceof Error ? first.message : ''),
      );
  };
const methods = {
  level: 'debug',
  trace: nothing,
  silent: nothing,
  debug: line('debug'),
  info: line('info'),
  warn: line('warn'),
  error: line('error'),
  fatal: line('error'),
  child(this: Child, more: Bindings): object {
    return childOf(this.log, { ...this.bindings, ...more });
  },
};

function fieldsOf(first: unknown): Record<string, unknown> {
  if (first instanceof Error) return { error: first };
  const { err, req, res, ...fields } = first as Record<string, unknown>;
  if (err !== undefined) fields.error = err;
  if (req !== undefined) fields.request = describe(req as { method?: string; url?: string });
  if (res !== undefined) fields.status = (res as { statusCode?: number }).statusCode;
  return fields;
}

function describe({ method, url }: { method?: string; url?: string }): string {
  return `${method} ${pathOf(url ?? '')}`;
}

/** A URL without its query string. */
export function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  return end === -1 ? url : url.slice(0, end);
}
