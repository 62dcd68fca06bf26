/** Language models of other people's, through the Vercel AI SDK. The house has its own answers where none is configured. */
export { createLlm, type LlmOptions } from './create.ts';
export { LlmFailure } from './failure.ts';
export { createLlmWith, type OwnKey } from './own-key.ts';
export { type Provider, providers } from './providers.ts';
export { Nothing, short, type Tool, tool } from './tool.ts';
export type { Llm, LlmAnswer, LlmFailureReason, LlmRequest, LlmTool, LlmTurn, LlmUsage } from './types.ts';
