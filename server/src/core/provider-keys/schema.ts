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
