import type { Llm, LlmAnswer, LlmFailure, LlmRequest } from '../../platform/llm/index.ts';
import type { CallRecord } from './schema.ts';

/**
 * Asks a language model and notes what it cost, also where it does not answer.
 *
 * @throws LlmFailure
 */
export async function askRecorded(
  llm: Llm,
  record: (call: CallRecord) => Promise<void>,
  call: Pick<CallRecord, 'tenantId' | 'userId' | 'purpose'>,
  request: LlmRequest,
): Promise<LlmAnswer> {
  const { provider, model } = llm;
  try {
    const answer = await llm.ask(request);
    const { inputTokens, outputTokens } = answer;
    const usage = { inputTokens, outputTokens };
    await record({ ...call, ...usage, provider, model, cost: llm.costOf(usage), outcome: 'answered' });
    return answer;
  } catch (error) {
    if ((error as Error).name === 'LlmFailure') {
      const { usage, reason } = error as LlmFailure;
      await record({ ...call, ...usage, provider, model, cost: llm.costOf(usage), outcome: reason });
    }
    throw error;
  }
}
