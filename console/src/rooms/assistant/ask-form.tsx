import { type FormEvent, type KeyboardEvent, useId, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';

const MOST_CHARACTERS = 20_000;
const suggestions = [
  'Analyze my data',
  'Which architecture suits it?',
  'Make a training plan',
  'How good are my models?',
];

/** Where questions are typed; Enter asks, Shift and Enter begin a new line. */
export function AskForm({
  isBusy,
  hasSuggestions,
  onAsk,
  onStop,
}: {
  isBusy: boolean;
  hasSuggestions: boolean;
  onAsk(question: string): void;
  onStop(): void;
}) {
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const ask = (question: string) => {
    if (isBusy || question.trim() === '') return;
    onAsk(question.trim());
    setText('');
    field.current?.focus();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask(text);
  };
  const onKey = (event: KeyboardEvent) => {
    // While an input method composes, Enter accepts its suggestion.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    ask(text);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      {hasSuggestions && (
        <div className="flex flex-wrap gap-2">
          {suggestions.map((one) => (
            <Button key={one} onClick={() => ask(one)} disabled={isBusy}>
              {one}
            </Button>
          ))}
        </div>
      )}
      <label htmlFor={id} className="font-medium text-sm">
        Your question
      </label>
      <div className="flex items-end gap-2">
        <textarea
          id={id}
          ref={field}
          rows={2}
          maxLength={MOST_CHARACTERS}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKey}
          className="field-sizing-content max-h-60 min-h-16 w-full rounded-md border border-rule bg-panel px-3 py-2 text-ink hover:border-faint"
        />
        {isBusy ? (
          <Button onClick={onStop}>Stop</Button>
        ) : (
          <Button type="submit" look="lever" disabled={text.trim() === ''}>
            Ask
          </Button>
        )}
      </div>
      <p className="text-quiet text-xs">Enter asks; Shift and Enter begin a new line.</p>
    </form>
  );
}
