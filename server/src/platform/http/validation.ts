import { Ajv, type Options } from 'ajv';
import addFormats from 'ajv-formats';
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';

const documentationOnly = Symbol('documentation only');

/**
 * Marks the schema of a body that its handler reads as a stream (multipart, octet-stream): it shows in the OpenAPI
 * document and is not checked by the kit.
 */
export function documentedBody<Schema extends TSchema>(schema: Schema): Schema {
  return Object.assign(schema, { [documentationOnly]: true });
}

/**
 * Checks bodies as they are (no `"1"` for `1`) and converts query strings, paths and headers, which can only be text.
 * Unknown fields of a body pass unless its schema says `additionalProperties: false`.
 */
export function createValidatorCompiler(): FastifySchemaCompiler<TSchema> {
  const shared: Options = { useDefaults: true, allErrors: false, strict: false, addUsedSchema: false };
  const strict = withFormats(new Ajv(shared));
  const converting = withFormats(new Ajv({ ...shared, coerceTypes: 'array' }));
  return ({ schema, httpPart }) => {
    if (documentationOnly in schema) return () => true;
    return (httpPart === 'body' ? strict : converting).compile(schema);
  };
}

function withFormats(ajv: Ajv): Ajv {
  // CommonJS default export: the function is the module itself under nodenext.
  (addFormats as unknown as (ajv: Ajv) => void)(ajv);
  return ajv;
}
