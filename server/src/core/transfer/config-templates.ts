import { Type } from 'typebox';
import type { Section } from './types.ts';

/** `config_templates` is part of the documented format, and always empty: no release of the original fills it. */
export const configTemplates: Section = {
  name: 'config_templates',
  schema: Type.Unknown(),
  async *read() {},
  plan: async (_tx, entries) => ({ counts: { skipped: entries.length }, conflicts: [], write: async () => {} }),
};
