import { randomUUID } from 'node:crypto';
import type { Vault } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/database/index.ts';
import { forbidden, invalid, unavailable } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import { type OwnKey, type Provider, providers } from '../../platform/llm/index.ts';
import { actorOf, type Principal } from '../principal.ts';
import type { Section } from '../transfer/index.ts';
import { checkKey } from './check.ts';
import { keySection, type UserIds } from './export-section.ts';
import { contextOf, LONGEST_MODEL, modelName, type ProviderKey } from './schema.ts';
import { keyStore } from './store.ts';

/** Keys of language models' providers that people bring along: one a provider, theirs alone, told to nobody again. */
export type ProviderKeys = {
  list(principal: Principal): Promise<ProviderKey[]>;
  /** Keeps a key, in the place of an older one. @throws invalid; forbidden for who is no user */
  put(principal: Principal, key: { provider: string; apiKey: string; model?: string | null }): Promise<void>;
  /** Forgets a key; again is no change. @throws invalid for a provider there is not */
  remove(principal: Principal, provider: string): Promise<void>;
  /** The key itself, to ask with. @throws unavailable when it cannot be read any more */
  open(principal: Principal, provider: Provider): Promise<OwnKey | undefined>;
  /** For exports. */
  section: Section;
};

export function createProviderKeys(deps: {
  database: Database;
  events: Pick<Events, 'append'>;
  vault: Vault;
  /** Of a tenant, in their order. */
  userIds: UserIds;
}): ProviderKeys {
  const { database, events, vault, userIds } = deps;
  const happened = (principal: Principal, type: string, data: Record<string, unknown>) => ({
    tenantId: principal.tenantId,
    type,
    subject: `user:${principal.id}`,
    actor: actorOf(principal),
    data,
  });

  return {
    section: keySection(vault, userIds) as Section,
    list: async (principal) => (principal.kind === 'user' ? keyStore.list(database, principal) : []),
    async put(principal, { provider: given, apiKey, model: wished = null }) {
      if (principal.kind !== 'user') throw forbidden('Only users have keys of their own');
      const provider = providerOf(given);
      checkKey(apiKey);
      const model = wished?.trim() || null;
      if (model !== null && !modelName.test(model)) throw invalid('The name of the model holds odd characters');
      if (model !== null && model.length > LONGEST_MODEL)
        throw invalid(`The name of the model must have at most ${LONGEST_MODEL} characters`);
      const id = randomUUID();
      const sealedKey = vault.seal(apiKey, contextOf(id));
      await database.transaction(async (tx) => {
        await keyStore.put(tx, principal, { id, provider, model, sealedKey });
        await events.append(tx, happened(principal, 'provider_key.stored', { provider, model }));
      });
    },
    async remove(principal, given) {
      const provider = providerOf(given);
      await database.transaction(async (tx) => {
        if (await keyStore.remove(tx, principal, provider))
          await events.append(tx, happened(principal, 'provider_key.deleted', { provider }));
      });
    },
    async open(principal, provider) {
      if (principal.kind !== 'user') return undefined;
      const found = await keyStore.find(database, principal, provider);
      if (!found) return undefined;
      try {
        return { provider, model: found.model, apiKey: vault.open(found.sealedKey, contextOf(found.id)) };
      } catch {
        throw unavailable('Your key cannot be read any more. Store it again.', { code: 'KEY_UNREADABLE' });
      }
    },
  };
}

/** @throws invalid */
function providerOf(name: string): Provider {
  const found = providers.find((one) => one === name);
  if (!found) throw invalid('Invalid provider', { code: 'INVALID_PROVIDER' });
  return found;
}
