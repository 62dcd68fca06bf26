import type { Database } from '../../platform/database/index.ts';
import { forbidden, tooLarge } from '../../platform/errors.ts';
import type { Principal } from '../principal.ts';
import { layoutStore } from './store.ts';

const MOST_BYTES = 50 * 1024;

/** What screens keep for somebody, such as positions in a graph and orders of tables: one JSON value a name. */
export type Layouts = {
  /** Undefined when nothing is kept. */
  get(principal: Principal, name: string): Promise<unknown>;
  /** @throws too_large beyond 50 KB; forbidden for who is no user */
  put(principal: Principal, name: string, content: unknown): Promise<void>;
  /** Again is no change. */
  remove(principal: Principal, name: string): Promise<void>;
};

export function createLayouts({ database }: { database: Database }): Layouts {
  return {
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
