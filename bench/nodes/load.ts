/*
 * Child process of bench/nodes.ts: many nodes and some dashboards, told what to do over IPC. Apart, so that its time is not the
 * server's; on the same two cores, as the figures are promised.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Credentials } from '../../server/src/commands/simulate/disk.ts';
import { createLoad, type Load } from '../../server/src/commands/simulate/load.ts';

process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';

export type Order =
  | { order: 'nodes'; url: string; credentials: Credentials[] }
  | { order: 'figures' }
  | { order: 'dashboards'; url: string; token: string; count: number }
  | { order: 'latencies' }
  | { order: 'end' };

const SNAPSHOTS_MS = 3000;

let load: Load | undefined;
let dashboards: WebSocket[] = [];
let latencies: number[] = [];
let bytes = 0;

/** The first dashboard reads when each report was sent; the others only take in what they are sent. */
function openDashboard(url: string, token: string, reads: boolean): Promise<WebSocket> {
  const socket = new WebSocket(url, {
    headers: { authorization: `Bearer ${token}` },
    perMessageDeflate: false,
    skipUTF8Validation: true,
  });
  socket.on('message', (data: Buffer) => {
    bytes += data.length;
    if (!reads) return;
    const now = Date.now();
    for (const [, sent] of data.toString('latin1').matchAll(/"sent_unix_ms":(\d+)/g))
      latencies.push(now - Number(sent));
  });
  return new Promise((resolve, reject) => socket.on('open', () => resolve(socket)).on('error', reject));
}

process.on('message', async (message: Order) => {
  if (message.order === 'nodes') {
    load = createLoad({ ...message, acceptSelfSigned: true, allowPlain: true, dialsPerSlot: 40 });
    await load.start();
    process.send?.({ connected: true });
  } else if (message.order === 'figures') process.send?.(load?.figures());
  else if (message.order === 'dashboards') {
    for (let i = 0; i < message.count; i++) dashboards.push(await openDashboard(message.url, message.token, i === 0));
    // The snapshots hold reports of any age, and come in several messages.
    await sleep(SNAPSHOTS_MS);
    latencies = [];
    bytes = 0;
    process.send?.({ open: dashboards.length });
  } else if (message.order === 'latencies') process.send?.({ latencies, bytes });
  else {
    for (const socket of dashboards) socket.terminate();
    dashboards = [];
    await load?.stop();
    process.send?.({ ended: true }, () => process.exit(0));
  }
});
