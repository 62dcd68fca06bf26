import type { LanguageModel } from 'ai';
import { ConfigError } from '../config/index.ts';
import { boundedFetch } from './bounded-fetch.ts';

export type LlmSettings = {
  openaiApiKey?: string | undefined;
  openaiBaseUrl?: string | undefined;
  anthropicApiKey?: string | undefined;
  anthropicBaseUrl?: string | undefined;
  googleApiKey?: string | undefined;
  googleBaseUrl?: string | undefined;
  llmModel?: string | undefined;
};

export type Chosen = { provider: string; model: string; open(): Promise<LanguageModel> };

/** What is asked where only a key is set; SIGNALBOX_LLM_MODEL names another. */
const usual = { openai: 'gpt-6-astra', anthropic: 'claude-sonnet-5-5', google: 'gemini-4-argon' } as const;
export type Provider = keyof typeof usual;
/** In the order in which they are chosen. */
export const providers = Object.keys(usual) as readonly Provider[];

/**
 * Which provider and model the settings name; undefined where they name none. The libraries are loaded at the first use.
 *
 * @throws {ConfigError} saying which setting is missing
 */
export function chooseProvider(settings: LlmSettings): Chosen | undefined {
  const { openaiApiKey, openaiBaseUrl, anthropicApiKey, googleApiKey, llmModel } = settings;
  const isReady: Record<Provider, boolean> = {
    openai: openaiApiKey !== undefined || openaiBaseUrl !== undefined,
    anthropic: anthropicApiKey !== undefined,
    google: googleApiKey !== undefined,
  };
  const named = providers.find((provider) => llmModel?.startsWith(`${provider}/`));
  if (named && !isReady[named])
    throw new ConfigError([`SIGNALBOX_LLM_MODEL is ${llmModel}, but ${keyNames[named]} is not set.`]);
  const provider = named ?? providers.find((one) => isReady[one]);
  if (!provider) {
    if (llmModel !== undefined) throw new ConfigError(['SIGNALBOX_LLM_MODEL is set, but the key of no provider is.']);
    return undefined;
  }
  const model = named ? (llmModel as string).slice(named.length + 1) : llmModel;
  if (model === undefined && openaiBaseUrl !== undefined && provider === 'openai') {
    throw new ConfigError(['OPENAI_BASE_URL is set: say which of its models is meant with SIGNALBOX_LLM_MODEL.']);
  }
  const chosen = model ?? usual[provider];
  return { provider, model: chosen, open: () => openModel(provider, chosen, settings) };
}

const keyNames: Record<Provider, string> = {
  openai: 'OPENAI_API_KEY or OPENAI_BASE_URL',
  anthropic: 'ANTHROPIC_API_KEY',
  google: 'GOOGLE_GENERATIVE_AI_API_KEY',
};

async function openModel(provider: Provider, model: string, settings: LlmSettings): Promise<LanguageModel> {
  const { openaiApiKey, openaiBaseUrl, anthropicApiKey, anthropicBaseUrl, googleApiKey, googleBaseUrl } = settings;
  const fetch = boundedFetch;
  if (provider === 'anthropic') {
    const { createAnthropic } = await import('@ai-sdk/anthropic');
    return createAnthropic({
      apiKey: anthropicApiKey as string,
      baseURL: anthropicBaseUrl ?? 'https://api.anthropic.com/v1',
      fetch,
    })(model);
  }
  if (provider === 'google') {
    const { createGoogle } = await import('@ai-sdk/google');
    return createGoogle({ apiKey: googleApiKey as string, ...(googleBaseUrl && { baseURL: googleBaseUrl }), fetch })(
      model,
    );
  }
  if (openaiBaseUrl === undefined) {
    const { createOpenAI } = await import('@ai-sdk/openai');
    return createOpenAI({ apiKey: openaiApiKey as string, fetch })(model);
  }
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  const key = openaiApiKey === undefined ? {} : { apiKey: openaiApiKey };
  return createOpenAICompatible({ name: 'openai', baseURL: openaiBaseUrl, ...key, includeUsage: true, fetch })(model);
}
