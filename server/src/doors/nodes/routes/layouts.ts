import { Type } from 'typebox';
import {
  type Layouts,
  Positions,
  positionsOf,
  preferenceKeys,
  preferenceOf,
  views,
} from '../../../core/layouts/index.ts';
import { invalid } from '../../../platform/errors.ts';
import type { HttpApp } from '../../../platform/http/index.ts';
import { principalOf, problems } from '../dialect.ts';
import { NullableText } from '../views.ts';

const topology = ['Topology'];
const preferences = ['Preferences'];

const View = Type.Enum([...views]);
const WhichView = Type.Object({ view: Type.Optional(View) });
const Key = Type.Object({
  key: Type.String({ maxLength: 100, description: preferenceKeys.join(', '), examples: ['flow_table_order'] }),
});

/** What screens keep for a person: `/topology/positions`, `/preferences`. */
export function layoutRoutes(app: HttpApp, { layouts }: { layouts: Layouts }): void {
  app.get(
    '/api/v1/topology/positions',
    {
      schema: {
        tags: topology,
        summary: 'Where the caller put things in the topology',
        querystring: WhichView,
        response: { 200: Type.Object({ positions: Positions }), ...problems('invalid', 'unauthenticated') },
      },
    },
    async (request) => {
      const kept = await layouts.get(principalOf(request), positionsOf(request.query.view ?? 'graph'));
      return { positions: (kept ?? {}) as Record<string, { x: number; y: number }> };
    },
  );

  app.put(
    '/api/v1/topology/positions',
    {
      schema: {
        tags: topology,
        summary: 'Keep where things stand in the topology',
        description: 'All positions of a view, at most 50 KB. The view may stand in the body, too.',
        querystring: WhichView,
        body: Type.Object(
          { view: Type.Optional(View), positions: Positions },
          { examples: [{ positions: { '0b9f6c3e-3a52-4d0e-9f56-9a4f3c6d2b11': { x: 120, y: 80 } } }] },
        ),
        response: { 204: Type.Null({ description: 'Kept' }), ...problems('invalid', 'unauthenticated', 'too_large') },
      },
    },
    async (request, reply) => {
      const { view = request.query.view ?? 'graph', positions } = request.body;
      await layouts.put(principalOf(request), positionsOf(view), positions);
      return reply.code(204).send(null);
    },
  );

  app.delete(
    '/api/v1/topology/positions',
    {
      schema: {
        tags: topology,
        summary: 'Forget where things stand in the topology',
        querystring: WhichView,
        response: { 204: Type.Null({ description: 'Forgotten' }), ...problems('invalid', 'unauthenticated') },
      },
    },
    async (request, reply) => {
      await layouts.remove(principalOf(request), positionsOf(request.query.view ?? 'graph'));
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/api/v1/preferences/:key',
    {
      schema: {
        tags: preferences,
        summary: 'What the caller keeps under a name',
        description: 'Null when nothing is kept.',
        params: Key,
        response: { 200: Type.Object({ value: NullableText }), ...problems('invalid', 'unauthenticated') },
      },
    },
    async (request) => {
      const value = await layouts.get(principalOf(request), nameOf(request.params.key));
      return { value: typeof value === 'string' ? value : null };
    },
  );

  app.put(
    '/api/v1/preferences/:key',
    {
      schema: {
        tags: preferences,
        summary: 'Keep something under a name',
        description: 'A text of at most 50 KB.',
        params: Key,
        body: Type.Object({ value: Type.String() }, { examples: [{ value: '["name","status"]' }] }),
        response: { 204: Type.Null({ description: 'Kept' }), ...problems('invalid', 'unauthenticated', 'too_large') },
      },
    },
    async (request, reply) => {
      await layouts.put(principalOf(request), nameOf(request.params.key), request.body.value);
      return reply.code(204).send(null);
    },
  );

  app.delete(
    '/api/v1/preferences/:key',
    {
      schema: {
        tags: preferences,
        summary: 'Forget what is kept under a name',
        params: Key,
        response: { 204: Type.Null({ description: 'Forgotten' }), ...problems('invalid', 'unauthenticated') },
      },
    },
    async (request, reply) => {
      await layouts.remove(principalOf(request), nameOf(request.params.key));
      return reply.code(204).send(null);
    },
  );
}

/** @throws invalid */
function nameOf(key: string): string {
  const known = preferenceKeys.find((one) => one === key);
  if (known === undefined)
    throw invalid(`There is no preference of this name. There are: ${preferenceKeys.join(', ')}`);
  return preferenceOf(known);
}
