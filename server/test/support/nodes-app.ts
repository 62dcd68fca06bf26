import { type Answer, type Person, startTestApp } from './app.ts';
import type { CleansUp } from './defer.ts';
import { registerNode } from './node-client.ts';
import { makeNode } from './nodes-objects.ts';

export type NodeView = { status: string; software_version: string | null; last_health: unknown };
export type EventView = { id: number; severity: string; category: string; message: string; [field: string]: unknown };

/** The nodes door of a house of its own, and what tests of its protocol ask it. */
export async function startNodesApp(t: CleansUp) {
  const app = (await startTestApp(t)).door('nodes');
  const owner = app.administrator;
  const get = async <T>(path: string, { token }: Person = owner): Promise<T> =>
    (await app.request('GET', `/api/v1${path}`, { token })).json() as T;
  return {
    app,
    owner,
    get,
    statusOf: async (id: string) => (await get<NodeView>(`/nodes/${id}`)).status,
    command: (id: string, action: object, more: object = {}, { token }: Person = owner): Promise<Answer> =>
      app.request('POST', `/api/v1/nodes/${id}/command`, { token, body: { action, ...more } }),
    eventsOf: (id: string) => get<EventView[]>(`/events?node_id=${id}&per_page=200`),
    /** A registered node that is not connected. */
    async registered(more: object = {}) {
      const made = await makeNode(app, owner, more as Record<string, unknown>);
      return { ...(await registerNode(app, made)), token: made.registration_token };
    },
  };
}

export const secretOf = ({ id, secret }: { id: string; secret: string }) => ({ node_id: id, node_secret: secret });
