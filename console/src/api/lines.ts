import { ApiError, mlUrl } from './client.ts';
import { session, setSession } from './session.ts';

/**
 * Posts to the ML door for an answer of lines of JSON, which are there to be read one by one as they arrive.
 *
 * @throws ApiError
 */
export async function askForLines(
  path: string,
  body: unknown,
  signal: AbortSignal,
): Promise<{ lines: AsyncGenerator<string>; requestId: string | undefined }> {
  const response = await fetch(`${mlUrl}${path}`, {
    method: 'POST',
    signal,
    headers: {
      Authorization: `Bearer ${session()?.token ?? ''}`,
      'Content-Type': 'application/json',
      Accept: 'application/x-ndjson',
    },
    body: JSON.stringify(body),
  });
  const requestId = response.headers.get('X-Request-Id') ?? undefined;
  if (!response.ok || !response.body) {
    if (response.status === 401) setSession(undefined);
    throw new ApiError(response.status, await response.json().catch(() => ({})), requestId);
  }
  return { lines: linesOf(response.body), requestId };
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest) yield rest;
}
