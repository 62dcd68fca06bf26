import type { MlAnswer, MlRequest } from '@signalbox/sdk';
import { queryOptions } from '@tanstack/react-query';
import { ApiError, answer, ml } from './client.ts';
import { askForLines } from './lines.ts';

export type Conversation = MlAnswer<'/api/v1/agent/history/{id}', 'get'>;
export type Message = Conversation['messages'][number];
export type TrainingPlan = NonNullable<Message['training_plan']>;
export type Answer = MlAnswer<'/api/v1/agent/chat', 'post'>;
type Question = MlRequest<'/api/v1/agent/chat', 'post'>;

/** Who answers. */
export const answererQuery = queryOptions({
  queryKey: ['assistant', 'answerer'],
  queryFn: ({ signal }) => answer(ml.GET('/api/v1/agent', { signal })),
  staleTime: 60_000,
});

export const conversationsQuery = queryOptions({
  queryKey: ['assistant', 'conversations'],
  queryFn: ({ signal }) => answer(ml.GET('/api/v1/agent/history', { signal })),
});

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: ['assistant', 'conversations', id],
    queryFn: ({ signal }) => answer(ml.GET('/api/v1/agent/history/{id}', { params: { path: { id } }, signal })),
  });

export const deleteConversation = (id: string) =>
  ml.DELETE('/api/v1/agent/history/{id}', { params: { path: { id } }, keepalive: true });

type Line = { text?: string; restart?: boolean; done?: Answer; error?: string; code?: string };

/**
 * Asks, and tells the text of the answer as it comes.
 *
 * @throws ApiError, also when it broke off half way
 */
export async function askAssistant(
  question: Question,
  { signal, onText }: { signal: AbortSignal; onText(soFar: string): void },
): Promise<Answer> {
  const { lines, requestId } = await askForLines('/api/v1/agent/chat', question, signal);
  let soFar = '';
  for await (const text of lines) {
    const line = JSON.parse(text) as Line;
    if (line.done) return line.done;
    if (line.error) throw new ApiError(500, { error: line.error, ...(line.code && { code: line.code }) }, requestId);
    soFar = line.restart ? '' : soFar + (line.text ?? '');
    onText(soFar);
  }
  throw new ApiError(500, { error: 'The answer broke off. Ask again.' }, requestId);
}
