import createFetchClient, { type Client } from 'openapi-fetch';
import type { paths } from './ml.ts';

export type { paths as MlPaths } from './ml.ts';

type Body<Responses> = {
  [Status in keyof Responses & (200 | 201 | 202)]: Responses[Status] extends {
    content: { 'application/json': infer Json };
  }
    ? Json
    : never;
}[keyof Responses & (200 | 201 | 202)];

/**
 * What an operation of the ml door answers with.
 *
 * @example type Dataset = MlAnswer<'/api/v1/datasets/{id}', 'get'>;
 */
export type MlAnswer<Path extends keyof paths, Method extends keyof paths[Path]> = paths[Path][Method] extends {
  responses: infer Responses;
}
  ? Body<Responses>
  : never;

/** What an operation of the ml door is sent as JSON. */
export type MlRequest<Path extends keyof paths, Method extends keyof paths[Path]> = paths[Path][Method] extends {
  requestBody?: { content: { 'application/json': infer Json } };
}
  ? Json
  : never;

type ErrorBody = { error?: string; code?: string; details?: unknown };

/** A door answered with an error: its sentence, its code, and the id of the request to quote when asking about it. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: unknown;
  readonly requestId: string | undefined;

  constructor(status: number, body: ErrorBody, requestId?: string) {
    super(body.error ?? `The server answered with status ${status}.`);
    this.name = 'ApiError';
    this.status = status;
    this.code = body.code ?? 'UNKNOWN';
    this.details = body.details;
    this.requestId = requestId;
  }
}

export type ClientOptions = {
  /** `https://host:8080/ml` on the main port, or the door's own port. */
  baseUrl: string;
  /** The bearer token, asked for at every request; undefined while nobody is signed in. */
  token?: () => string | undefined;
  /** Called when the server no longer knows the token. */
  onSignedOut?: () => void;
};

export type MlClient = Client<paths>;

/**
 * A typed client of the ml door. Every call resolves with `{ data }` or throws an ApiError, so callers need not look at
 * status codes.
 *
 * @example const { data } = await client.GET('/api/v1/datasets/{id}', { params: { path: { id } } });
 */
export function createMlClient({ baseUrl, token, onSignedOut }: ClientOptions): MlClient {
  const client = createFetchClient<paths>({ baseUrl });
  client.use({
    onRequest({ request }) {
      const bearer = token?.();
      if (bearer) request.headers.set('Authorization', `Bearer ${bearer}`);
      return request;
    },
    async onResponse({ request, response }) {
      if (response.ok) return response;
      const body = (await response.json().catch(() => ({}))) as ErrorBody;
      // Other codes of a 401 are about something else that was sent: a wrong current password, a wrong code.
      const isUnknown = response.status === 401 && body.code === 'UNAUTHORIZED';
      if (isUnknown && request.headers.has('Authorization')) onSignedOut?.();
      throw new ApiError(response.status, body, response.headers.get('X-Request-Id') ?? undefined);
    },
  });
  return client;
}
