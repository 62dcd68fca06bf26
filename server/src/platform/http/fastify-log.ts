import type { FastifyBaseLogger } from 'fastify';
import type { Log } from '../log/types.ts';

type Line = (first: unknown, message?: string) => void;
type Level = 'debug' | 'info' | 'warn' | 'error';

/**
 * Our log in the shape Fastify and its plugins write to. Requests become method and path: a query string may hold a token.
 * A child is made on its first line, because most requests write none.
 */
export function fastifyLog(parent: () => Log, bindings: Record<string, unknown> = {}): FastifyBaseLogger {
  let child: Log | undefined;
  const write =
    (level: Level): Line =>
    (first, message) => {
      child ??= parent().child(bindings);
      if (typeof first === 'string') child[level]({}, first);
      else child[level](fieldsOf(first), message ?? (first instanceof Error ? first.message : ''));
    };
  const log = {
    level: 'debug',
    trace: () => {},
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    fatal: write('error'),
    silent: () => {},
    child: (more: Record<string, unknown>) => fastifyLog(parent, { ...bindings, ...more }),
  };
  return log as unknown as FastifyBaseLogger;
}

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
