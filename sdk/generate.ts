import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { createMlDoor, type MlCore } from '../server/src/doors/ml/index.ts';
import { createHttpServer } from '../server/src/platform/http/index.ts';
import { silentLog } from '../server/src/platform/log/index.ts';

const target = fileURLToPath(new URL('./src/ml.ts', import.meta.url));

/** The types of the ml door, made from the OpenAPI document that the door serves. */
export async function generateMlTypes(): Promise<string> {
  // Routes call the core when a request comes, and none comes: the document alone is asked for.
  const core = new Proxy({}, { get: () => ({}) }) as MlCore;
  const server = await createHttpServer({ log: silentLog, doors: [{ door: createMlDoor(core), prefix: '/ml' }] });
  try {
    const document = (await server.app.inject('/ml/openapi.json')).json();
    const types = astToString(await openapiTypescript(document, { alphabetize: true }));
    return `// Made by \`node sdk/generate.ts\` from the OpenAPI document of the ml door. Do not edit.\n\n${types}`;
  } finally {
    await server.close();
  }
}

/** What is checked in at `sdk/src/ml.ts`. */
export function checkedInMlTypes(): Promise<string> {
  return readFile(target, 'utf8');
}

/** Brings `sdk/src/ml.ts` up to date. */
export async function writeMlTypes(): Promise<void> {
  await writeFile(target, await generateMlTypes());
}

if (import.meta.main) await writeMlTypes();
