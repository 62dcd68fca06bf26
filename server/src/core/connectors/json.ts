import { HouseError, upstreamFailed } from '../../platform/errors.ts';
import { storable } from '../../platform/failure-text.ts';
import type { SourceContext } from './schema.ts';

/** A REST answer comes at once and is held in memory; native drivers stream. */
const MOST_BYTES = 48 * 1024 ** 2;

export type Question = {
  url: string;
  method?: 'GET' | 'POST';
  body?: string;
  type?: string;
  headers?: Record<string, string>;
  reach?: 'network';
};

/**
 * Asks a REST source. Redirects are not followed: what asks with a key must not carry it elsewhere.
 *
 * @throws upstream_failed for anything but JSON in an answer of success; `details` has the source's status
 */
export async function askJson({ outbound, signal }: SourceContext, question: Question): Promise<unknown> {
  const { url, method = 'POST', body, type = 'application/json', headers = {}, reach } = question;
  const answer = await outbound.fetch(url, {
    method,
    signal,
    redirect: 'error',
    maxBytes: MOST_BYTES,
    timeoutMs: 30_000,
    ...(reach && { reach }),
    headers: { accept: 'application/json', ...(body !== undefined && { 'content-type': type }), ...headers },
    ...(body !== undefined && { body }),
  });
  const text = await answer.text().catch((error) => {
    if (error instanceof HouseError) throw error;
    signal.throwIfAborted();
    throw upstreamFailed('The source broke off in the middle of its answer.');
  });
  if (!answer.ok) throw refused(answer.status, text);
  try {
    return JSON.parse(text);
  } catch {
    throw upstreamFailed(`The source did not answer with JSON but with: ${storable(text.slice(0, 120)) || 'nothing'}`);
  }
}

function refused(status: number, text: string): HouseError {
  const advice: Record<number, string> = {
    401: 'It refused the key or token.',
    403: 'It refused the key or token.',
    404: 'It knows no such database, collection or path.',
  };
  const said = storable(text.replace(/\s+/g, ' ').slice(0, 200));
  return upstreamFailed(
    `The source answered ${status}. ${advice[status] ?? ''} ${said && `It said: ${said}`}`.replace(/ +/g, ' ').trim(),
    {
      code: 'UPSTREAM_FAILED',
      details: { status },
    },
  );
}

/** The rows of an answer: a list, or a list under one of the usual names. @throws upstream_failed */
export function rowsIn(answer: unknown, ...names: string[]): unknown[] {
  if (Array.isArray(answer)) return answer;
  for (const name of names) {
    const value = (answer as Record<string, unknown> | null)?.[name];
    if (Array.isArray(value)) return value;
  }
  throw upstreamFailed(
    `The source's answer is no list of rows${names.length ? ` and has none under ${names.join(', ')}` : ''}.`,
  );
}

/** `url` with `path` behind whatever path it has. */
export function below(url: string, path: string): string {
  return `${url.replace(/\/+$/, '')}${path}`;
}
