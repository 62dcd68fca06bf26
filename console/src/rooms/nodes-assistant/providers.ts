const names: Record<string, string> = {
  openai: 'OpenAI',
  anthropic: 'Anthropic',
  gemini: 'Google Gemini',
  google: 'Google Gemini',
  builtin: 'The built-in assistant',
};

/** Who answers, in words. */
export const providerName = (provider: string): string => names[provider] ?? provider;
