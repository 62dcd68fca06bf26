import { randomUUID } from 'node:crypto';
import type { Connection } from './connection.ts';

/*
 * What dashboards show, in versions. Every change of a node gets the next number; somebody who has seen version N is told
 * what came after it, be it the next change or the first one after a reconnect. Nothing is kept for anybody: the latest state
 * of a node is all there is to tell.
 */
const TICK_MS = 50;
/** Nodes that went away, to be told to those who were not there at the time. */
const MOST_GONE = 10_000;
/** A node that reports every second is told every second, although its reports come a little early now and then. */
const EARLY = 0.9;

export type Gone = { nodeId: string; tenantId: string; version: number };
export type Changes = { connections: readonly Connection[]; gone: readonly Gone[]; version: number };

export type Live = {
  /** Tells this run of the house from others, whose versions mean nothing here. */
  epoch: string;
  version(): number;
  /** `now`: whatever the interval says (state rather than figures). */
  changed(connection: Connection, now?: boolean): void;
  left(connection: Connection): void;
  /** What changed after a version; undefined when that can no longer be told, and everything has to be. */
  since(version: number): Changes | undefined;
  /** Calls with what changed, at most every 50 ms. */
  listen(onChanges: (changes: Changes) => void): () => void;
  stop(): void;
};

/**
 * @param connections all there are, by the node's id
 * @param interval milliseconds between two tellings of the same node
 */
export function createLive(connections: ReadonlyMap<string, Connection>, interval: () => number): Live {
  const listeners = new Set<(changes: Changes) => void>();
  const dirty = new Set<Connection>();
  let urgent = new Set<Connection>();
  let gone: Gone[] = [];
  let freshlyGone: Gone[] = [];
  /** Versions up to this one may miss somebody who went away. */
  let forgottenUntil = 0;
  let version = 0;
  let timer: NodeJS.Timeout | undefined;

  function tick(): void {
    timer = undefined;
    const now = Date.now();
    const pause = interval() * EARLY;
    const due: Connection[] = [];
    for (const connection of dirty) {
      // A report does not wait for what was told of something else meanwhile: it would be late by nearly an interval.
      const isReport = connection.stats !== connection.toldStats;
      const last = isReport ? connection.statsToldAt : connection.toldAt;
      if (!urgent.has(connection) && now - last < pause) continue;
      dirty.delete(connection);
      connection.toldAt = now;
      if (isReport) {
        connection.statsToldAt = now;
        connection.toldStats = connection.stats;
      }
      connection.version = ++version;
      due.push(connection);
    }
    urgent = new Set();
    // Whoever came back is not gone.
    const left = freshlyGone.filter(({ nodeId }) => !connections.has(nodeId));
    freshlyGone = [];
    if (due.length > 0 || left.length > 0) {
      for (const listener of listeners) listener({ connections: due, gone: left, version });
    }
    if (dirty.size > 0) schedule();
  }

  function schedule(): void {
    timer ??= setTimeout(tick, TICK_MS).unref();
  }

  return {
    epoch: randomUUID(),
    version: () => version,
    changed(connection, now = false) {
      dirty.add(connection);
      if (now) urgent.add(connection);
      schedule();
    },
    left(connection) {
      dirty.delete(connection);
      const { id: nodeId, tenantId } = connection.node;
      const entry = { nodeId, tenantId, version: ++version };
      gone.push(entry);
      freshlyGone.push(entry);
      if (gone.length > MOST_GONE) {
        gone = gone.slice(-MOST_GONE / 2);
        forgottenUntil = (gone[0] as Gone).version - 1;
      }
      schedule();
    },
    since(seen) {
      if (seen < forgottenUntil || seen > version) return undefined;
      return {
        connections: [...connections.values()].filter((connection) => connection.version > seen),
        gone: gone.filter((entry) => entry.version > seen && !connections.has(entry.nodeId)),
        version,
      };
    },
    listen(onChanges) {
      listeners.add(onChanges);
      return () => void listeners.delete(onChanges);
    },
    stop() {
      clearTimeout(timer);
    },
  };
}
