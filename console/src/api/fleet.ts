import type { followNodes, LiveReport, LiveUpdate } from './live-nodes.ts';
import type { Line } from './steady-socket.ts';
import { createTrail, type Trail } from './trail.ts';

/** What a connected node does now; another object after every report. */
export type LiveNode = {
  id: string;
  version: string | null;
  bitrate: number;
  figures: Readonly<Record<string, number>>;
};

/** Whether the line is up, and how often nodes have come or gone; another object when one of them changes. */
export type FleetState = { line: Line; isKnown: boolean; online: number; comings: number };

/**
 * The live state of all nodes, kept outside of React: hundreds of reports a second change only the rows in sight. What
 * arrives is told once a frame, and only to those who look at the nodes it is about.
 */
export type Fleet = {
  node(id: string): LiveNode | undefined;
  state(): FleetState;
  /** The bitrates of the last minutes. */
  trail(id: string): Trail;
  watchNode(id: string, listener: () => void): () => void;
  /** The line is open as long as somebody watches. */
  watch(listener: () => void): () => void;
  forget(): void;
};

type Parts = {
  follow: typeof followNodes;
  /** Calls back before the next picture is drawn. */
  nextFrame(work: () => void): void;
};

/** Going from one page of nodes to another does not close the line. */
const LINGER_MS = 5_000;
const nothing: FleetState = { line: 'connecting', isKnown: false, online: 0, comings: 0 };

export function createFleet({ follow, nextFrame }: Parts): Fleet {
  const nodes = new Map<string, LiveNode>();
  const trails = new Map<string, Trail>();
  const watchers = new Set<() => void>();
  const nodeWatchers = new Map<string, Set<() => void>>();
  const changed = new Set<string>();
  let state = nothing;
  let stateChanged = false;
  let isScheduled = false;
  let hangUp: (() => void) | undefined;
  let leaving: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    isScheduled = false;
    const ids = [...changed];
    changed.clear();
    for (const id of ids) for (const tell of nodeWatchers.get(id) ?? []) tell();
    if (!stateChanged) return;
    stateChanged = false;
    for (const tell of watchers) tell();
  }

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    nextFrame(flush);
  }

  function setState(next: Partial<FleetState>): void {
    state = { ...state, ...next };
    stateChanged = true;
    schedule();
  }

  function trail(id: string): Trail {
    const found = trails.get(id) ?? createTrail();
    trails.set(id, found);
    return found;
  }

  function take(report: LiveReport): boolean {
    const { node_id: id, software_version: version } = report;
    const isNew = !nodes.has(id);
    const figures = Object.fromEntries(report.driver_metrics.metrics);
    const bitrate = figures.total_bitrate_bps ?? figures.total_bandwidth_bps ?? 0;
    nodes.set(id, { id, version, bitrate, figures });
    trail(id).add(bitrate);
    changed.add(id);
    return isNew;
  }

  function drop(id: string): boolean {
    changed.add(id);
    if (nodes.has(id)) trail(id).add(Number.NaN);
    return nodes.delete(id);
  }

  function onUpdate({ snapshot, nodes: reports, removed = [] }: LiveUpdate): void {
    let isMoved = false;
    const present = new Set(reports.map(({ node_id }) => node_id));
    const gone = snapshot ? [...nodes.keys()].filter((id) => !present.has(id)) : removed;
    for (const id of gone) isMoved = drop(id) || isMoved;
    for (const report of reports) isMoved = take(report) || isMoved;
    if (isMoved || !state.isKnown)
      setState({ isKnown: true, online: nodes.size, comings: state.comings + (isMoved ? 1 : 0) });
    schedule();
  }

  return {
    node: (id) => nodes.get(id),
    state: () => state,
    trail,
    watchNode(id, listener) {
      const listeners = nodeWatchers.get(id) ?? new Set();
      nodeWatchers.set(id, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && nodeWatchers.get(id) === listeners) nodeWatchers.delete(id);
      };
    },
    watch(listener) {
      watchers.add(listener);
      clearTimeout(leaving);
      hangUp ??= follow({ detail: 'metrics' }, { onUpdate, onLine: (line) => setState({ line }) });
      return () => {
        watchers.delete(listener);
        if (watchers.size > 0) return;
        clearTimeout(leaving);
        leaving = setTimeout(() => {
          hangUp?.();
          hangUp = undefined;
          // Whoever comes back is not shown the state of long ago.
          setState({ line: 'connecting' });
        }, LINGER_MS);
      };
    },
    forget() {
      hangUp?.();
      hangUp = undefined;
      nodes.clear();
      trails.clear();
      state = nothing;
    },
  };
}
