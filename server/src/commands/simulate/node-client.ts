import WebSocket from 'ws';
import type { Credentials, Disk } from './disk.ts';
import { frame, isRecord, readFrame } from './envelope.ts';
import { createEventBacklog, type NodeEvent } from './event-backlog.ts';
import { type OpenSocket, openSocket, type SessionEnd } from './open-socket.ts';
import { createTimers } from './timers.ts';
import type { Timing } from './timing.ts';

/** What a command came to; `data` and `code` as far as the node's generation sends them. */
export type CommandResult = { success: boolean; error?: string; code?: string; data?: unknown };

export type NodeClientOptions = {
  /** Full addresses, path included; they take turns after every end of a session. */
  urls: readonly string[];
  disk: Disk;
  softwareVersion: string;
  protocolVersion: number;
  timing: Timing;
  /** Double the delay until a session was closed cleanly, as the older programs do. */
  backsOff: boolean;
  minTlsVersion: 'TLSv1.2' | 'TLSv1.3';
  acceptSelfSigned: boolean;
  /** Only for tests inside one process: the real programs refuse everything but `wss://`. */
  allowPlain: boolean;
  /** Events kept while disconnected; more are dropped. */
  eventBacklog: number;
  health(): unknown;
  /** The payload of the next `stats`. */
  stats(): unknown;
  config(): unknown;
  /** Runs one command; the ack goes out `delayMs` later. */
  execute(action: Record<string, unknown>): CommandResult;
  /** The ack's payload besides `command_id`. */
  ack(result: CommandResult): Record<string, unknown>;
  /** How long a command works before its ack; 0 sends it at once. */
  commandDelay(action: Record<string, unknown>): number;
  onSessionEnd?: ((end: SessionEnd) => void) | undefined;
};

export type NodeClient = {
  start(): void;
  /** Ends the session politely, with a Close frame, and leaves no timer behind. */
  stop(): Promise<void>;
  /** Dies without a word, as a killed process: TCP ends without a Close frame, memory is lost. */
  kill(): void;
  /** Drops the connection as a network failure does; the node reconnects on its schedule. */
  cut(): void;
  event(event: NodeEvent): void;
  /** Writes the new secret to disk only: the running process keeps using the old one. */
  rotateSecret(secret: string, from: 'disk' | 'start-up'): void;
  /** The credentials in memory, which decide what the next `auth` says. */
  memory(): Credentials;
  connected(): boolean;
  commandsServed(): number;
  /** Why the last session or attempt ended. */
  lastEnd(): SessionEnd | undefined;
};

/** One node's side of the protocol: dial, authenticate, report, obey, and dial again. */
export function createNodeClient(options: NodeClientOptions): NodeClient {
  const { timing, disk } = options;
  const backlog = createEventBacklog(options.eventBacklog);
  let memory: Credentials = {};
  let startUp: Credentials = {};
  let socket: OpenSocket | undefined;
  let authenticated = false;
  let running = false;
  let attempt = 0;
  let delay = timing.reconnectMs;
  let served = 0;
  let lastEnd: SessionEnd | undefined;
  const timers = createTimers();
  /** From `register_ack` until the session has ended by a Close frame. */
  let registered: Credentials | undefined;

  function dial(): void {
    const url = options.urls[attempt++ % options.urls.length] ?? '';
    if (!url.startsWith('wss://') && !(options.allowPlain && url.startsWith('ws://')))
      ended({ by: 'error', reason: `${url} is not a wss:// address` });
    else open(url);
  }

  function open(url: string): void {
    authenticated = false;
    registered = undefined;
    const opened = openSocket(url, options, {
      onOpen() {
        opened.send(frame('auth', authPayload(memory, options)));
        timers.after(timing.authReplyMs, () => opened.drop('No reply to auth in time'));
      },
      onText: (text) => (authenticated ? onMessage(text) : onAuthReply(text, opened)),
      onOther(what) {
        if (!authenticated) opened.drop(`Unexpected non-text auth response: ${what}`);
      },
      onEnd(end) {
        // A killed process no longer hears how its connection ended.
        if (socket === opened) ended(end);
      },
    });
    socket = opened;
  }

  function onAuthReply(text: string, opened: OpenSocket): void {
    const reply = readFrame(text);
    if (reply?.type === 'auth_error') {
      backlog.add({ severity: 'critical', category: 'manager', message: `Authentication failed: ${reply.message}` });
      opened.drop(`auth_error: ${String(reply.message)}`);
      return;
    }
    if (reply?.type !== 'auth_ok' && reply?.type !== 'register_ack') {
      opened.drop(`Unexpected auth response type: ${String(reply?.type)}`);
      return;
    }
    const { node_id: nodeId, node_secret: nodeSecret } = isRecord(reply.payload) ? reply.payload : {};
    if (reply.type === 'register_ack' && isText(nodeId) && isText(nodeSecret)) {
      registered = { nodeId, nodeSecret };
      disk.write(registered);
    }
    timers.clear();
    authenticated = true;
    report();
  }

  function report(): void {
    backlog.add({ severity: 'info', category: 'manager', message: 'Connected to manager' });
    const health = () => send('health', options.health());
    const stats = () => send('stats', options.stats());
    health();
    stats();
    health();
    timers.every(timing.healthMs, health);
    timers.every(timing.statsMs, stats);
    for (const event of backlog.take()) send('event', event);
  }

  function onMessage(text: string): void {
    const message = readFrame(text);
    if (message?.type === 'ping') send('pong', null);
    if (message?.type === 'command' && isRecord(message.payload)) onCommand(message.payload);
  }

  function onCommand({ action: given, command_id: id = 'unknown' }: Record<string, unknown>): void {
    const action = isRecord(given) ? given : {};
    served++;
    // The config itself is the whole answer: no ack, no id.
    if (action.type === 'get_config') {
      send('config_response', options.config());
      return;
    }
    const result = options.execute(action);
    const acknowledge = () => send('command_ack', { command_id: id, ...options.ack(result) });
    const wait = options.commandDelay(action);
    if (wait > 0) timers.after(wait, acknowledge);
    else acknowledge();
  }

  function send(type: string, payload: unknown): void {
    if (authenticated) socket?.send(frame(type, payload));
  }

  function ended(end: SessionEnd): void {
    timers.clear();
    socket = undefined;
    authenticated = false;
    // Credentials in memory change only here. After a broken session the consumed token stays, until the process restarts.
    if (end.by === 'closed' && registered) memory = registered;
    registered = undefined;
    lastEnd = end;
    if (end.by === 'closed') delay = timing.reconnectMs;
    if (running) {
      timers.after(delay, dial);
      if (options.backsOff && end.by === 'error') delay = Math.min(delay * 2, timing.reconnectMaxMs);
    }
    options.onSessionEnd?.(end);
  }

  return {
    start() {
      if (running) return;
      running = true;
      startUp = disk.read();
      memory = { ...startUp };
      delay = timing.reconnectMs;
      dial();
    },
    async stop() {
      running = false;
      timers.clear();
      await socket?.close();
    },
    kill() {
      running = false;
      timers.clear();
      backlog.take();
      const left = socket;
      socket = undefined;
      authenticated = false;
      left?.drop('killed');
    },
    cut: () => socket?.drop('cut'),
    event(event) {
      if (authenticated) send('event', event);
      else backlog.add(event);
    },
    rotateSecret(nodeSecret, from) {
      disk.write({ ...(from === 'disk' ? disk.read() : startUp), nodeSecret });
    },
    memory: () => ({ ...memory }),
    connected: () => authenticated && socket?.socket.readyState === WebSocket.OPEN,
    commandsServed: () => served,
    lastEnd: () => lastEnd,
  };
}

/** The secret is preferred whenever id and secret are both known, even if a token is still there. */
function authPayload(memory: Credentials, options: NodeClientOptions): Record<string, unknown> {
  const { registrationToken, nodeId, nodeSecret } = memory;
  const version = { software_version: options.softwareVersion, protocol_version: options.protocolVersion };
  if (nodeId && nodeSecret) return { node_id: nodeId, node_secret: nodeSecret, ...version };
  if (registrationToken) return { registration_token: registrationToken, ...version };
  return {};
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
