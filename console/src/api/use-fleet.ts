import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { createFleet, type FleetState, type LiveNode } from './fleet.ts';
import { followNodes, type LiveReport } from './live-nodes.ts';
import { onSessionChange, session } from './session.ts';
import type { Line } from './steady-socket.ts';

/** The one of this page. */
export const fleet = createFleet({ follow: followNodes, nextFrame: (work) => requestAnimationFrame(work) });
// What one person may see is nothing for the next.
onSessionChange(() => {
  if (!session()) fleet.forget();
});

export const useFleet = (): FleetState => useSyncExternalStore(fleet.watch, fleet.state);

/** A node while it is connected; renders again at each of its reports. */
export function useLiveNode(id: string): LiveNode | undefined {
  const watch = useCallback((listener: () => void) => fleet.watchNode(id, listener), [id]);
  return useSyncExternalStore(watch, () => fleet.node(id));
}

/** `undefined`: not told yet; `null`: not connected. */
export type Followed = { line: Line; report: LiveReport | null | undefined };

/** One node with its raw reports. */
export function useNodeReport(id: string): Followed {
  const [followed, setFollowed] = useState<Followed>({ line: 'connecting', report: undefined });
  useEffect(() => {
    setFollowed({ line: 'connecting', report: undefined });
    return followNodes(
      { node_id: id },
      {
        onUpdate({ nodes, snapshot, removed = [] }) {
          const report = nodes.find(({ node_id }) => node_id === id);
          if (report) setFollowed((old) => ({ ...old, report }));
          else if (snapshot || removed.includes(id)) setFollowed((old) => ({ ...old, report: null }));
        },
        onLine: (line) => setFollowed((old) => ({ ...old, line })),
      },
    );
  }, [id]);
  return followed;
}

/** Whether a node is connected; undefined as long as nothing was told. Renders again when it comes or goes, not at its reports. */
export function useIsConnected(id: string): boolean | undefined {
  const { isKnown } = useFleet();
  const watch = useCallback((listener: () => void) => fleet.watchNode(id, listener), [id]);
  const isConnected = useSyncExternalStore(watch, () => fleet.node(id) !== undefined);
  return isKnown ? isConnected : undefined;
}
