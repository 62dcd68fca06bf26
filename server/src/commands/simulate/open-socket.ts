import type { Duplex } from 'node:stream';
import WebSocket from 'ws';

const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
const CONNECT_MS = 10_000;

/** How a session ended: `closed` by a Close frame, `error` in every other way. */
export type SessionEnd = { by: 'closed' | 'error'; reason: string };

export type SocketOptions = { acceptSelfSigned: boolean; minTlsVersion: 'TLSv1.2' | 'TLSv1.3' };

export type SocketEvents = {
  onOpen(): void;
  onText(text: string): void;
  /** A binary message, or a ping or pong of the WebSocket itself. */
  onOther(what: string): void;
  /** Exactly once. */
  onEnd(end: SessionEnd): void;
};

export type OpenSocket = {
  socket: WebSocket;
  send(text: string): void;
  /** Ends TCP without a Close frame. */
  drop(reason: string): void;
  /** Says goodbye with a Close frame; resolves when the connection is gone. */
  close(): Promise<void>;
};

/**
 * A WebSocket that behaves like that of the real programs: no extensions, no Origin, no ALPN; pings are answered; a Close
 * frame from the other side ends TCP on the spot, without an answer; TCP that ends without one is an error.
 */
export function openSocket(url: string, options: SocketOptions, events: SocketEvents): OpenSocket {
  const socket = new WebSocket(url, {
    perMessageDeflate: false,
    rejectUnauthorized: !options.acceptSelfSigned,
    minVersion: options.minTlsVersion,
    handshakeTimeout: CONNECT_MS,
    maxPayload: MAX_MESSAGE_BYTES,
  });
  let tcp: Duplex | undefined;
  let why: string | undefined;
  let over = false;
  const sayGoodbye = socket.close.bind(socket);
  const gone = new Promise<void>((resolve) => {
    socket.on('close', (code, reason) => {
      // 1006 is the library's way to say that there was no Close frame.
      const closed = why === undefined && code !== 1006;
      const text = closed ? `closed with ${code}${reason.length > 0 ? ` ${reason}` : ''}` : (why ?? 'Connection lost');
      if (!over) events.onEnd({ by: closed ? 'closed' : 'error', reason: text });
      over = true;
      resolve();
    });
  });
  // The library calls this when a Close frame has arrived, to answer it. The real programs just go.
  socket.close = () => tcp?.destroy();
  socket.on('upgrade', (response) => {
    tcp = response.socket;
  });
  socket.on('open', events.onOpen);
  socket.on('message', (data, isBinary) => {
    if (over || socket.readyState !== WebSocket.OPEN) return;
    if (isBinary) events.onOther('binary');
    else events.onText(data.toString());
  });
  socket.on('ping', () => events.onOther('ping'));
  socket.on('pong', () => events.onOther('pong'));
  socket.on('error', (error) => {
    why ??= error.message || String(error);
  });
  return {
    socket,
    send(text) {
      if (socket.readyState === WebSocket.OPEN) socket.send(text, () => {});
    },
    drop(reason) {
      why ??= reason;
      socket.terminate();
    },
    close() {
      if (socket.readyState === WebSocket.OPEN) sayGoodbye(1000);
      else socket.terminate();
      const timer = setTimeout(() => socket.terminate(), 1_000);
      return gone.finally(() => clearTimeout(timer));
    },
  };
}
