import type { LlmFailureReason, LlmUsage } from './types.ts';

const sentences: Record<LlmFailureReason, string> = {
  timeout: 'The language model did not answer in time',
  rate_limited: 'The language model’s provider takes no more requests for the moment',
  refused: 'The language model’s provider refused the key or the model',
  failed: 'The language model could not be reached, or answered with something that is no answer',
  empty: 'The language model ended without an answer',
  cancelled: 'The question was called off',
};

/** Why there is no answer, and what it cost all the same. Holds nothing of the request or of what came back: both may hold secrets. */
export class LlmFailure extends Error {
  readonly reason: LlmFailureReason;
  readonly usage: LlmUsage;

  constructor(reason: LlmFailureReason, usage: LlmUsage = { inputTokens: 0, outputTokens: 0 }) {
    super(sentences[reason]);
    this.name = 'LlmFailure';
    this.reason = reason;
    this.usage = usage;
  }
}

/** The reason in an error of the provider's library. */
export function reasonOf(error: unknown): LlmFailureReason {
  for (let one = error, depth = 0; one !== null && typeof one === 'object' && depth < 5; depth++) {
    const { statusCode, name, lastError, cause } = one as Record<string, unknown>;
    if (statusCode === 429) return 'rate_limited';
    if (statusCode === 401 || statusCode === 403 || statusCode === 404) return 'refused';
    if (name === 'TimeoutError') return 'timeout';
    one = lastError ?? cause;
  }
  return 'failed';
}
