/*
 * Child process of bench/nodes.ts: what the same nodes cost a server that does nothing but take their messages over TLS and
 * parse them. The floor under the figures of the house.
 */
import { createServer } from 'node:https';
import { generate } from 'selfsigned';
import { WebSocketServer } from 'ws';

const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
  keyType: 'ec',
  curve: 'P-256',
  algorithm: 'sha256',
});
const server = createServer({ cert, key });
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
let messages = 0;
sockets.on('connection', (socket) => {
  socket.on('error', () => {});
  socket.on('message', (data: Buffer) => {
    messages++;
    if ((JSON.parse(data.toString()) as { type: string }).type !== 'auth') return;
    socket.send(JSON.stringify({ type: 'auth_ok', timestamp: new Date().toISOString() }));
  });
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }));
process.on('message', () => process.send?.({ messages }));
