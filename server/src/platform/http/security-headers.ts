import helmet from '@fastify/helmet';
import type { HttpApp } from './types.ts';

/**
 * Headers of an API whose answers are data: nothing in them may run, be framed or be sniffed. Pages (reference, console)
 * set a policy of their own on their routes with `config.helmet`.
 */
export async function securityHeaders(app: HttpApp): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    frameguard: { action: 'deny' },
    // Plain HTTP is the default; whoever terminates TLS in front decides about HSTS.
    hsts: false,
    crossOriginEmbedderPolicy: false,
  });
}
