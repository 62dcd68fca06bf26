import assert from 'node:assert/strict';
import test from 'node:test';
import { chooseProvider } from './providers.ts';

test('the key that is set decides whose model answers, and the model’s name where several are', async () => {
  const keys = { openaiApiKey: 'a', anthropicApiKey: 'b', googleApiKey: 'c' };
  assert.equal(chooseProvider({}), undefined);
  const cases = [
    [{ openaiApiKey: 'a' }, 'openai'],
    [{ anthropicApiKey: 'b' }, 'anthropic'],
    [{ googleApiKey: 'c' }, 'google'],
    [keys, 'openai'],
    [{ ...keys, llmModel: 'google/gemini-x' }, 'google', 'gemini-x'],
    [{ ...keys, llmModel: 'anthropic/claude-x' }, 'anthropic', 'claude-x'],
    [{ openaiBaseUrl: 'http://127.0.0.1:1/v1', llmModel: 'org/model' }, 'openai', 'org/model'],
  ] as const;
  for (const [settings, provider, model] of cases) {
    const chosen = chooseProvider(settings);
    assert.equal(chosen?.provider, provider);
    if (model) assert.equal(chosen?.model, model);
    const opened = (await chosen?.open()) as { modelId: string; provider: string };
    assert.equal(opened.modelId, chosen?.model);
    assert.match(opened.provider, new RegExp(provider));
  }
});

test('settings that contradict each other are refused by name', () => {
  assert.throws(() => chooseProvider({ llmModel: 'gpt-x' }), /SIGNALBOX_LLM_MODEL is set, but the key of no provider/);
  assert.throws(() => chooseProvider({ openaiApiKey: 'a', llmModel: 'anthropic/x' }), /ANTHROPIC_API_KEY is not set/);
  assert.throws(() => chooseProvider({ openaiBaseUrl: 'http://127.0.0.1:1/v1' }), /OPENAI_BASE_URL is set: say which/);
});
