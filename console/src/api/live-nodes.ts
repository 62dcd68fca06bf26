import { openSocket } from './client.ts';
import { keepOpen, type Line } from './steady-socket.ts';

export type Json = Record<string, unknown>;

/** A connected node as it is told over the WebSocket. */
export type LiveReport = {
  node_id: string;
  name: string;
  device_type: string;
  software_version: string | null;
  protocol_version: number | null;
  /** Since it connected. */
  uptime_secs: number;
  driver_metrics: { metrics: [name: string, value: number][] };
  /** Not in a lean report. */
  stats?: Json | null;
  health?: Json | null;
};

export type LiveUpdate = {
  type: 'dashboard_update';
  epoch: string;
  version: number;
  /** True: these are all there are. */
  snapshot: boolean;
  nodes: LiveReport[];
  removed?: string[];
};

/**
 * Follows the connected nodes: everything once, then what changes. After a break it goes on behind the last update.
 *
 * @param query `detail: 'metrics'` leaves the raw reports out; `node_id` follows one node only
 * @returns stops
 */
export function followNodes(
  query: { detail?: 'metrics'; node_id?: string },
  { onUpdate, onLine }: { onUpdate(update: LiveUpdate): void; onLine(line: Line): void },
): () => void {
  let resume: Record<string, string> = {};
  return keepOpen(() => openSocket('nodes', '/ws/dashboard', { ...query, ...resume }), {
    onMessage(data) {
      const update = JSON.parse(data) as LiveUpdate;
      if (update.type !== 'dashboard_update') return;
      resume = { after: String(update.version), epoch: update.epoch };
      onUpdate(update);
    },
    onLine,
  });
}
