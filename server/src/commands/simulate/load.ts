import type { Duplex } from 'node:stream';
import WebSocket from 'ws';
import type { Credentials } from './disk.ts';
import { frame, isRecord, nanosecondTimestamp, readFrame } from './envelope.ts';
import { clientFrame, statsPayload } from './load-frame.ts';

export type LoadOptions = {
  url: string;
  /** One for each node; tokens are exchanged for secrets on the way, in place. */
  credentials: Credentials[];
  /** Size of a stats message. */
  statsBytes?: number;
  everyMs?: number;
  healthEveryMs?: number;
  reconnectMs?: number;
  /** New connections opened in one slot of the wheel, so that 2,000 TLS handshakes do not come at once. */
  dialsPerSlot?: number;
  acceptSelfSigned?: boolean;
  allowPlain?: boolean;
};

export type LoadFigures = {
  connected: number;
  sessions: number;
  stats: number;
  commands: number;
  /** Commands that came a second time. */
  doubled: number;
  refused: number;
};

export type Load = {
  /** Resolves when every node has been authenticated once. */
  start(): Promise<void>;
  figures(): LoadFigures;
  stop(): Promise<void>;
};

type Node = { credentials: Credentials; slot: number; socket?: WebSocket; tcp?: Duplex; dialAt: number };

const SLOTS = 20;
const MAX_QUEUED_BYTES = 1024 * 1024;
const version = { software_version: '0.106.0', protocol_version: 4 };

/**
 * Many nodes at the price of few: one timer for all of them, and one stats frame a slot, built and masked once and written to
 * every socket of the slot. Each still has its own TLS connection, authenticates, reconnects and acknowledges commands.
 */
export function createLoad(options: LoadOptions): Load {
  const { url, credentials, statsBytes = 2048, everyMs = 1_000, healthEveryMs = 15_000, reconnectMs = 5_000 } = options;
  if (!url.startsWith('wss://') && !options.allowPlain) throw new Error(`${url} is not a wss:// address`);
  const nodes = credentials.map((one, i): Node => ({ credentials: one, slot: i % SLOTS, dialAt: 0 }));
  const bySlot = Array.from({ length: SLOTS }, (_, slot) => nodes.filter((node) => node.slot === slot));
  const dialsPerSlot = options.dialsPerSlot ?? 20;
  const live = new Set<Node>();
  const figures = { sessions: 0, stats: 0, commands: 0, doubled: 0, refused: 0 };
  const obeyed = new Set<unknown>();
  const waiting = new Set<Node>(nodes);
  const allConnected = Promise.withResolvers<void>();
  let wheel: NodeJS.Timeout | undefined;
  let turn = 0;
  let startedAt = 0;

  /** A late timer is made up for, so that the rate holds on a busy machine. */
  function spin(): void {
    const now = performance.now();
    dialDue(now);
    const due = Math.floor((now - startedAt) / (everyMs / SLOTS));
    turn = Math.max(turn, due - SLOTS);
    while (turn < due) serveSlot();
  }

  function serveSlot(): void {
    const slot = turn % SLOTS;
    const round = Math.floor(turn / SLOTS);
    turn++;
    const stats = clientFrame(statsPayload(statsBytes, round, nanosecondTimestamp()));
    const healthRounds = Math.max(1, Math.round(healthEveryMs / everyMs));
    const health = round % healthRounds === healthRounds - 1 ? clientFrame(healthFrame(round)) : undefined;
    for (const node of bySlot[slot] ?? []) {
      if (!live.has(node) || !node.tcp || node.tcp.writableLength > MAX_QUEUED_BYTES) continue;
      node.tcp.write(stats);
      figures.stats++;
      if (health) node.tcp.write(health);
    }
  }

  function dialDue(now: number): void {
    let dials = 0;
    for (const node of waiting) {
      if (node.dialAt > now) continue;
      if (dials++ === dialsPerSlot) return;
      waiting.delete(node);
      dial(node);
    }
  }

  function dial(node: Node): void {
    // `closeTimeout`: after a Close frame the real programs end TCP at once. (Newer than the type declarations.)
    const settings = { perMessageDeflate: false, rejectUnauthorized: !options.acceptSelfSigned, closeTimeout: 1 };
    const socket = new WebSocket(url, settings);
    node.socket = socket;
    socket.on('upgrade', (response) => {
      node.tcp = response.socket;
    });
    socket.on('open', () => socket.send(frame('auth', { ...authOf(node.credentials), ...version })));
    socket.on('message', (data) => receive(node, socket, data.toString()));
    socket.on('error', () => {});
    socket.on('close', () => {
      live.delete(node);
      delete node.tcp;
      node.dialAt = performance.now() + reconnectMs;
      if (wheel) waiting.add(node);
    });
  }

  function receive(node: Node, socket: WebSocket, text: string): void {
    const message = readFrame(text);
    if (!message) return;
    if (message.type === 'ping') socket.send(frame('pong', null));
    else if (message.type === 'command') obey(socket, message.payload);
    else if (message.type === 'auth_error') figures.refused++;
    else if (message.type === 'auth_ok' || message.type === 'register_ack') welcome(node, socket, message.payload);
  }

  function welcome(node: Node, socket: WebSocket, payload: unknown): void {
    if (isRecord(payload) && typeof payload.node_secret === 'string')
      Object.assign(node.credentials, { nodeId: String(payload.node_id), nodeSecret: payload.node_secret });
    live.add(node);
    figures.sessions++;
    socket.send(healthFrame(0));
    if (live.size === nodes.length) allConnected.resolve();
  }

  function obey(socket: WebSocket, payload: unknown): void {
    if (!isRecord(payload)) return;
    figures.commands++;
    if (obeyed.has(payload.command_id)) figures.doubled++;
    obeyed.add(payload.command_id);
    const isConfig = isRecord(payload.action) && payload.action.type === 'get_config';
    if (isConfig)
      socket.send(frame('config_response', { version: 2, inputs: [], outputs: [], flows: [], tunnels: [] }));
    else socket.send(frame('command_ack', { command_id: payload.command_id ?? 'unknown', success: true }));
  }

  return {
    start() {
      if (nodes.length === 0) allConnected.resolve();
      startedAt ||= performance.now();
      wheel ??= setInterval(spin, everyMs / SLOTS);
      return allConnected.promise;
    },
    figures: () => ({ connected: live.size, ...figures }),
    async stop() {
      clearInterval(wheel);
      wheel = undefined;
      waiting.clear();
      const open = nodes.flatMap(({ socket }) => (socket && socket.readyState !== WebSocket.CLOSED ? [socket] : []));
      await Promise.all(open.map(closeAndWait));
    },
  };
}

function closeAndWait(socket: WebSocket): Promise<void> {
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  if (socket.readyState === WebSocket.OPEN) socket.close(1000);
  else socket.terminate();
  return gone;
}

function authOf({ nodeId, nodeSecret, registrationToken }: Credentials): Record<string, unknown> {
  if (nodeId && nodeSecret) return { node_id: nodeId, node_secret: nodeSecret };
  return { registration_token: registrationToken };
}

function healthFrame(round: number): string {
  const flows = { active_flows: 1, total_flows: 1, api_addr: '0.0.0.0:8080', monitor_addr: null };
  return frame('health', { status: 'ok', version: version.software_version, uptime_secs: round, ...flows });
}
