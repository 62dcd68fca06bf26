import type { FastifyReply } from 'fastify';

/** Aborted when whoever asked went away: nobody pays for an answer that nobody reads. */
export function leftSignal(reply: FastifyReply): AbortSignal {
  const left = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) left.abort();
  });
  return left.signal;
}
