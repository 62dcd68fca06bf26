import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { askAssistant, conversationQuery } from '../../api/assistant.ts';
import type { AssistantSearch } from './routes.ts';

/** A question on its way, and what came of its answer so far. */
export type Pending = { question: string; soFar: string };

/** The conversation of `search`, and asking in it; a first question opens one. */
export function useChat({ conversation: id, dataset }: AssistantSearch) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const conversation = useQuery({ ...conversationQuery(id ?? ''), enabled: id !== undefined });
  const [pending, setPending] = useState<Pending & { in: string | undefined }>();
  const control = useRef<AbortController>(undefined);
  const open = useRef(id);
  open.current = id;
  const asking = useMutation({
    mutationFn: async (question: string) => {
      control.current = new AbortController();
      setPending({ in: id, question, soFar: '' });
      const body = { message: question, ...(id && { conversation_id: id }), ...(dataset && { dataset_id: dataset }) };
      const { conversation_id } = await askAssistant(body, {
        signal: control.current.signal,
        onText: (soFar) => setPending({ in: id, question, soFar }),
      });
      // Shown from the conversation before the question on its way is taken from the page.
      await queries.fetchQuery({ ...conversationQuery(conversation_id), staleTime: 0 });
      // Whoever opened another conversation meanwhile stays there.
      if (id === undefined && open.current === undefined) {
        const search = { conversation: conversation_id, ...(dataset && { dataset }) };
        await navigate({ to: '/assistant', search, replace: true });
      }
      void queries.invalidateQueries({ queryKey: ['assistant', 'conversations'], exact: true });
    },
    onSettled: () => setPending(undefined),
  });
  useEffect(() => () => control.current?.abort(), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what went wrong in one conversation is no matter of another
  useEffect(() => asking.reset(), [id]);
  const wasStopped = asking.isError && control.current?.signal.aborted === true;
  return {
    conversation,
    pending: pending?.in === id ? pending : undefined,
    isBusy: pending !== undefined,
    ask: asking.mutate,
    error: wasStopped ? null : asking.error,
    stop: () => control.current?.abort(),
  };
}
