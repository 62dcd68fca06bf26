import { Agent, fetch } from 'undici';

/** The three calls of the nodes door that a simulation makes, as any client would make them. */
export type ManagerApi = {
  nodes(): Promise<{ id: string; name: string; device_type: string }[]>;
  /** @returns the registration token of the new node */
  create(name: string, deviceType: string): Promise<{ id: string; token: string }>;
  /** A new token for a node whose credentials are lost. */
  renewToken(id: string): Promise<string>;
  close(): Promise<void>;
};

export type SignIn = { url: string; username: string; password: string; acceptSelfSigned: boolean };

/** @throws an Error with the door's own sentence when it does not let us in, and here or later whenever an answer is not 2xx */
export async function openManagerApi({ url, username, password, acceptSelfSigned }: SignIn): Promise<ManagerApi> {
  const dispatcher = new Agent({ connect: { rejectUnauthorized: !acceptSelfSigned } });
  let headers: Record<string, string> = {};

  async function call(method: string, path: string, body?: unknown) {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const init = { method, dispatcher, headers: { ...headers, ...json } };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${url}/api/v1${path}`, { ...init, ...content }).catch((error: unknown) => {
      throw new Error(`${url} cannot be reached: ${reason(error)}. Is the server running (npm start)?`);
    });
    if (answer.ok) return answer;
    const text = await answer.text();
    const said = /"error":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text;
    throw new Error(`${method} /api/v1${path} answered ${answer.status}${said ? `: ${said}` : ''}`);
  }

  try {
    const answer = await call('POST', '/auth/login', { username, password });
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
    const { csrf_token: csrf } = (await answer.json()) as { csrf_token: string };
    headers = { cookie: cookies.join('; '), 'x-csrf-token': csrf };
  } catch (error) {
    await dispatcher.close();
    throw error;
  }
  return {
    nodes: async () => (await call('GET', '/nodes')).json() as ReturnType<ManagerApi['nodes']>,
    async create(name, device_type) {
      const node = await (await call('POST', '/nodes', { name, device_type })).json();
      const { id, registration_token: token } = node as { id: string; registration_token: string };
      return { id, token };
    },
    async renewToken(id) {
      const { registration_token } = (await (await call('POST', `/nodes/${id}/token`, {})).json()) as {
        registration_token: string;
      };
      return registration_token;
    },
    close: () => dispatcher.close(),
  };
}

function reason(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}
