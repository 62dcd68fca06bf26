import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import type { Credentials } from '../../server/src/commands/simulate/disk.ts';
import { freePort } from '../../server/src/platform/free-port.ts';
import type { CleansUp } from '../../server/test/support/defer.ts';
import { type SpawnedServer, spawnServer } from '../../server/test/support/spawn-server.ts';
import { logIn } from '../support.ts';
import type { Order } from './load.ts';

const password = 'Correct horse 1';
const agent = new Agent({ keepAlive: true });

/** A server with a port for nodes, and its administrator's log-in. */
export async function startNodesServer(t: CleansUp) {
  const server = await spawnServer(t, {
    env: {
      SIGNALBOX_ADMIN_PASSWORD: password,
      SIGNALBOX_RATE_LIMITS: 'off',
      SIGNALBOX_LOG_LEVEL: 'error',
      SIGNALBOX_DOOR_PORTS: `nodes=${await freePort()}`,
    },
  });
  return { server, login: await logIn(server.urls.main, password) };
}

export const wsOf = ({ urls }: SpawnedServer) => `${(urls.nodes as string).replace('https', 'wss')}/ws/node`;

export function startLoad(t: CleansUp): ChildProcess {
  const child = fork(join(import.meta.dirname, 'load.ts'));
  t.after(async () => {
    if (child.exitCode === null) child.kill();
  });
  return child;
}

export async function ask(child: ChildProcess, order: Order): Promise<unknown> {
  child.send(order);
  const [answer] = await once(child, 'message');
  return answer;
}

/** Not `fetch`: collecting its garbage takes up to 20 ms at a time, which would be counted as the server's. */
export async function request(server: SpawnedServer, token: string, method: string, path: string, body?: unknown) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const asked = httpRequest(`${server.urls.main}/nodes/api/v1${path}`, { agent, method, headers });
  asked.end(body === undefined ? undefined : JSON.stringify(body));
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: answer.statusCode as number, body: await json(answer) };
}

export async function createNodes(server: SpawnedServer, token: string, count: number): Promise<Credentials[]> {
  const made: Credentials[] = [];
  for (let i = 0; i < count; i += 50) {
    const batch = Array.from({ length: 50 }, (_, j) =>
      request(server, token, 'POST', '/nodes', { name: `edge-${i + j}` }),
    );
    for (const { body } of await Promise.all(batch)) {
      made.push({ registrationToken: (body as { registration_token: string }).registration_token });
    }
  }
  return made;
}
