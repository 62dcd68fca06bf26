import { HouseError, unavailable } from '../../platform/errors.ts';
import type { Llm, LlmFailure, LlmTurn } from '../../platform/llm/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Principal } from '../principal.ts';
import { answerBuiltin } from './builtin/answer.ts';
import { instructions } from './instructions.ts';
import { askRecorded } from './recorded.ts';
import type { Answerer, CallRecord, TrainingPlan } from './schema.ts';
import { toolsOver, type Workbench } from './tools.ts';

export type Question = {
  message: string;
  purpose: 'chat' | 'analysis';
  /** Of the same conversation, oldest first. */
  earlier: readonly LlmTurn[];
  datasetId: string | null;
  /** Told of each piece of a language model's text; `restart` when what came so far is not the answer. */
  onText?: ((piece: string) => void) | undefined;
  onRestart?: (() => void) | undefined;
  signal?: AbortSignal | undefined;
};

export type Reply = Answerer & {
  text: string;
  plan: TrainingPlan | null;
  datasetId: string | null;
  /** Why a configured language model did not answer, in a sentence. */
  fallback: string | null;
};

type Deps = { llm: Llm | undefined; log: Log; record(call: CallRecord): Promise<void> };

const MOST_TURNS = 20;
const BUILTIN: Answerer = { provider: 'builtin', model: null };

/**
 * Answers by the language model where one is configured, and by the house itself where it fails or there is none.
 * The time it takes is bounded by both.
 */
export function createAnswering({ llm, log, record }: Deps) {
  async function ask(model: Llm, principal: Principal, bench: Workbench, question: Question): Promise<Reply> {
    let plan: TrainingPlan | null = null;
    let refused: string | null = null;
    const tools = toolsOver(bench, (made) => {
      plan = made;
      refused = null;
    }).map((tool) => ({
      ...tool,
      async run(input: unknown) {
        const result = await tool.run(input);
        if (tool.name === 'make_training_plan' && plan === null && isRefusal(result)) refused = result.error;
        return result;
      },
    }));
    const about = question.datasetId === null ? '' : `\n\n(The person has chosen the dataset ${question.datasetId}.)`;
    const turns = [
      ...question.earlier.slice(1 - MOST_TURNS),
      { role: 'user' as const, text: question.message + about },
    ];
    const call = { tenantId: principal.tenantId, userId: principal.id, purpose: question.purpose };
    const { provider, model: name } = model;
    const { signal, onText, onRestart } = question;
    const request = { instructions, turns, tools, onText, onRestart, signal };
    const { text } = await askRecorded(model, record, call, request);
    const note =
      refused === null ? '' : `\n\nThe plan it proposed was dropped, since it could not be started: ${refused}`;
    return { text: text + note, plan, provider, model: name, datasetId: question.datasetId, fallback: null };
  }

  async function byHouse(bench: Workbench, question: Question, fallback: string | null): Promise<Reply> {
    const { text, plan, datasetId } = await answerBuiltin(question.message, bench, question.datasetId);
    const said = fallback === null ? text : `${fallback}. The built-in assistant answers instead.\n\n${text}`;
    return { text: said, plan, datasetId, fallback, ...BUILTIN };
  }

  return async (principal: Principal, bench: Workbench, question: Question): Promise<Reply> => {
    if (!llm || question.message.trim() === '') return await byHouse(bench, question, null);
    try {
      return await ask(llm, principal, bench, question);
    } catch (error) {
      if (question.signal?.aborted) throw unavailable('The question was called off', { code: 'CALLED_OFF' });
      const isKnown = (error as Error).name === 'LlmFailure';
      if (!isKnown && error instanceof HouseError) throw error;
      const reason = isKnown ? (error as LlmFailure).reason : 'failed';
      log.warn({ provider: llm.provider, model: llm.model, reason }, 'the language model gave no answer');
      question.onRestart?.();
      return await byHouse(bench, question, isKnown ? (error as Error).message : 'The language model failed');
    }
  };
}

function isRefusal(result: unknown): result is { error: string } {
  return typeof result === 'object' && result !== null && 'error' in result;
}
