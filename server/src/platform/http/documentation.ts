import swagger from '@fastify/swagger';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Door, HttpApp } from './types.ts';

/**
 * Serves a mounted door's OpenAPI 3.1 document at `openapi.json` and its reference page at `docs`. Call before the door
 * registers its routes, inside its plugin.
 */
export async function documentation(app: HttpApp, door: Door, prefix: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: door.title, description: door.description, version: door.version },
      // Paths in the document are the contract's; the server says where they hang on this port.
      servers: [{ url: prefix === '' ? '/' : prefix }],
      components: { securitySchemes: door.securitySchemes as never },
      security: Object.keys(door.securitySchemes).map((name) => ({ [name]: [] })),
    },
    convertConstToEnum: false,
    transform: ({ schema, url, route }) => {
      const open = route.config?.public === true;
      const documented = { ...schema, ...(open ? { security: [] } : {}) };
      return { schema: documented, url };
    },
  });
  app.get('/openapi.json', { schema: { hide: true }, config: { public: true } }, (_request, reply) =>
    reply.type('application/json').send(JSON.stringify(app.swagger())),
  );
  referencePage(app, door);
}

/** Scripts and styles of the page come from this origin only; the page builds its styles inline. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "frame-ancestors 'none'",
].join('; ');

/**
 * The Scalar page and its script, both out of the npm package: nothing is loaded from elsewhere. The package costs 230 ms
 * and 40 MB to load (`node -e "import('@scalar/fastify-api-reference')"`), so it is loaded on the first visit.
 */
function referencePage(app: HttpApp, door: Door): void {
  let page: Promise<FastifyInstance> | undefined;
  const options = { schema: { hide: true }, config: { public: true } };
  const serve = async (path: string) => {
    page ??= buildPage(door.title);
    const answer = await (await page).inject(path);
    return { type: answer.headers['content-type'] as string, body: answer.body };
  };
  app.get('/docs', options, (request, reply) => reply.redirect(`${request.url.split('?')[0]}/`, 301));
  app.get('/docs/', options, async (_request, reply) => {
    const { type, body } = await serve('/');
    return reply.type(type).header('content-security-policy', pagePolicy).send(body);
  });
  app.get('/docs/js/scalar.js', options, async (_request, reply) => {
    const { type, body } = await serve('/js/scalar.js');
    return reply.type(type).header('cache-control', 'public, max-age=3600').send(body);
  });
}

async function buildPage(title: string): Promise<FastifyInstance> {
  const { default: scalar } = await import('@scalar/fastify-api-reference');
  const page = Fastify();
  await page.register(scalar, {
    routePrefix: '/',
    configuration: {
      url: '../openapi.json',
      pageTitle: title,
      withDefaultFonts: false,
      telemetry: false,
      // These send the document to the maker's services.
      agent: { disabled: true },
      mcp: { disabled: true },
      showDeveloperTools: 'never',
      hideClientButton: true,
    },
  });
  await page.ready();
  return page;
}
