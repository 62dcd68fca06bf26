import { Type } from 'typebox';

export const views = ['graph', 'flow'] as const;
export type View = (typeof views)[number];

/** What a person may keep; the console knows what the texts mean. */
export const preferenceKeys = [
  'flow_table_order',
  'tunnel_table_order',
  'node_table_order',
  'event_table_order',
  'nodes_view',
  'topology_view',
  'event_filters',
  'dashboard_layout',
] as const;
export type PreferenceKey = (typeof preferenceKeys)[number];

/** Where things stand, by their ids. */
export const Positions = Type.Record(
  Type.String({ maxLength: 256 }),
  Type.Object({ x: Type.Number(), y: Type.Number() }),
  { description: 'By the id of what stands there' },
);

/** Names under which layouts are kept. */
export const positionsOf = (view: View) => `positions:${view}` as const;
export const preferenceOf = (key: PreferenceKey) => `preference:${key}` as const;
export const layoutNames = [...views.map(positionsOf), ...preferenceKeys.map(preferenceOf)];

export const MOST_BYTES = 50 * 1024;
