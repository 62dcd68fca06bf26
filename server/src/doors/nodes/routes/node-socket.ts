import type { WebSocket } from 'ws';
import type { Nodes, Wire } from '../../../core/nodes/index.ts';
import { type HttpApp, machineSocketRoute } from '../../../platform/http/index.ts';
import { cutToBytes } from '../../../platform/text.ts';

/** Enough for any `auth` message; strangers get no more. */
const MOST_UNPROVED_BYTES = 64 * 1024;
const MIB = 1024 * 1024;
/** A node sends tens of kilobytes a second, and a backlog of 4,096 events when it is back. Reading 4 MiB takes some 40 ms. */
const PACE = { burst: 16 * MIB, perSecond: 4 * MIB, perMessage: 1024 };
/** RFC 6455: the connection ended without a Close frame. */
const ABNORMAL = 1006;
/** RFC 6455: bytes of the reason in a Close frame; the library throws for more. Reasons may quote what the other side sent. */
const MOST_REASON_BYTES = 123;

/** Where nodes connect: `/ws/node`. */
export function nodeSocket(app: HttpApp, { nodes }: { nodes: Nodes }): void {
  machineSocketRoute(app, '/ws/node', {
    schema: {
      tags: ['Nodes'],
      summary: 'Connection of a node (WebSocket)',
      description:
        'For edges and relays. The first frame is `auth` with a registration token, or with the id and the secret of the node; ' +
        'it has to come within 10 s.',
    },
    rate: 'nodes',
    mostUnproved: MOST_UNPROVED_BYTES,
    pace: PACE,
    connected(socket, address, prove) {
      const session = nodes.hub.accept(wireOf(socket, prove), address);
      socket.on('message', (frame: Buffer, isBinary) => session.receive(frame, isBinary));
      socket.on('close', (code) => session.ended(code !== ABNORMAL));
      // Nodes drop the line at a goodbye, without finishing it: what that looks like from here is no news.
      socket.on('error', () => {});
    },
  });
}

function wireOf(socket: WebSocket, trust: () => void): Wire {
  return {
    trust,
    send: (text) => socket.send(text),
    close: (code, reason) => socket.close(code, cutToBytes(reason, MOST_REASON_BYTES)),
    terminate: () => socket.terminate(),
    unsent: () => socket.bufferedAmount,
  };
}
