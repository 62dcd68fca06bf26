import { setImmediate as others } from 'node:timers/promises';
import { type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { HouseError, invalid } from '../../platform/errors.ts';
import { isObject } from '../../platform/json-fields.ts';
import { derivation } from './sealing.ts';
import type { Section } from './types.ts';

/** A time as exports have it. */
export const Time = Type.String({
  pattern:
    '^(19|[2-9]\\d)\\d\\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$',
});
export const Uuid = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' });
/** What `Reading.seal` made. */
export const Sealed = Type.String({ pattern: '^sbx1\\.[\\w-]{38,}$', maxLength: 1_000_000 });
export const orNull = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);

export const Encryption = Type.Object(
  {
    ...Object.fromEntries(Object.entries(derivation).map(([name, value]) => [name, Type.Literal(value)])),
    salt: Type.String({ pattern: '^[0-9a-f]{32}$' }),
  },
  { additionalProperties: false },
);

/** Entries between two moments for the rest of the house. */
const AT_ONCE = 1000;

/** Sections of a file whose entries have their form. */
export type CheckedFile = { salt: Buffer | undefined; entries: Map<string, readonly unknown[]> };

/**
 * Checks the whole file but for what depends on the database.
 *
 * @throws invalid, naming the place: `data.users[3].role …`
 */
export function createFileCheck(sections: readonly Section[]): (file: unknown) => Promise<CheckedFile> {
  const checkEncryption = createCheck(Encryption);
  const checks = new Map(sections.map((section) => [section.name, { section, check: createCheck(section.schema) }]));
  return async (file) => {
    if (!isObject(file)) throw invalid('The file must be a JSON object with `version` and `data`');
    if (file.version !== 1)
      throw invalid(`version: this server reads version 1, and the file has ${shown(file.version)}`);
    const { data } = file;
    if (!isObject(data)) throw invalid('data: must be an object');
    const entries = new Map<string, readonly unknown[]>();
    for (const [name, list] of Object.entries(data)) {
      if (name === 'encryption') {
        checkEncryption(list, 'data.encryption');
        continue;
      }
      const known = checks.get(name);
      if (!known) throw invalid(`data.${name.slice(0, 100)}: this server knows no such section`);
      if (!Array.isArray(list)) throw invalid(`data.${name}: must be a list`);
      await checkEntries(known.section, known.check, list);
      entries.set(name, list);
    }
    const encryption = data.encryption as { salt: string } | undefined;
    return { salt: encryption && Buffer.from(encryption.salt, 'hex'), entries };
  };
}

async function checkEntries(section: Section, check: Check, list: readonly unknown[]): Promise<void> {
  const seen = new Map<string, number>();
  for (const [i, entry] of list.entries()) {
    if (i % AT_ONCE === 0) await others();
    const place = `data.${section.name}[${i}]`;
    check(entry, place);
    try {
      section.check?.(entry);
    } catch (error) {
      if (error instanceof HouseError && error.kind === 'invalid') throw invalid(`${place}: ${error.message}`);
      throw error;
    }
    for (const key of section.keys?.(entry) ?? []) {
      const earlier = seen.get(key);
      if (earlier !== undefined) throw invalid(`${place}: its ${key} is that of data.${section.name}[${earlier}], too`);
      seen.set(key, i);
    }
  }
}

export type Check = (value: unknown, place: string) => void;

/** Checks a value against a schema. @throws invalid, naming the place within it */
export function createCheck(schema: TSchema): Check {
  const validator = Compile(schema);
  return (value, place) => {
    if (validator.Check(value)) return;
    const [first] = validator.Errors(value);
    const inner = (first?.instancePath ?? '').replaceAll(/\/(\d+)(?=\/|$)/g, '[$1]').replaceAll('/', '.');
    throw invalid(`${place}${inner.slice(0, 200)} ${wordsOf(first)}`);
  };
}

function wordsOf(error: { message: string; params?: object } | undefined): string {
  if (error === undefined) return 'is malformed';
  const { allowedValues } = (error.params ?? {}) as { allowedValues?: readonly unknown[] };
  if (allowedValues) return `must be one of ${allowedValues.join(', ')}`;
  return error.message === 'schema is false' ? 'is no field this server knows' : error.message;
}

function shown(value: unknown): string {
  return value === undefined ? 'none' : (JSON.stringify(value)?.slice(0, 50) ?? 'none');
}
