import type { Wire } from './connection.ts';

/** RFC 6455: normal, going away, policy violation, service restart, try again later. */
export const CLOSE = { normal: 1000, away: 1001, policy: 1008, restart: 1012, later: 1013 } as const;

/** Between a goodbye and the end, for nodes that do not answer it. */
export const GOODBYE_MS = 1000;

/** What the events of a node say when it was this server that went, politely or not: no fault of the node. */
export const STOPPED_UNDER_NODE = 'The server stopped while the node was connected';

/** A Close frame, and the end of the socket for a node that does not answer it. */
export function goodbye(wire: Wire, code: number, reason: string, beforeCuttingOff = () => {}): void {
  wire.close(code, reason);
  setTimeout(() => {
    beforeCuttingOff();
    wire.terminate();
  }, GOODBYE_MS).unref();
}
