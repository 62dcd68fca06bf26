import createFetchClient, { type Client, type Middleware } from 'openapi-fetch';
import type { paths as MlPaths } from './ml.ts';
import type { paths as NodesPaths } from './nodes.ts';

export type { MlPaths, NodesPaths };

type Success = 200 | 201 | 202;
type Body<Responses> = {
  [Status in keyof Responses & Success]: Responses[Status] extends { content: { 'application/json': infer Json } }
    ? Json
    : never;
}[keyof Responses & Success];
type AnswerOf<Operation> = Operation extends { responses: infer Responses } ? Body<Responses> : never;
type RequestOf<Operation> = Operation extends { requestBody?: { content: { 'application/json': infer Json } } }
  ? Json
  : never;

/**
 * What an operation of the ml door answers with.
 *
 * @example type Dataset = MlAnswer<'/api/v1/datasets/{id}', 'get'>;
 */
export type MlAnswer<Path extends keyof MlPaths, Method extends keyof MlPaths[Path]> = AnswerOf<MlPaths[Path][Method]>;

/** What an operation of the ml door is sent as JSON. */
export type MlRequest<Path extends keyof MlPaths, Method extends keyof MlPaths[Path]> = RequestOf<
  MlPaths[Path][Method]
>;

/** What an operation of the nodes door answers with. */
export type NodesAnswer<Path extends keyof NodesPaths, Method extends keyof NodesPaths[Path]> = AnswerOf<
  NodesPaths[Path][Method]
>;

/** What an operation of the nodes door is sent as JSON. */
export type NodesRequest<Path extends keyof NodesPaths, Method extends keyof NodesPaths[Path]> = RequestOf<
  NodesPaths[Path][Method]
>;

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

export type MlClient = Client<MlPaths>;
export type NodesClient = Client<NodesPaths>;

/**
 * A typed client of the ml door. Every call resolves with `{ data }` or throws an ApiError, so callers need not look at
 * status codes.
 *
 * @example const { data } = await client.GET('/api/v1/datasets/{id}', { params: { path: { id } } });
 */
export function createMlClient(options: ClientOptions): MlClient {
  const client = createFetchClient<MlPaths>({ baseUrl: options.baseUrl });
  client.use(conversation(options));
  return client;
}

/** A typed client of the nodes door, with a bearer token; it works as the one of the ml door does. */
export function createNodesClient(options: ClientOptions): NodesClient {
  const client = createFetchClient<NodesPaths>({ baseUrl: options.baseUrl });
  client.use(conversation(options));
  return client;
}

/** Says who is asking, and turns answers that are errors into ApiErrors. */
function conversation({ token, onSignedOut }: ClientOptions): Middleware {
  return {
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
  };
}
