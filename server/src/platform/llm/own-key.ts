import { createLlm, type LlmOptions } from './create.ts';
import { chooseProvider, type Provider } from './providers.ts';
import type { Llm } from './types.ts';

/** A key of a person's own. `model`: as the provider calls it; null for the usual one. */
export type OwnKey = { provider: Provider; apiKey: string; model: string | null };

/**
 * The language model behind somebody's own key. It is asked where the house's is (the settings say where a provider is); what it
 * costs is their own affair.
 *
 * @param house what the settings of the house say
 * @throws {ConfigError} when the settings name another server and nobody says which of its models is meant
 */
export function createLlmWith({ provider, apiKey, model }: OwnKey, house: LlmOptions): Llm {
  const ours = chooseProvider(house);
  const chosen = model ?? (ours?.provider === provider ? ours.model : undefined);
  const { timeoutSeconds, openaiBaseUrl, anthropicBaseUrl, googleBaseUrl } = house;
  // Only this provider's: another address would count as another provider that is set up.
  const settings = {
    openai: { openaiApiKey: apiKey, openaiBaseUrl },
    anthropic: { anthropicApiKey: apiKey, anthropicBaseUrl },
    google: { googleApiKey: apiKey, googleBaseUrl },
  }[provider];
  const llmModel = chosen === undefined ? undefined : `${provider}/${chosen}`;
  return createLlm({ timeoutSeconds, ...settings, llmModel }) as Llm;
}
