import {
  createDisk,
  createEdge,
  createRelay,
  type Relays,
  type SimulatedNode,
} from '../../src/commands/simulate/index.ts';
import { type CleansUp, defer } from '../support/defer.ts';
import type { House } from './house.ts';

export type FleetNode = { id: string; name: string; node: SimulatedNode };
export type Fleet = { edges: FleetNode[]; relays: FleetNode[] };

/** Simulated edges and relays that are connected to the house; edges of both generations by turns. */
export async function startFleet(t: CleansUp, house: House, sizes: { edges: number; relays: number }): Promise<Fleet> {
  const urls = [`${house.app.main.replace(/^http/, 'ws')}/nodes/ws/node`];
  const relays: Relays = new Map();
  const timing = { reconnectMs: 100, reconnectMaxMs: 100 };

  async function start(name: string, type: 'edge' | 'relay', at: number): Promise<FleetNode> {
    const { id, registration_token: registrationToken } = await callNodes<{ id: string; registration_token: string }>(
      house,
      'POST',
      '/nodes',
      { name, device_type: type },
    );
    const shared = {
      name,
      urls,
      disk: createDisk({ registrationToken }),
      relays,
      seed: at + 1,
      allowPlain: true,
      timing,
    };
    const node =
      type === 'relay'
        ? createRelay({ ...shared, address: `127.0.0.1:${14_433 + at}` })
        : createEdge({ ...shared, generation: at % 2 === 0 ? 'v2' : 'v1', flows: 1 + (at % 3) });
    defer(t, () => node.stop());
    node.start();
    return { id, name, node };
  }

  const made = { edges: [] as FleetNode[], relays: [] as FleetNode[] };
  for (let at = 0; at < sizes.relays; at++) made.relays.push(await start(`relay-${at + 1}`, 'relay', at));
  for (let at = 0; at < sizes.edges; at++) made.edges.push(await start(`edge-${at + 1}`, 'edge', at));
  for (;;) {
    const nodes = await callNodes<{ id: string; status: string }[]>(house, 'GET', '/nodes');
    const isOnline = (id: string) => nodes.some((node) => node.id === id && node.status === 'online');
    if ([...made.edges, ...made.relays].every(({ id }) => isOnline(id))) return made;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Calls the nodes door as the administrator of the house; the answer must be a success. */
export async function callNodes<Answer>(house: House, method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${house.app.main}/nodes/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${house.me.token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text ? JSON.parse(text) : undefined) as Answer;
}
