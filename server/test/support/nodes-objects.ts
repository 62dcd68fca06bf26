import { randomUUID } from 'node:crypto';
import type { Person, TestApp } from './app.ts';
import type { DoorUnderTest, MakeObject } from './door-under-test.ts';
import { connectNode, type Frame, type NodeClient, registerNode } from './node-client.ts';
import { eventually } from './processes.ts';

/*
 * What the generated tests (contract, isolation, bad input) need to know about each kind of thing the nodes door serves.
 * Whoever adds a route with `{id}` adds how to make one here; the tests fail and say so otherwise.
 */
const objects: Record<string, MakeObject> = {
  // Connected, so that it can be asked.
  '/api/v1/nodes/{id}': async (app, owner) => ({
    id: (await connectedNode(app, owner)).id,
    flow_id: 'flow-walked-over',
  }),
  '/api/v1/users/{id}': async (app, owner) => {
    const answer = await app.request('POST', '/api/v1/users', { token: owner.token, body: newUserBody('walked.over') });
    return { id: (answer.json() as { id: string }).id };
  },
  '/api/v1/events/{id}': async (app, owner) => {
    const { id } = await connectedNode(app, owner);
    const event = await eventually(async () => {
      const answer = await app.request('GET', `/api/v1/events?node_id=${id}`, { token: owner.token });
      return (answer.json() as { id: number }[])[0];
    }, 'a connection is an event');
    return { id: String(event.id) };
  },
  '/api/v1/tunnels/{id}': async (app, owner) => {
    const [ingress, egress] = [await makeNode(app, owner), await makeNode(app, owner)];
    const body = tunnelBody(ingress.id, egress.id);
    const answer = await app.request('POST', '/api/v1/tunnels', { token: owner.token, body });
    return { id: (answer.json() as { id: string }).id };
  },
  '/api/v1/preferences/{key}': async () => ({ key: 'flow_table_order' }),
};

const validRequests: DoorUnderTest['validRequests'] = {
  'POST /api/v1/users': () => ({ body: newUserBody(`made.${randomUUID().slice(0, 8)}`) }),
  'POST /api/v1/nodes/{id}/flows': () => ({ body: { id: 'f1', name: 'Flow 1' } }),
  'PUT /api/v1/nodes/{id}/config': () => ({ body: { config: { version: 1, flows: [] } } }),
};

/** A tunnel in direct mode. */
export function tunnelBody(ingressNodeId: string, egressNodeId: string) {
  return {
    name: 'A tunnel',
    protocol: 'udp',
    mode: 'direct',
    ingress_node_id: ingressNodeId,
    ingress_listen_port: 9000,
    egress_node_id: egressNodeId,
    egress_forward_addr: '127.0.0.1:9100',
    egress_peer_addr: '203.0.113.7:4433',
  };
}

function newUserBody(username: string) {
  return { username, password: 'Correct horse 1', display_name: 'Somebody', role: 'viewer', is_temporary: false };
}

/** A node that is connected, tells its configuration and obeys every command. */
export async function connectedNode(
  app: TestApp,
  owner: Person,
  more: Record<string, unknown> = {},
): Promise<NodeClient & { id: string; secret: string }> {
  const { id, secret } = await registerNode(app, await makeNode(app, owner, more));
  const client = await connectNode(app, { node_id: id, node_secret: secret, protocol_version: 4 });
  client.socket.on('message', (text) => {
    const { type, payload } = JSON.parse(text.toString()) as Frame;
    if (type !== 'command') return;
    const { command_id, action } = payload as { command_id: string; action: { type: string } };
    if (action.type === 'get_config') client.say('config_response', { version: 1, flows: [] });
    else client.say('command_ack', { command_id, success: true, error: null });
  });
  return { ...client, id, secret };
}

/** A node of the owner's tenant that has not registered yet. */
export async function makeNode(
  app: TestApp,
  { token }: Person,
  more: Record<string, unknown> = {},
): Promise<{ id: string; registration_token: string }> {
  const body = { name: `edge-${randomUUID().slice(0, 8)}`, ...more };
  const answer = await app.request('POST', '/api/v1/nodes', { token, body });
  if (answer.status !== 201) throw new Error(`The node was not created: ${answer.text}`);
  return answer.json() as { id: string; registration_token: string };
}

export const nodesDoor: DoorUnderTest = {
  name: 'nodes',
  objects,
  validRequests,
  ownAffairs: /^\/api\/v1\/(auth|preferences|topology|ai)\//,
  everybodys: /^\/api\/v1\/preferences\//,
};
