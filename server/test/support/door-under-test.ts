import type { Person, RequestOptions, TestApp } from './app.ts';

/** Makes one thing through the API for its owner, and returns the values of the parameters in its path. */
export type MakeObject = (app: TestApp, owner: Person) => Promise<Record<string, string>>;

/** Values of path parameters, by the path of `objects` they were made for. */
export type Ids = Record<string, Record<string, string>>;

/** What the walks over all operations of a door (contract, isolation, bad input) have to know of it. */
export type DoorUnderTest = {
  name: string;
  /** How to make one of each thing, by the shortest path that names one. */
  objects: Readonly<Record<string, MakeObject>>;
  /**
   * Requests that are right in every way, by operation (`POST /api/v1/training/start`), where the examples of the
   * documentation alone do not make one: multipart bodies, and bodies that name another thing.
   */
  validRequests: Readonly<Record<string, (ids: Ids) => RequestOptions>>;
  /** What a viewer may change: things that concern nobody but themselves. */
  ownAffairs: RegExp;
  /** Paths whose parameter names no thing of anybody's: everybody has their own behind it. */
  everybodys?: RegExp;
};

/** The path of the door's objects that an operation's path begins with. */
export function objectPathOf({ name, objects }: DoorUnderTest, path: string): string | undefined {
  if (!path.includes('{')) return undefined;
  const found = Object.keys(objects).find((candidate) => path === candidate || path.startsWith(`${candidate}/`));
  if (!found) throw new Error(`server/test/support/${name}-objects.ts does not say how to make what ${path} names`);
  return found;
}

/** Makes one of everything that the paths name. */
export async function makeObjects(
  door: DoorUnderTest,
  app: TestApp,
  owner: Person,
  paths: readonly string[],
): Promise<Ids> {
  const ids: Ids = {};
  for (const path of new Set(paths.map((each) => objectPathOf(door, each)))) {
    if (path !== undefined) ids[path] = await (door.objects[path] as MakeObject)(app, owner);
  }
  return ids;
}

/** The operation's path with the values of `ids` (or of `instead`) for its parameters. */
export function filled(door: DoorUnderTest, path: string, ids: Ids, instead?: string): string {
  const values = ids[objectPathOf(door, path) ?? ''] ?? {};
  return path.replace(/\{(\w+)\}/g, (_, name: string) => instead ?? encodeURIComponent(values[name] ?? 'none'));
}
