import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { type CleansUp, defer } from '../../../test/support/defer.ts';

/** For the tests of this folder: the manager's end of one connection, which does only what the test says. */
export type Frame = { type: string; timestamp?: string; message?: string; payload: Record<string, unknown> };

export type ManagerEnd = {
  socket: WebSocket;
  /** Everything that came, in order. */
  frames: Frame[];
  headers: Record<string, unknown>;
  /** The first frame of this type, from `from` on, that is or will be there. */
  next(type: string, fits?: (frame: Frame) => boolean): Promise<Frame>;
  say(frame: Record<string, unknown>): void;
  command(id: string, action: Record<string, unknown>): void;
  /** Sends a command and waits for its ack. */
  ask(action: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** How the connection ended, as seen from here. */
  ended: Promise<number>;
};

export type ScriptedManager = {
  url: string;
  /** The next connection, with its `auth` read. */
  connection(): Promise<ManagerEnd & { auth: Record<string, unknown> }>;
  /** The next connection, authenticated with `auth_ok`. */
  admitted(): Promise<ManagerEnd>;
};

export async function startScriptedManager(t: CleansUp): Promise<ScriptedManager> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const arrived: ManagerEnd[] = [];
  let wake = () => {};
  server.on('connection', (socket, request) => {
    arrived.push(managerEnd(socket, request.headers));
    wake();
  });
  defer(t, async () => {
    for (const client of server.clients) client.terminate();
    server.close();
    await once(server, 'close');
  });
  async function connection() {
    while (arrived.length === 0)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    const end = arrived.shift() as ManagerEnd;
    const { payload } = await end.next('auth');
    return { ...end, auth: payload };
  }
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws/node`,
    connection,
    async admitted() {
      const end = await connection();
      end.say({ type: 'auth_ok' });
      return end;
    },
  };
}

function managerEnd(socket: WebSocket, headers: Record<string, unknown>): ManagerEnd {
  const frames: Frame[] = [];
  const watchers = new Set<() => void>();
  socket.on('error', () => {});
  socket.on('message', (data: RawData) => {
    frames.push(JSON.parse(data.toString()));
    for (const watcher of watchers) watcher();
  });
  const ended = new Promise<number>((resolve) => socket.once('close', resolve));
  const say = (frame: Record<string, unknown>) => socket.send(JSON.stringify(frame));
  const command = (id: string, action: Record<string, unknown>) =>
    say({ type: 'command', timestamp: '2026-01-01T00:00:00Z', payload: { command_id: id, action } });
  const next: ManagerEnd['next'] = (type, fits = () => true) =>
    new Promise((resolve) => {
      const look = () => {
        const found = frames.find((frame) => frame.type === type && fits(frame));
        if (!found) return;
        watchers.delete(look);
        resolve(found);
      };
      watchers.add(look);
      look();
    });
  let asked = 0;
  return {
    socket,
    frames,
    headers,
    next,
    say,
    command,
    async ask(action) {
      const id = `command-${++asked}`;
      command(id, action);
      return (await next('command_ack', ({ payload }) => payload.command_id === id)).payload;
    },
    ended,
  };
}
