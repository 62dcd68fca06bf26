import type { Llm } from '../../platform/llm/index.ts';
import { askRecorded } from './recorded.ts';
import type { CallRecord } from './schema.ts';

const instructions = [
  'You judge a trained anomaly detector for sensor readings by figures that are given as JSON. They are all you know; invent nothing.',
  'Say in at most four plain sentences whether it should be deployed, what its strongest and weakest figures mean in practice, and what to try next.',
  'Figures with "label_source": "synthetic" come from planted faults, which says less than labels of real ones.',
].join('\n');

/** Has a language model say what figures mean. Null where it does not answer; what it costs is noted in any case. */
export function createVerdict({ llm, record }: { llm: Llm; record(call: CallRecord): Promise<void> }) {
  const { provider, model } = llm;
  return async (tenantId: string, figures: object, signal: AbortSignal) => {
    const call = { tenantId, userId: null, purpose: 'verdict' as const };
    try {
      const turns = [{ role: 'user' as const, text: JSON.stringify(figures) }];
      const { text } = await askRecorded(llm, record, call, { instructions, turns, signal });
      return { provider, model, text };
    } catch (error) {
      signal.throwIfAborted();
      if ((error as Error).name !== 'LlmFailure') throw error;
      return null;
    }
  };
}
