/** The few calls of the ml door that the demo makes, as any client would make them. */
export type Client = {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  remove(path: string): Promise<void>;
  bytes(path: string): Promise<Buffer>;
  upload<T>(path: string, fields: Record<string, string>, fileName: string, content: Blob): Promise<T>;
  /** Frames of a WebSocket until the server closes it. */
  follow(path: string, onFrame: (frame: Record<string, unknown>) => void): Promise<void>;
};

/** @throws an Error with the door's own sentence whenever an answer is not 2xx */
export function createClient(baseUrl: string, token: string): Client {
  const headers = { authorization: `Bearer ${token}` };
  async function call(path: string, init: RequestInit): Promise<Response> {
    const answer = await fetch(`${baseUrl}${path}`, init);
    if (answer.ok) return answer;
    const text = await answer.text();
    const said = /"error":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text;
    throw new Error(`${init.method ?? 'GET'} ${path} answered ${answer.status}: ${said}`);
  }
  return {
    get: async <T>(path: string) => (await call(path, { headers })).json() as Promise<T>,
    post: async <T>(path: string, body: unknown = {}) => {
      const json = { ...headers, 'content-type': 'application/json' };
      const answer = await call(path, { method: 'POST', headers: json, body: JSON.stringify(body) });
      return answer.json() as Promise<T>;
    },
    remove: async (path) => {
      await call(path, { method: 'DELETE', headers });
    },
    bytes: async (path) => Buffer.from(await (await call(path, { headers })).arrayBuffer()),
    upload: async <T>(path: string, fields: Record<string, string>, fileName: string, content: Blob) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append('file', content, fileName);
      return (await call(path, { method: 'POST', headers, body: form })).json() as Promise<T>;
    },
    follow: (path, onFrame) =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(`${baseUrl.replace(/^http/, 'ws')}${path}?token=${encodeURIComponent(token)}`);
        socket.addEventListener('message', (message) => onFrame(JSON.parse(String(message.data))));
        socket.addEventListener('close', () => resolve());
        socket.addEventListener('error', () => reject(new Error(`The live progress at ${path} broke off.`)));
      }),
  };
}
