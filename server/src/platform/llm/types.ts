/** Something a model may call while it thinks. */
export type LlmTool = {
  name: string;
  description: string;
  /** JSON Schema of the input: an object. */
  input: object;
  /** Checks the input itself. What it throws is told to the model, so it must be fit for outside. */
  run(input: unknown): Promise<unknown>;
};

export type LlmTurn = { role: 'user' | 'assistant'; text: string };

export type LlmRequest = {
  instructions: string;
  /** Oldest first; the last is the question. */
  turns: readonly LlmTurn[];
  tools?: readonly LlmTool[];
  /** Called with each piece of text as it comes. */
  onText?: ((piece: string) => void) | undefined;
  /** Called when the text so far is no part of the answer: the model said it on its way to a tool. */
  onRestart?: (() => void) | undefined;
  signal?: AbortSignal | undefined;
};

export type LlmUsage = { inputTokens: number; outputTokens: number };

export type LlmAnswer = LlmUsage & {
  text: string;
  /** Rounds it took: one more than the times it called tools. */
  steps: number;
};

export type LlmFailureReason = 'timeout' | 'rate_limited' | 'refused' | 'failed' | 'empty' | 'cancelled';

/** A language model of somebody else's. */
export type Llm = {
  provider: string;
  model: string;
  /** Cost of tokens in the operator's currency; null where no price is set. */
  costOf(usage: LlmUsage): number | null;
  /** Bounded in time, in rounds and in what is read. @throws {LlmFailure} */
  ask(request: LlmRequest): Promise<LlmAnswer>;
};
