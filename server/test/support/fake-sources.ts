/*
 * Small stand-ins for sources that cannot be installed here. Aegis-DB, InfluxDB 3, the Atlas Data API and SpacetimeDB answer as
 * their documentation says; MongoDB speaks its real wire protocol (OP_MSG) as far as reading a collection needs it.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  type AddressInfo,
  createConnection,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import { text } from 'node:stream/consumers';
import { type Document, deserialize, serialize } from 'bson';
import { type CleansUp, defer } from './defer.ts';

export type Asked = { method: string; path: string; headers: IncomingMessage['headers']; body: string };
export type Respond = (asked: Asked, response: ServerResponse) => unknown;

/** An HTTP source; what `respond` returns is sent as JSON. Everything it was asked is in `asked`. */
export async function fakeHttp(t: CleansUp, respond: Respond): Promise<{ url: string; port: number; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const one = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
    asked.push(one);
    const answer = respond(one, response);
    if (answer !== undefined) response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  const port = await listen(t, server);
  return { url: `http://127.0.0.1:${port}`, port, asked };
}

/** A TCP source that does with each connection what it is told; `open` counts the connections that are open. */
export async function fakeTcp(t: CleansUp, serve: (socket: Socket) => void): Promise<{ port: number; open(): number }> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.resume();
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    serve(socket);
  });
  const port = await listen(t, server);
  defer(t, async () => {
    for (const socket of sockets) socket.destroy();
  });
  return { port, open: () => sockets.size };
}

async function listen(t: CleansUp, server: Server): Promise<number> {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  defer(t, async () => {
    server.close();
    (server as { closeAllConnections?(): void }).closeAllConnections?.();
  });
  return (server.address() as AddressInfo).port;
}

/** Commands seen, and the documents of its only collection, in batches of at most 2. */
export async function fakeMongo(t: CleansUp, documents: Document[]) {
  const commands: Document[] = [];
  let next = 0;
  const batch = (name: string) => {
    const some = documents.slice(next, next + 2);
    next += 2;
    return { cursor: { id: BigInt(next < documents.length ? 7 : 0), ns: 'plant.readings', [name]: some }, ok: 1 };
  };
  const answer = (command: Document): Document => {
    commands.push(command);
    if (command.hello || command.ismaster || command.isMaster)
      return {
        isWritablePrimary: true,
        ismaster: true,
        helloOk: true,
        maxBsonObjectSize: 16_777_216,
        maxMessageSizeBytes: 48_000_000,
        maxWriteBatchSize: 100_000,
        minWireVersion: 0,
        maxWireVersion: 21,
        // A sibling that must never be asked.
        hosts: ['169.254.169.254:27017'],
        ok: 1,
      };
    if (command.find) {
      next = 0;
      return batch('firstBatch');
    }
    if (command.getMore) return batch('nextBatch');
    return { ok: 1 };
  };
  const tcp = await fakeTcp(t, (socket) => {
    let waiting: Buffer = Buffer.alloc(0);
    socket.on('data', (piece: Buffer) => {
      waiting = Buffer.concat([waiting, piece]);
      while (waiting.length >= 16 && waiting.length >= waiting.readInt32LE(0)) {
        const length = waiting.readInt32LE(0);
        socket.write(replyTo(waiting.subarray(0, length), answer));
        waiting = waiting.subarray(length);
      }
    });
  });
  return { ...tcp, commands };
}

/** Opcodes: 2004 OP_QUERY (the first hello), 1 its reply, 2013 OP_MSG. */
function replyTo(message: Buffer, answer: (command: Document) => Document): Buffer {
  const [request, opcode] = [message.readInt32LE(4), message.readInt32LE(12)];
  const isQuery = opcode === 2004;
  const start = isQuery ? message.indexOf(0, 20) + 1 + 8 : 21;
  const body = serialize(answer(deserialize(message.subarray(start, start + message.readInt32LE(start)))));
  const head = Buffer.alloc(isQuery ? 36 : 21);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(request, 8);
  head.writeInt32LE(isQuery ? 1 : 2013, 12);
  if (isQuery) head.writeInt32LE(1, 32);
  return Buffer.concat([head, body]);
}

/** The real PostgreSQL of the tests, which listens on a socket file only, behind a TCP port. */
export async function postgresOverTcp(t: CleansUp, url: string): Promise<string> {
  const { pathname, searchParams, username } = new URL(url);
  const path = `${searchParams.get('host')}/.s.PGSQL.5432`;
  const { port } = await fakeTcp(t, (socket) => {
    const inner = createConnection(path);
    inner.on('error', () => socket.destroy());
    socket.on('close', () => inner.destroy());
    socket.pipe(inner).pipe(socket);
  });
  return `postgresql://${username}@127.0.0.1:${port}${pathname}`;
}
