import type { TestApp } from './app.ts';

export type Schema = {
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  default?: unknown;
  example?: unknown;
  examples?: unknown[];
  minimum?: number;
  minLength?: number;
};

/** One operation as the served OpenAPI document has it. */
export type Operation = {
  /** `GET /api/v1/datasets/{id}`; WebSockets are `WS /ws/…`. */
  name: string;
  method: string;
  path: string;
  isPublic: boolean;
  isSocket: boolean;
  statuses: number[];
  /** Schema of the body by its media type. */
  body: { mediaType: string; schema: Schema } | undefined;
  query: { name: string; required: boolean; schema: Schema }[];
};

type Document = {
  paths: Record<
    string,
    Record<
      string,
      {
        security?: unknown[];
        responses: Record<string, unknown>;
        requestBody?: { content: Record<string, { schema: Schema; example?: unknown }> };
        parameters?: { in: string; name: string; required?: boolean; schema: Schema }[];
      }
    >
  >;
};

/** Everything a door says it serves. */
export async function servedOperations(app: TestApp): Promise<Operation[]> {
  const document = (await app.request('GET', '/openapi.json')).json() as Document;
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([verb, { security, responses, requestBody, parameters = [] }]) => {
      const isSocket = '101' in responses;
      const method = verb.toUpperCase();
      const [content] = Object.entries(requestBody?.content ?? {});
      return {
        name: `${isSocket ? 'WS' : method} ${path}`,
        method,
        path,
        isPublic: security?.length === 0,
        isSocket,
        statuses: Object.keys(responses).map(Number),
        body: content && { mediaType: content[0], schema: withExample(content[1]) },
        query: parameters
          .filter((parameter) => parameter.in === 'query')
          .map(({ name, required = false, schema }) => ({ name, required, schema })),
      };
    }),
  );
}

function withExample({ schema, example }: { schema: Schema; example?: unknown }): Schema {
  return example === undefined ? schema : { ...schema, example };
}

/** `?a=…` for the parameters that an operation cannot do without. */
export function neededQuery({ query }: Operation): string {
  const needed = query.filter(({ required }) => required).map(({ name, schema }) => [name, String(exampleOf(schema))]);
  return needed.length === 0 ? '' : `?${new URLSearchParams(needed)}`;
}

/** A value that the schema allows, out of its own examples where it has some. */
export function exampleOf(schema: Schema): unknown {
  const given = schema.example ?? schema.examples?.[0] ?? schema.const ?? schema.enum?.[0] ?? schema.default;
  if (given !== undefined) return given;
  if (schema.anyOf) return exampleOf(schema.anyOf[0] as Schema);
  switch ([schema.type].flat()[0]) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => schema.required?.includes(name))
          .map(([name, property]) => [name, exampleOf(property)]),
      );
    case 'array':
      return schema.items ? [exampleOf(schema.items)] : [];
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    default:
      return 'x'.repeat(Math.max(3, schema.minLength ?? 0));
  }
}
