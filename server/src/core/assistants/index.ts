/** The assistant: answers questions about datasets, models and runs, by itself or through a language model. */
export { counted, duration, figure } from './builtin/figures.ts';
export { askRecorded } from './recorded.ts';
export type { CallRecord, Message, TrainingPlan } from './schema.ts';
export {
  type Analysis,
  type Answered,
  type Asking,
  type AssistantDeps,
  type Assistants,
  type ConversationWithMessages,
  createAssistants,
} from './service.ts';
export { createVerdict } from './verdict.ts';
