import type { Log } from '../../platform/log/index.ts';
import { type Admission, type Authenticate, Refused } from './authenticate.ts';
import type { Connection, Wire } from './connection.ts';
import { CLOSE, goodbye } from './goodbye.ts';
import { type Envelope, MOST_MESSAGE_BYTES, messages, NotAnEnvelope, parseEnvelope, readAuth } from './protocol.ts';

/** How long a node may take to say who it is. */
const AUTH_MS = 10_000;

/** One socket, from its opening to its end. */
export type Session = {
  receive(frame: Buffer, isBinary: boolean): void;
  /** The socket is gone; `polite` when the other side said goodbye or answered ours. */
  ended(polite: boolean): void;
};

/** What a session is part of. */
export type Hall = {
  /** Sockets of which nobody knows yet whose they are. */
  waiting: Set<Wire>;
  isStopping(): boolean;
  letIn: Authenticate;
  /** Called when the node has its reply. */
  enter(wire: Wire, address: string, admission: Admission): Connection;
  /** Called after `enter`, when the session counts on the connection. */
  entered(connection: Connection): void;
  /** @param bytes of the frame. @throws NotAnEnvelope for one that is not taken in */
  take(connection: Connection, envelope: Envelope, bytes: number): void;
  leave(connection: Connection, polite: boolean): void;
  log: Log;
};

/** Lets in whoever has proved who it is, and hands its messages on from then on. */
export function openSession(wire: Wire, address: string, hall: Hall): Session {
  const { waiting, log } = hall;
  let connection: Connection | undefined;
  let state: 'waiting' | 'deciding' | 'open' | 'over' = 'waiting';
  waiting.add(wire);
  const late = setTimeout(() => refuse('Auth timeout (10s)'), AUTH_MS).unref();

  function refuse(message: string): void {
    if (state === 'over') return;
    state = 'over';
    leaveTheDoor();
    wire.send(messages.authError(message));
    goodbye(wire, CLOSE.policy, message);
  }

  function leaveTheDoor(): void {
    waiting.delete(wire);
    clearTimeout(late);
  }

  async function decide(payload: unknown): Promise<void> {
    state = 'deciding';
    try {
      const admission = await hall.letIn(payload, address);
      if (state !== 'deciding') return;
      leaveTheDoor();
      if (hall.isStopping()) return goodbye(wire, CLOSE.restart, 'the server is stopping');
      state = 'open';
      wire.trust();
      // The reply comes before anything else is sent: the node takes any other frame for a failure.
      wire.send(
        admission.secret === undefined ? messages.authOk() : messages.registerAck(admission.node.id, admission.secret),
      );
      connection = hall.enter(wire, address, admission);
      hall.entered(connection);
    } catch (error) {
      if (error instanceof Refused) return refuse(error.message);
      log.warn({ error }, 'a node could not be let in; it will try again');
      state = 'over';
      leaveTheDoor();
      goodbye(wire, CLOSE.later, 'try again later');
    }
  }

  function beforeAuth(frame: Buffer, isBinary: boolean): void {
    const read = isBinary ? 'First message must be a text auth frame' : readAuth(frame);
    if (typeof read === 'string') refuse(read);
    else void decide(read.payload);
  }

  return {
    receive(frame, isBinary) {
      if (state === 'over') return;
      if (!connection) {
        if (state === 'waiting') beforeAuth(frame, isBinary);
        return;
      }
      connection.lastHeardAt = Date.now();
      if (isBinary) return;
      const { id: nodeId, deviceType } = connection.node;
      if (frame.length > MOST_MESSAGE_BYTES) {
        log.warn({ nodeId, bytes: frame.length }, 'a message of a node is too large; it was left out');
        return;
      }
      try {
        hall.take(connection, parseEnvelope(frame.toString()), frame.length);
      } catch (error) {
        if (error instanceof NotAnEnvelope) {
          const about = { nodeId, deviceType, reason: error.message };
          log.debug(about, 'a message of a node is no message; it was left out');
        } else {
          // Nobody is above this to catch it: one node would end the house.
          log.error({ error, nodeId }, 'a message of a node could not be taken in; it was left out');
        }
      }
    },
    ended(polite) {
      state = 'over';
      leaveTheDoor();
      if (connection) hall.leave(connection, polite);
    },
  };
}
