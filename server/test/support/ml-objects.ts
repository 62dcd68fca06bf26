import type { Person, RequestOptions, TestApp } from './app.ts';

/*
 * What the generated tests (isolation, bad input) need to know about each kind of thing the ML door serves. Whoever adds a
 * route with `{id}` adds how to make one here; the tests fail and say so otherwise.
 */

/** Makes one thing through the API for its owner, and returns the values of the parameters in its path. */
export type MakeObject = (app: TestApp, owner: Person) => Promise<Record<string, string>>;

/** By the shortest path that names one thing. */
export const objects: Record<string, MakeObject> = {
  '/api/v1/datasets/{id}': async (app, owner) => {
    const answer = await app.request('POST', '/api/v1/datasets', { token: owner.token, body: datasetForm() });
    return { id: (answer.json() as { id: string }).id };
  },
};

/** Values of path parameters, by the path of `objects` they were made for. */
export type Ids = Record<string, Record<string, string>>;

/**
 * Requests that are right in every way, by operation (`POST /api/v1/training/start`), where the examples of the
 * documentation alone do not make one: multipart bodies, and bodies that name another thing.
 */
export const validRequests: Record<string, (ids: Ids) => RequestOptions> = {
  'POST /api/v1/datasets': () => ({ body: datasetForm() }),
};

/** An upload of a few readings. */
export function datasetForm(): FormData {
  const rows = Array.from({ length: 20 }, (_, i) => `${new Date(i * 60_000).toISOString()},${20 + i / 10},${i % 5}\n`);
  const form = new FormData();
  form.set('name', 'Isolated readings');
  form.set('equipment_type', 'pump');
  form.set('file', new Blob([`timestamp,temperature,pressure\n${rows.join('')}`]), 'readings.csv');
  return form;
}

/** The path of `objects` that an operation's path begins with. */
export function objectPathOf(path: string): string | undefined {
  if (!path.includes('{')) return undefined;
  const found = Object.keys(objects).find((candidate) => path === candidate || path.startsWith(`${candidate}/`));
  if (!found) throw new Error(`server/test/support/ml-objects.ts does not say how to make what ${path} names`);
  return found;
}

/** Makes one of everything that the paths name. */
export async function makeObjects(app: TestApp, owner: Person, paths: readonly string[]): Promise<Ids> {
  const ids: Ids = {};
  for (const path of new Set(paths.map(objectPathOf))) {
    if (path !== undefined) ids[path] = await (objects[path] as MakeObject)(app, owner);
  }
  return ids;
}

/** The operation's path with the values of `ids` (or of `instead`) for its parameters. */
export function filled(path: string, ids: Ids, instead?: string): string {
  const values = ids[objectPathOf(path) ?? ''] ?? {};
  return path.replace(/\{(\w+)\}/g, (_, name: string) => instead ?? encodeURIComponent(values[name] ?? 'none'));
}
