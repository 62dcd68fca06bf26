import { setTimeout as sleep } from 'node:timers/promises';
import { batched } from '../../platform/batched.ts';
import { type Vault, VaultError } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/database/index.ts';
import { HouseError } from '../../platform/errors.ts';
import type { Log } from '../../platform/log/index.ts';
import { createTurns } from '../../platform/turns.ts';
import type { Action, Connection, Nodes } from '../nodes/index.ts';
import { actionToForget, actionToHave } from './actions.ts';
import type { Leg, LegKey, LegState } from './schema.ts';
import { openSecrets } from './secrets.ts';
import { tunnelStore } from './store.ts';

/** Nodes that come or go within this time are one look into the database. */
const GATHER_MS = 50;
const MOST_NODES = 500;
/** A fleet that returns is looked at for seconds; nobody waits for all of it. */
const MOST_LOOK_MS = 1000;
/** Source: facts about the nodes contract, §4.1. */
const RETRY_MS = 30_000;
/** After a failure of the database. */
const AGAIN_MS = 1000;
/** Long enough for the transaction of whoever asks to be over; if it is not, the next round is for it. */
const SOON_MS = 250;
/** Told at the same time: to all nodes, so that the return of 2,000 leaves the database to others, too; and to one. */
const MOST_AT_ONCE = 32;
const MOST_OF_A_NODE = 4;

/** Tells nodes what they have to know of tunnels, and keeps at it. */
export type Pusher = {
  /** Tells all nodes of a tunnel at once: the relay, then the edges. Those that are away hear it when they come. */
  push(tunnelId: string, actor: string): Promise<void>;
  /** The node has dropped a tunnel it took before; it is told again with the next round. */
  failed(failure: { tunnelId: string; nodeId: string; message: string }): Promise<void>;
  /** Looks in a moment whether connected nodes have still to be told something. */
  soon(): void;
  start(): Promise<void>;
  /** Resolves when nothing is being told any more. */
  stop(): Promise<void>;
};

type Parts = {
  database: Database;
  log: Log;
  vault: Vault;
  nodes: Pick<Nodes, 'hub' | 'push'>;
  /** Between two rounds of telling what could not be told. */
  retryMs?: number | undefined;
};

/** How telling a node went; away: it was not there to hear it; silent: it did not answer. */
type Outcome = 'told' | 'refused' | 'silent' | 'away';

const nameOf = ({ tunnelId, nodeId }: LegKey) => `${tunnelId} ${nodeId}`;

export function createPusher({ database, log, vault, nodes, retryMs = RETRY_MS }: Parts): Pusher {
  const load = batched((keys: readonly string[]) => tunnelStore.loadLegs(database, keys));
  const turn = createTurns(MOST_AT_ONCE, Number.POSITIVE_INFINITY);
  /** INVARIANT: a leg is told one thing at a time, each time what is wanted when its turn comes. */
  const busy = new Map<string, Promise<unknown>>();
  /** Legs that wait for their turn. */
  const queued = new Set<string>();
  const running = new Set<Promise<unknown>>();
  /** The version of each tunnel a node has been told since it came: it is not told the same twice. */
  const told = new WeakMap<Connection, Map<string, number>>();
  let touched = new Set<string>();
  let looking: Promise<void> | undefined;
  let retrying: NodeJS.Timeout | undefined;
  let stopped = false;

  function heardBy(connection: Connection): Map<string, number> {
    const heard = told.get(connection) ?? new Map<string, number>();
    told.set(connection, heard);
    return heard;
  }

  /** Sends one command. @throws what is neither the node's nor the line's fault */
  async function tell(leg: Leg, action: Action, actor: string): Promise<[Outcome, string]> {
    try {
      await nodes.push(leg.nodeId, action, actor);
      return ['told', ''];
    } catch (error) {
      if (!(error instanceof HouseError)) throw error;
      const { code, message } = error;
      if (code === 'NODE_REFUSED') return ['refused', message];
      if (code === 'NODE_SILENT') return ['silent', message];
      if (code === 'NODE_OFFLINE' || code === 'CONNECTION_LOST') return ['away', message];
      throw error;
    }
  }

  async function forget(leg: Leg, actor: string): Promise<Outcome> {
    const connection = nodes.hub.get(leg.nodeId);
    if (connection) heardBy(connection).delete(leg.tunnelId);
    const [outcome, message] = await tell(leg, actionToForget(leg.part, leg.tunnelId), actor);
    // Older edges refuse to delete what they do not know.
    if (outcome === 'told' || (outcome === 'refused' && isUnknown(message))) await tunnelStore.removeLeg(database, leg);
    else await tunnelStore.finishLeg(database, leg, stateOf(outcome, message));
    return outcome;
  }

  async function have(leg: Leg, tunnel: NonNullable<Leg['tunnel']>, actor: string): Promise<Outcome> {
    const connection = nodes.hub.get(leg.nodeId);
    if (!connection) return 'away';
    const heard = heardBy(connection);
    if (heard.get(tunnel.id) === leg.revision) {
      await tunnelStore.finishLeg(database, leg, stateOf('told', ''));
      return 'told';
    }
    const action = actionOf(leg, tunnel);
    if (typeof action === 'string') {
      await tunnelStore.finishLeg(database, leg, { status: 'failed', error: action });
      return 'refused';
    }
    // Edges bind at once; the relay has to know their tokens by then.
    if (tunnel.relayNodeId && leg.part !== 'relay')
      await pushLeg({ tunnelId: tunnel.id, nodeId: tunnel.relayNodeId, part: 'relay' }, actor);
    if (leg.isStale && leg.part !== 'relay') {
      const [outcome, message] = await tell(leg, actionToForget(leg.part, leg.tunnelId), actor);
      // What it refuses is mostly to delete what it does not have. What it says to the new version counts.
      if (outcome === 'silent' || outcome === 'away') {
        await tunnelStore.finishLeg(database, leg, stateOf(outcome, message));
        return outcome;
      }
    }
    const [outcome, message] = await tell(leg, action, actor);
    // It may have gone while this was on its way, and been noted as gone already.
    const isHere = nodes.hub.get(leg.nodeId) === connection;
    if (outcome === 'told') heard.set(tunnel.id, leg.revision);
    await tunnelStore.finishLeg(database, leg, stateOf(isHere ? outcome : 'away', message));
    return outcome;
  }

  /** A sentence when its secrets cannot be opened. */
  function actionOf({ part }: Leg, tunnel: NonNullable<Leg['tunnel']>): Action | string {
    try {
      return actionToHave(part, tunnel, openSecrets(vault, tunnel.id, tunnel));
    } catch (error) {
      if (error instanceof VaultError) return error.message;
      throw error;
    }
  }

  async function tellLeg(key: LegKey, actor: string): Promise<Outcome> {
    if (stopped || !nodes.hub.get(key.nodeId)) return 'away';
    try {
      const leg = await load(nameOf(key));
      if (!leg) return 'told';
      return await (leg.tunnel ? have(leg, leg.tunnel, actor) : forget(leg, actor));
    } catch (error) {
      log.warn({ error, tunnelId: key.tunnelId, nodeId: key.nodeId }, 'a node could not be told of a tunnel yet');
      return 'refused';
    }
  }

  function pushLeg(key: LegKey, actor: string): Promise<Outcome> {
    const name = nameOf(key);
    const mine = (busy.get(name) ?? Promise.resolve()).then(() => tellLeg(key, actor));
    busy.set(name, mine);
    return mine.finally(() => {
      if (busy.get(name) === mine) busy.delete(name);
    });
  }

  /** Tells one node everything, a few at a time; one that does not answer is left alone until the next round. */
  async function pushNode(keys: readonly LegKey[]): Promise<void> {
    const left = [...keys];
    let isSilent = false;
    const next = async (): Promise<void> => {
      while (!isSilent && !stopped) {
        const key = left.shift();
        if (!key) return;
        const release = await turn();
        queued.delete(nameOf(key));
        try {
          if ((await pushLeg(key, 'system')) === 'silent') isSilent = true;
        } finally {
          release();
        }
      }
    };
    await Promise.all(Array.from({ length: MOST_OF_A_NODE }, next));
    for (const key of left) queued.delete(nameOf(key));
  }

  function pushNodes(keys: readonly LegKey[]): void {
    const fresh = keys.filter((key) => nodes.hub.get(key.nodeId) && !queued.has(nameOf(key)));
    for (const key of fresh) queued.add(nameOf(key));
    for (const legs of Map.groupBy(fresh, ({ nodeId }) => nodeId).values()) void track(pushNode(legs));
  }

  function track<T>(work: Promise<T>): Promise<T> {
    running.add(work);
    return work.finally(() => running.delete(work));
  }

  async function look(): Promise<void> {
    await sleep(GATHER_MS);
    while (touched.size > 0 && !stopped) {
      const some = [...touched].slice(0, MOST_NODES);
      for (const id of some) touched.delete(id);
      try {
        pushNodes(await tunnelStore.resetLegs(database, some));
      } catch (error) {
        log.warn({ error }, 'the tunnels of nodes that came or went could not be read; trying again');
        touched = new Set([...some, ...touched]);
        await sleep(AGAIN_MS);
      }
    }
  }

  function lookAt(...nodeIds: string[]): void {
    for (const id of nodeIds) touched.add(id);
    if (looking || stopped) return;
    looking = track(
      look().finally(() => {
        looking = undefined;
        if (touched.size > 0) lookAt();
      }),
    );
  }

  async function retry(): Promise<void> {
    const here = [...nodes.hub.all()].map(({ node }) => node.id);
    if (here.length === 0) return;
    const open = await tunnelStore.openLegs(database, here);
    pushNodes(open.filter((key) => !busy.has(nameOf(key))));
  }

  function tryAgain(): void {
    if (stopped) return;
    void track(retry().catch((error) => log.warn({ error }, 'open tunnels could not be read; trying again')));
  }

  return {
    async push(tunnelId, actor) {
      // A look that is under way sets the parts of nodes that just came back to pending. Later it would hide what is told here.
      await Promise.race([looking, sleep(MOST_LOOK_MS, undefined, { ref: false })]);
      const keys = await tunnelStore.legKeys(database, tunnelId);
      await track(Promise.all(keys.map((key) => pushLeg(key, actor))));
    },
    async failed({ tunnelId, nodeId, message }) {
      // The end of a push that is on its way would write over it.
      await busy.get(`${tunnelId} ${nodeId}`);
      const connection = nodes.hub.get(nodeId);
      if (!connection) return;
      heardBy(connection).delete(tunnelId);
      try {
        await tunnelStore.failLeg(database, tunnelId, nodeId, message.slice(0, 2000).toWellFormed());
      } catch (error) {
        log.warn({ error, tunnelId, nodeId }, 'the failure of a tunnel could not be written down');
      }
    },
    soon() {
      setTimeout(tryAgain, SOON_MS).unref();
    },
    async start() {
      await tunnelStore.resetAllLegs(database);
      nodes.hub.onConnected(({ node }) => lookAt(node.id));
      nodes.hub.onDisconnected(({ node }) => lookAt(node.id));
      retrying = setInterval(tryAgain, retryMs).unref();
    },
    async stop() {
      stopped = true;
      clearInterval(retrying);
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}

function stateOf(outcome: Outcome, message: string): LegState {
  if (outcome === 'told') return { status: 'pushed', error: null };
  return outcome === 'away'
    ? { status: 'pending', error: null }
    : { status: 'failed', error: message.slice(0, 2000).toWellFormed() };
}

/** A node's words for not having what it is to delete. */
function isUnknown(message: string): boolean {
  return /not found|unknown tunnel|does not exist|not running|no such/i.test(message);
}
