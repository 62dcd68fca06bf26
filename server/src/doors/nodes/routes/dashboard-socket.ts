import { Type } from 'typebox';
import type { WebSocket } from 'ws';
import { type Changes, type Connection, hidePasswords, type Nodes, seesNode } from '../../../core/nodes/index.ts';
import type { Principal } from '../../../core/principal.ts';
import { sha256 } from '../../../platform/crypto/index.ts';
import { type HttpApp, socketRoute } from '../../../platform/http/index.ts';
import { principalOf, problems } from '../dialect.ts';
import { liveView } from '../views.ts';

/*
 * Dashboards get everything once and then what changes. Those who may see the same nodes are one audience, and what goes to it
 * is made into text once. Whoever reads too slowly is skipped, and told everything missed in one message when the line is free.
 */
const MOST_UNSENT = 2 * 1024 * 1024;
/** To all sockets of one person: each may get a snapshot of many megabytes, and read nothing of it. */
const MOST_UNSENT_OF_CALLER = 32 * 1024 * 1024;
const CATCH_UP_MS = 200;
/** One text can be 512 MiB long, and the next character is an exception: a hundred nodes that report 5 MiB each are that. */
const MOST_MESSAGE = 8 * 1024 * 1024;
/** A larger report is not shown, only the figures in it: real ones have tens of kilobytes, and it goes to every screen. */
const MOST_NODE = 3 * 1024 * 1024;

type Audience = {
  /** Versions continue within one audience and one run of the house. */
  epoch: string;
  tenantId: string;
  scope: readonly string[] | undefined;
  isLean: boolean;
  members: Map<WebSocket, Member>;
};
/** `seen`: the version of the last message that was sent, undefined before the first; `isBehind`: something is left out. */
type Member = { callerId: string; seen: number | undefined; isBehind: boolean };
/** Bytes that are on their way to each person, as of one moment. */
type Unsent = (callerId: string, more?: number) => number;
type Query = { after?: number; epoch?: string; detail?: string; node_id?: string };

/** As somebody who sees that node only, and not even that one where it was not to be seen before. */
function narrowed(principal: Principal, nodeId: string): Principal {
  return { ...principal, nodeScope: seesNode(principal, nodeId) ? [nodeId] : [] };
}

/** Live state of the nodes somebody may see: `/ws/dashboard`. */
export function dashboardSocket(app: HttpApp, { nodes }: { nodes: Nodes }): void {
  const audiences = new Map<string, Audience>();
  let stop: (() => void) | undefined;
  let catching: NodeJS.Timeout | undefined;
  app.addHook('onClose', async () => {
    clearTimeout(catching);
    stop?.();
  });

  socketRoute(app, '/ws/dashboard', {
    rate: 'live',
    schema: {
      tags: ['Dashboard'],
      summary: 'Live state of the nodes (WebSocket)',
      description:
        'First `dashboard_update` with `snapshot: true` and all connected nodes, then updates with the nodes that changed and ' +
        '`removed` ids. `?after=` and `?epoch=` of the last update resume behind it. `?detail=metrics` leaves the raw reports ' +
        'out; `?node_id=` leaves all other nodes out. Much at once comes in several updates; of reports of megabytes only the ' +
        'figures do (`too_large`).',
      querystring: Type.Object({
        after: Type.Optional(Type.Integer({ minimum: 0 })),
        epoch: Type.Optional(Type.String({ maxLength: 100 })),
        detail: Type.Optional(Type.Enum(['full', 'metrics'])),
        node_id: Type.Optional(Type.String({ maxLength: 100 })),
      }),
      response: problems('invalid', 'unauthenticated'),
    },
    before: async (request) => {
      const { after, epoch, detail, node_id: nodeId } = request.query as Query;
      return { principal: principalOf(request), after, epoch, isLean: detail === 'metrics', nodeId };
    },
    connected(socket, { principal, after, epoch, isLean, nodeId }) {
      const audience = audienceOf(nodeId === undefined ? principal : narrowed(principal, nodeId), isLean);
      const seen = epoch === audience.epoch ? after : undefined;
      const member: Member = { callerId: principal.id, seen, isBehind: true };
      audience.members.set(socket, member);
      stop ??= nodes.hub.live.listen(tell);
      send(socket, member, audience, undefined, nodes.hub.live.version(), measure());
      socket.on('close', () => leave(audience, socket));
    },
  });

  function audienceOf({ tenantId, nodeScope }: Principal, isLean: boolean): Audience {
    const key = JSON.stringify([tenantId, isLean, nodeScope ? [...nodeScope].sort() : null]);
    const epoch = `${nodes.hub.live.epoch}.${sha256(key).slice(0, 8)}`;
    const audience = audiences.get(key) ?? { epoch, tenantId, scope: nodeScope, isLean, members: new Map() };
    audiences.set(key, audience);
    return audience;
  }

  function leave(audience: Audience, socket: WebSocket): void {
    audience.members.delete(socket);
    for (const [key, { members }] of audiences) if (members.size === 0) audiences.delete(key);
    if (audiences.size > 0) return;
    stop?.();
    stop = undefined;
  }

  function measure(): Unsent {
    const sums = new Map<string, number>();
    const add = (callerId: string, more: number) => sums.set(callerId, (sums.get(callerId) ?? 0) + more);
    for (const { members } of audiences.values())
      for (const [socket, { callerId }] of members) add(callerId, socket.bufferedAmount);
    return (callerId, more = 0) => add(callerId, more).get(callerId) as number;
  }

  function tell(changes: Changes): void {
    const unsent = measure();
    const made = { full: new Map<Connection, string>(), lean: new Map<Connection, string>() };
    for (const audience of audiences.values()) {
      const texts = relevant(audience, changes)
        ? changesTexts(audience, changes, audience.isLean ? made.lean : made.full)
        : undefined;
      for (const [socket, member] of audience.members) send(socket, member, audience, texts, changes.version, unsent);
    }
  }

  function send(
    socket: WebSocket,
    member: Member,
    audience: Audience,
    texts: readonly string[] | undefined,
    version: number,
    unsent: Unsent,
  ): void {
    const give = (texts: readonly string[]) => {
      for (const each of texts) {
        socket.send(each);
        unsent(member.callerId, each.length);
      }
    };
    if (socket.bufferedAmount > MOST_UNSENT || unsent(member.callerId) > MOST_UNSENT_OF_CALLER) {
      member.isBehind ||= texts !== undefined;
      if (member.isBehind) catching ??= setTimeout(catchUp, CATCH_UP_MS).unref();
      return;
    }
    if (member.isBehind) {
      const missed = member.seen === undefined ? undefined : nodes.hub.live.since(member.seen);
      give(missed ? changesTexts(audience, missed) : snapshotTexts(audience));
      member.isBehind = false;
      member.seen = nodes.hub.live.version();
      return;
    }
    if (texts !== undefined) give(texts);
    member.seen = version;
  }

  /** Whoever was skipped is told when the line is free, also when nothing more happens. */
  function catchUp(): void {
    catching = undefined;
    const unsent = measure();
    for (const audience of audiences.values()) {
      for (const [socket, member] of audience.members)
        if (member.isBehind) send(socket, member, audience, undefined, nodes.hub.live.version(), unsent);
    }
  }

  const isVisible = ({ tenantId, scope }: Audience, node: { id: string; tenantId: string }) =>
    node.tenantId === tenantId && seesNode(scope ? { nodeScope: scope } : {}, node.id);

  function relevant(audience: Audience, { connections, gone }: Changes): boolean {
    return (
      connections.some(({ node }) => isVisible(audience, node)) ||
      gone.some(({ nodeId, tenantId }) => isVisible(audience, { id: nodeId, tenantId }))
    );
  }

  /** Texts of nodes are made once for all audiences. */
  function nodeText(connection: Connection, isLean: boolean, made: Map<Connection, string>): string {
    let text = made.get(connection);
    if (text === undefined) {
      const metrics = nodes.metricsOf(connection);
      text = JSON.stringify(liveView(connection, metrics, isLean));
      if (text.length > MOST_NODE) text = JSON.stringify({ ...liveView(connection, metrics, true), too_large: true });
      text = hidePasswords(text);
      made.set(connection, text);
    }
    return text;
  }

  /** In parts of a bounded size; who has seen only some of them resumes before them. */
  function messages(
    audience: Audience,
    head: { snapshot: boolean; version: number; removed?: string[] },
    connections: Iterable<Connection>,
    made: Map<Connection, string>,
  ): string[] {
    const parts: string[][] = [[]];
    let size = 0;
    let oldest = head.version;
    for (const connection of connections) {
      if (!isVisible(audience, connection.node)) continue;
      const text = nodeText(connection, audience.isLean, made);
      if (size > 0 && size + text.length > MOST_MESSAGE) {
        parts.push([]);
        size = 0;
      }
      parts.at(-1)?.push(text);
      size += text.length;
      oldest = Math.min(oldest, connection.version - 1);
    }
    const { epoch } = audience;
    const before = Math.max(0, oldest);
    return parts.map((texts, i) => {
      const own = i === 0 ? head : { snapshot: false, removed: [] };
      const version = i === parts.length - 1 ? head.version : before;
      const opening = { type: 'dashboard_update', epoch, online_count: online(audience), ...own, version };
      return `${JSON.stringify(opening).slice(0, -1)},"nodes":[${texts.join(',')}]}`;
    });
  }

  function online(audience: Audience): number {
    let count = 0;
    for (const { node } of nodes.hub.all()) if (isVisible(audience, node)) count++;
    return count;
  }

  function snapshotTexts(audience: Audience): string[] {
    return messages(audience, { snapshot: true, version: nodes.hub.live.version() }, nodes.hub.all(), new Map());
  }

  function changesTexts(audience: Audience, changes: Changes, made = new Map<Connection, string>()): string[] {
    const removed = changes.gone
      .filter(({ nodeId, tenantId }) => isVisible(audience, { id: nodeId, tenantId }))
      .map(({ nodeId }) => nodeId);
    return messages(audience, { snapshot: false, version: changes.version, removed }, changes.connections, made);
  }
}
