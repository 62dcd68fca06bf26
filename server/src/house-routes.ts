import { createConsole } from './console.ts';
import type { Door, HouseRoutes } from './platform/http/index.ts';
import type { Metrics } from './platform/metrics/index.ts';

/** What the main port answers outside of the doors: is it alive, can it work, its numbers, and the console. */
export function houseRoutes({
  doors,
  isReady,
  metrics,
  consoleFolder,
}: {
  doors: readonly Door[];
  isReady: () => Promise<void>;
  metrics: Metrics;
  /** The built console. When there is none, `/` says where the doors are. */
  consoleFolder?: string;
}): HouseRoutes {
  const pages = createConsole(consoleFolder);
  const register: HouseRoutes['register'] = async (app) => {
    app.get('/livez', async () => ({ status: 'alive' }));
    app.get('/readyz', async (_request, reply) => {
      try {
        await isReady();
        return { status: 'ready' };
      } catch (error) {
        return reply
          .code(503)
          .send({ status: 'unavailable', reason: error instanceof Error ? error.message : String(error) });
      }
    });
    app.get('/metrics', async (_request, reply) => {
      const { contentType, text } = await metrics.render();
      return reply.type(contentType).send(text);
    });
    if (pages) await pages.register(app);
    else app.get('/', async (_request, reply) => reply.type('text/html; charset=utf-8').send(welcome(doors)));
  };
  // A process that answers no requests of the doors still has no console pages under their prefixes.
  const isUnderDoor = (url: string) => doors.some(({ name }) => url === `/${name}` || url.startsWith(`/${name}/`));
  return {
    register,
    fallback: (request, reply) => !isUnderDoor(request.url) && (pages?.fallback(request, reply) ?? false),
  };
}

function welcome(doors: readonly Door[]): string {
  const item = ({ name, title, description }: Door) =>
    `<li><strong>${escapeHtml(title)}</strong> at <code>/${name}</code>: ${escapeHtml(description)} <a href="/${name}/docs">Reference</a>, <a href="/${name}/openapi.json">OpenAPI</a></li>`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Signalbox</title></head>
<body>
<main>
<h1>Signalbox</h1>
<p>The server runs, without its console: it was not built (<code>npm run build -w console</code>). These doors are open:</p>
<ul>
${doors.map(item).join('\n')}
</ul>
<p>Operators: <a href="/readyz">readiness</a>, <a href="/metrics">metrics</a>.</p>
</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
