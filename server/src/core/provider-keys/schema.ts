import type { Provider } from '../../platform/llm/index.ts';

/** What is known of a key without the key, which is never told again. */
export type ProviderKey = {
  id: string;
  provider: Provider;
  /** Null: the usual model of the provider. */
  model: string | null;
  createdAt: Date;
  updatedAt: Date;
};

export type SealedKey = ProviderKey & { sealedKey: string };

export type WholeKey = SealedKey & { tenantId: string; userId: string };

export const LONGEST_MODEL = 128;
/** Source: names that OpenAI, Anthropic, Google and servers like Ollama give their models. */
export const modelName = /^[\w.:/@+-]+$/;

/** Binds a sealed key to its row. */
export const contextOf = (id: string) => `provider_keys.key:${id}`;
