import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { createMlDoor, type MlCore } from '../server/src/doors/ml/index.ts';
import { createNodesDoor, type NodesCore } from '../server/src/doors/nodes/index.ts';
import { createHttpServer, type Door } from '../server/src/platform/http/index.ts';
import { silentLog } from '../server/src/platform/log/index.ts';

// Routes call the core when a request comes, and none comes: the document alone is asked for.
const core = new Proxy({}, { get: () => ({}) });
const doors: Record<string, () => Door> = {
  ml: () => createMlDoor(core as MlCore),
  nodes: () => createNodesDoor(core as NodesCore),
};
export const doorNames = Object.keys(doors);

const fileOf = (name: string) => fileURLToPath(new URL(`./src/${name}.ts`, import.meta.url));

/** The types of a door, made from the OpenAPI document that it serves. */
export async function generateTypes(name: string): Promise<string> {
  const door = (doors[name] as () => Door)();
  const server = await createHttpServer({ log: silentLog, doors: [{ door, prefix: `/${name}` }] });
  try {
    const document = (await server.app.inject(`/${name}/openapi.json`)).json();
    const types = astToString(await openapiTypescript(document, { alphabetize: true }));
    return `// Made by \`node sdk/generate.ts\` from the OpenAPI document of the ${name} door. Do not edit.\n\n${types}`;
  } finally {
    await server.close();
  }
}

/** What is checked in at `sdk/src/<name>.ts`. */
export function checkedInTypes(name: string): Promise<string> {
  return readFile(fileOf(name), 'utf8');
}

/** Brings the types of all doors up to date. */
export async function writeTypes(): Promise<void> {
  for (const name of doorNames) await writeFile(fileOf(name), await generateTypes(name));
}

if (import.meta.main) await writeTypes();
