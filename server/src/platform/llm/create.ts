import type { LanguageModel, ToolSet } from 'ai';
import { LlmFailure, reasonOf } from './failure.ts';
import { chooseProvider, type LlmSettings } from './providers.ts';
import type { Llm, LlmAnswer, LlmRequest, LlmTool, LlmUsage } from './types.ts';

export type LlmOptions = LlmSettings & {
  timeoutSeconds: number;
  /** Per million tokens. */
  price?: { input: number; output: number } | undefined;
};

const MOST_STEPS = 8;
const MOST_OUTPUT_TOKENS = 4000;
const MOST_TEXT = 20_000;
const RETRIES = 1;

/**
 * The language model the settings name; undefined where they name none.
 *
 * @throws {ConfigError} for settings that contradict each other
 */
export function createLlm({ timeoutSeconds, price, ...settings }: LlmOptions): Llm | undefined {
  const chosen = chooseProvider(settings);
  if (!chosen) return undefined;
  let opened: Promise<LanguageModel> | undefined;
  return {
    provider: chosen.provider,
    model: chosen.model,
    costOf: ({ inputTokens, outputTokens }) =>
      price ? (inputTokens * price.input + outputTokens * price.output) / 1e6 : null,
    async ask(request) {
      opened ??= chosen.open();
      const timer = AbortSignal.timeout(timeoutSeconds * 1000);
      const signal = request.signal ? AbortSignal.any([request.signal, timer]) : timer;
      const usage: LlmUsage = { inputTokens: 0, outputTokens: 0 };
      try {
        // A tool that hangs would hold up the library, too: whoever waits here is let go in any case.
        return await Promise.race([converse(await opened, request, signal, usage), aborted(signal)]);
      } catch (error) {
        if (error instanceof LlmFailure) throw error;
        // No cause: the library's errors carry the whole request, its headers included.
        const reason = timer.aborted ? 'timeout' : request.signal?.aborted ? 'cancelled' : reasonOf(error);
        throw new LlmFailure(reason, usage);
      }
    },
  };
}

/** Counts what it costs into `usage` as it goes, so that it is known also where it fails. */
async function converse(
  model: LanguageModel,
  request: LlmRequest,
  signal: AbortSignal,
  usage: LlmUsage,
): Promise<LlmAnswer> {
  const { isStepCount, streamText } = await import('ai');
  // The library would write them to standard output, which is for what programs read.
  globalThis.AI_SDK_LOG_WARNINGS = false;
  const result = streamText({
    model,
    instructions: request.instructions,
    messages: request.turns.map(({ role, text }) => ({ role, content: text })),
    tools: await toolSet(request.tools ?? []),
    stopWhen: isStepCount(MOST_STEPS),
    maxOutputTokens: MOST_OUTPUT_TOKENS,
    maxRetries: RETRIES,
    abortSignal: signal,
    // By default it writes to the console.
    onError: () => {},
  });
  let [text, steps] = ['', 0];
  for await (const part of result.stream) {
    signal.throwIfAborted();
    if (part.type === 'error') throw part.error;
    if (part.type === 'start-step') {
      if (text !== '') request.onRestart?.();
      text = '';
      steps++;
    } else if (part.type === 'text-delta') {
      text = `${text}${part.text}`.slice(0, MOST_TEXT);
      request.onText?.(part.text);
    } else if (part.type === 'finish-step') {
      usage.inputTokens += part.usage.inputTokens ?? 0;
      usage.outputTokens += part.usage.outputTokens ?? 0;
      if (part.finishReason === 'error' || part.finishReason === 'other') throw new LlmFailure('failed', usage);
    }
  }
  const storable = text.replaceAll('\0', '').toWellFormed().trim();
  if (storable === '') throw new LlmFailure('empty', usage);
  return { text: storable, steps, ...usage };
}

async function toolSet(tools: readonly LlmTool[]): Promise<ToolSet> {
  const { jsonSchema, tool } = await import('ai');
  return Object.fromEntries(
    tools.map(({ name, description, input, run }) => [
      name,
      tool({ description, inputSchema: jsonSchema(input), execute: (value: unknown) => run(value) }),
    ]),
  );
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
