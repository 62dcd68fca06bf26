import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';
import type { TestApp } from './app.ts';

export type Frame = { type: string; message?: string; timestamp?: string; payload: Record<string, unknown> };

/** One connection of a node, by hand: for tests of the protocol itself. */
export type NodeClient = {
  socket: WebSocket;
  frames: Frame[];
  /** Sends `{type, timestamp, payload}`. */
  say(type: string, payload: unknown): void;
  /** Sends anything. */
  raw(frame: string | Buffer): void;
  /** The next frame that fits, also one that came before; takes it away. */
  next(type: string): Promise<Frame>;
  /** How the connection ended. */
  ended: Promise<{ code: number; reason: string }>;
  close(): Promise<void>;
};

/** Opens a socket at `/ws/node` without a word. */
export async function openNodeSocket(app: Pick<TestApp, 'url'>, options: ClientOptions = {}): Promise<NodeClient> {
  const socket = new WebSocket(`${app.url.replace(/^http/, 'ws')}/ws/node`, {
    perMessageDeflate: false,
    rejectUnauthorized: false,
    ...options,
  });
  const frames: Frame[] = [];
  const waiting: { type: string; resolve: (frame: Frame) => void; reject: (error: Error) => void }[] = [];
  socket.on('message', (text) => {
    const frame = JSON.parse(text.toString()) as Frame;
    const place = waiting.findIndex(({ type }) => type === frame.type);
    if (place >= 0) waiting.splice(place, 1)[0]?.resolve(frame);
    else frames.push(frame);
  });
  socket.on('error', () => {});
  const ended = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.on('close', (code, reason) => {
      for (const { type, reject } of waiting.splice(0)) reject(new Error(`closed (${code} ${reason}) without ${type}`));
      resolve({ code, reason: reason.toString() });
    }),
  );
  await once(socket, 'open');
  return {
    socket,
    frames,
    ended,
    say: (type, payload) => socket.send(JSON.stringify({ type, timestamp: new Date().toISOString(), payload })),
    raw: (frame) => socket.send(frame),
    next(type) {
      const place = frames.findIndex((frame) => frame.type === type);
      if (place >= 0) return Promise.resolve(frames.splice(place, 1)[0] as Frame);
      if (socket.readyState !== WebSocket.OPEN) return Promise.reject(new Error(`closed without ${type}`));
      return new Promise((resolve, reject) => waiting.push({ type, resolve, reject }));
    },
    async close() {
      socket.close(1000);
      await ended;
    },
  };
}

/** Connects and says who it is; resolves when the answer is there, whatever it is. */
export async function connectNode(
  app: Pick<TestApp, 'url'>,
  credentials: object,
): Promise<NodeClient & { reply: Frame }> {
  const client = await openNodeSocket(app);
  client.raw(JSON.stringify({ type: 'auth', payload: credentials }));
  const reply = await Promise.race([client.next('auth_ok'), client.next('auth_error'), client.next('register_ack')]);
  return { ...client, reply };
}

/** Registers a node as the real ones do: it takes its credentials and is sent away. */
export async function registerNode(
  app: Pick<TestApp, 'url'>,
  node: { registration_token: string },
): Promise<{ id: string; secret: string }> {
  const client = await connectNode(app, { registration_token: node.registration_token, protocol_version: 4 });
  client.say('health', { status: 'ok', version: '0.106.0', uptime_secs: 1 });
  await client.ended;
  const { node_id: id, node_secret: secret } = client.reply.payload as Record<string, string>;
  if (!id || !secret) throw new Error(`The node could not register: ${JSON.stringify(client.reply)}`);
  return { id, secret };
}
