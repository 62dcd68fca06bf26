import { useEffect, useRef } from 'react';
import type { Message } from '../../api/assistant.ts';
import { dateTime } from '../../ui/format.ts';
import { PlanCard } from './plan-card.tsx';
import { Text } from './text.tsx';
import type { Pending } from './use-chat.ts';

/** What was said, oldest first, and what is being said. */
export function Messages({ messages, pending }: { messages: readonly Message[]; pending: Pending | undefined }) {
  const end = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is new stands at the end
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [messages.length, pending?.soFar]);
  return (
    <div role="log" aria-label="Conversation" className="flex flex-col gap-5">
      {messages.map(({ role, content, timestamp, provider, model, training_plan }) =>
        role === 'user' ? (
          <Question key={`${role} ${timestamp}`} at={timestamp}>
            {content}
          </Question>
        ) : (
          <article key={`${role} ${timestamp}`} aria-label="Answer" className="flex max-w-[78ch] flex-col gap-3">
            <Text>{content}</Text>
            {training_plan && <PlanCard plan={training_plan} />}
            <p className="text-quiet text-xs">
              {answererName(provider, model)}, {dateTime(timestamp)}
            </p>
          </article>
        ),
      )}
      {pending && (
        <>
          <Question>{pending.question}</Question>
          <article aria-label="Answer" aria-busy="true" className="max-w-[78ch]">
            {pending.soFar ? (
              <Text>{pending.soFar}</Text>
            ) : (
              <p role="status" className="animate-pulse text-quiet">
                Looking into it…
              </p>
            )}
          </article>
        </>
      )}
      <div ref={end} className="scroll-mb-56" />
    </div>
  );
}

function Question({ at, children }: { at?: string; children: string }) {
  return (
    <article
      aria-label="Question"
      className="ml-auto max-w-[62ch] whitespace-pre-line rounded-panel rounded-br-none bg-well px-4 py-2.5 [overflow-wrap:anywhere]"
    >
      {children || 'What can you do?'}
      {at && <span className="sr-only"> ({dateTime(at)})</span>}
    </article>
  );
}

/** Who answered, in words. */
export function answererName(provider: string | null, model: string | null): string {
  if (provider === null || provider === 'builtin') return 'Built-in assistant';
  const names: Record<string, string> = { openai: 'OpenAI', anthropic: 'Anthropic', google: 'Google' };
  return `${names[provider] ?? provider}${model ? ` (${model})` : ''}`;
}
