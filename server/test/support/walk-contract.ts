import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { startTestApp } from './app.ts';
import type { DoorUnderTest } from './door-under-test.ts';
import { type Operation, servedOperations } from './openapi.ts';

/*
 * The served OpenAPI document against the contract of the door: every documented operation is there with its method, path,
 * statuses and authentication, or stands in the one list of operations to come.
 */
export async function walkContract(door: DoorUnderTest): Promise<void> {
  type Documented = { method: string; path: string; statuses?: number[]; auth: string };

  const fixture = async <T>(name: string): Promise<T> =>
    JSON.parse(await readFile(join(import.meta.dirname, '../fixtures', name), 'utf8'));
  const contract = await fixture<Documented[]>(`contracts/${door.name}.json`);
  const toCome = new Set(await fixture<string[]>(`${door.name}-operations-to-come.json`));

  const app = (await startTestApp({ after })).door(door.name);
  const operations = await servedOperations(app);
  /** Names of parameters are not part of a contract. */
  const anonymous = (name: string) => name.replace(/\{\w+\}/g, '{}');
  const served = new Map(operations.map((operation) => [anonymous(operation.name), operation]));
  const nameOf = ({ method, path }: Documented) => `${method} ${path}`;

  for (const documented of contract) {
    const name = nameOf(documented);
    if (toCome.has(name)) continue;
    test(`${door.name} contract: ${name}`, () => {
      const operation = served.get(anonymous(name)) as Operation;
      assert.ok(operation, `is not served, and not in fixtures/${door.name}-operations-to-come.json`);
      const missing = (documented.statuses ?? []).filter((status) => !operation.statuses.includes(status));
      assert.deepEqual(missing, [], 'statuses missing from its responses');
      // A node says who it is in its first message.
      assert.equal(operation.isPublic, ['none', 'node'].includes(documented.auth), 'authentication');
      const success = operation.statuses.filter((status) => status < 400);
      assert.ok(success.length > 0, 'no success is documented');
      if (!operation.isPublic) assert.ok(operation.statuses.includes(401), '401 is not documented');
    });
  }

  test('the list of operations to come holds nothing that is there, and nothing unknown', () => {
    const there = [...toCome].filter((name) => served.has(anonymous(name)));
    assert.deepEqual(there, [], `take these out of fixtures/${door.name}-operations-to-come.json`);
    const known = new Set(contract.map(nameOf));
    assert.deepEqual(
      [...toCome].filter((name) => !known.has(name)),
      [],
    );
  });

  test('every operation is described, and every field of a JSON body has a type', () => {
    for (const { name, statuses, body } of operations) {
      assert.ok(statuses.length > 0, name);
      for (const [field, schema] of Object.entries(body?.schema.properties ?? {})) {
        assert.ok(schema.type ?? schema.anyOf ?? schema.enum ?? schema.const, `${name}: ${field}`);
      }
    }
  });
}
