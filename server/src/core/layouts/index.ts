import type { Database } from '../../platform/database/index.ts';
import { forbidden, tooLarge } from '../../platform/errors.ts';
import type { Principal } from '../principal.ts';
import type { Section } from '../transfer/index.ts';
import { layoutSection, type UserIds } from './export-section.ts';
import { MOST_BYTES, Positions, positionsOf, preferenceKeys, preferenceOf, views } from './schema.ts';
import { layoutStore } from './store.ts';

export { Positions, positionsOf, preferenceKeys, preferenceOf, views };

/** What screens keep for somebody, such as positions in a graph and orders of tables: one JSON value a name. */
export type Layouts = {
  /** Undefined when nothing is kept. */
  get(principal: Principal, name: string): Promise<unknown>;
  /** @throws too_large beyond 50 KB; forbidden for who is no user */
  put(principal: Principal, name: string, content: unknown): Promise<void>;
  /** Again is no change. */
  remove(principal: Principal, name: string): Promise<void>;
  /** For exports. */
  section: Section;
};

export type LayoutOptions = {
  database: Database;
  /** Of a tenant, in their order. */
  userIds: UserIds;
};

export function createLayouts({ database, userIds }: LayoutOptions): Layouts {
  return {
    section: layoutSection(userIds) as Section,
    async get(principal, name) {
      return principal.kind === 'user' ? layoutStore.find(database, principal.id, name) : undefined;
    },
    async put(principal, name, content) {
      if (principal.kind !== 'user') throw forbidden('Only users have layouts of their own');
      const text = JSON.stringify(content);
      if (Buffer.byteLength(text) > MOST_BYTES) throw tooLarge(`A layout may have ${MOST_BYTES / 1024} KB at most`);
      await layoutStore.put(database, principal.id, name, text);
    },
    async remove(principal, name) {
      if (principal.kind === 'user') await layoutStore.remove(database, principal.id, name);
    },
  };
}
