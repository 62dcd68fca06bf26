import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { reportStyleSource } from './doors/ml/index.ts';
import type { HttpApp } from './platform/http/index.ts';

/** Where `npm run build -w console` puts the console. */
const builtFolder = join(import.meta.dirname, '../../console/dist');

/** Everything comes from this origin, and nothing is inline but the stylesheet of the reports, which open under this policy. `data:` and `blob:` images are QR codes and downloads. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' ${reportStyleSource}`,
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** File names under `assets/` carry a hash of their content, so they never change. */
const HASHED = { immutable: true, maxAge: 365 * 24 * 60 * 60 * 1000 } as const;

export type Console = {
  /** The console's files; `/` is its first page. */
  register(app: HttpApp): Promise<void>;
  /** Answers a person's browser with the console at any path of its own; false leaves the request alone. */
  fallback(request: FastifyRequest, reply: FastifyReply): boolean;
};

/** The built console in `folder`; undefined when it was not built. */
export function createConsole(folder = builtFolder): Console | undefined {
  if (!existsSync(join(folder, 'index.html'))) return undefined;

  const page = (reply: FastifyReply) =>
    reply
      .code(200)
      .header('Content-Security-Policy', policy)
      .header('Cache-Control', 'no-cache')
      .header('Vary', 'Accept, Accept-Encoding')
      .sendFile('index.html', { cacheControl: false });

  return {
    async register(app) {
      // `preCompressed` sends the .br and .gz files that the build left beside the originals.
      await app.register(fastifyStatic, { root: folder, serve: false, preCompressed: true });
      app.get('/', (_request, reply) => page(reply));
      app.get<{ Params: { '*': string } }>('/assets/*', (request, reply) =>
        reply.header('Vary', 'Accept-Encoding').sendFile(`assets/${request.params['*']}`, HASHED),
      );
      for (const name of await filesBesideThePage(folder)) {
        app.get(`/${name}`, (_request, reply) => reply.header('Vary', 'Accept-Encoding').sendFile(name));
      }
    },
    fallback(request, reply) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return false;
      // Programs get an honest 404; only a browser going somewhere asks for text/html.
      if (!request.headers.accept?.includes('text/html')) return false;
      if (request.url.startsWith('/assets/')) return false;
      page(reply);
      return true;
    },
  };
}

async function filesBesideThePage(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /^[a-z][\w.-]*$/.test(entry.name) && !/\.(html|br|gz)$/.test(entry.name))
    .map((entry) => entry.name);
}
