import type { Door, HttpApp } from './platform/http/index.ts';
import type { Metrics } from './platform/metrics/index.ts';

/** What the main port answers outside of the doors: is it alive, can it work, its numbers, and where to go from here. */
export function houseRoutes({
  doors,
  isReady,
  metrics,
}: {
  doors: readonly Door[];
  isReady: () => Promise<void>;
  metrics: Metrics;
}) {
  return (app: HttpApp): void => {
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
    app.get('/', async (_request, reply) => reply.type('text/html; charset=utf-8').send(welcome(doors)));
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
<p>The server runs. These doors are open:</p>
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
