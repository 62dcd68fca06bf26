/** Language models of other people's, through the Vercel AI SDK. The house has its own answers where none is configured. */
export { createLlm, type LlmOptions } from './create.ts';
export { LlmFailure } from './failure.ts';
export type { Llm, LlmAnswer, LlmFailureReason, LlmRequest, LlmTool, LlmTurn, LlmUsage } from './types.ts';
