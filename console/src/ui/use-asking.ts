import { type FormEvent, type KeyboardEvent, useId, useRef, useState } from 'react';

/** What a form for questions is made of: Enter asks, Shift and Enter begin a new line, and the field is empty and ready afterwards. */
export function useAsking(isBusy: boolean, onAsk: (text: string) => void) {
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const write = (begin: string) => {
    setText(begin);
    field.current?.focus();
  };
  const ask = (wanted: string) => {
    if (isBusy || wanted.trim() === '') return;
    onAsk(wanted.trim());
    write('');
  };
  return {
    ask,
    /** Begins a text for the person to go on with. */
    write,
    isEmpty: text.trim() === '',
    id,
    submit(event: FormEvent) {
      event.preventDefault();
      ask(text);
    },
    /** Of the `textarea`. */
    field: {
      id,
      ref: field,
      rows: 2,
      value: text,
      className:
        'field-sizing-content max-h-60 min-h-16 w-full rounded-md border border-rule bg-panel px-3 py-2 text-ink hover:border-faint',
      onChange: (event: { target: { value: string } }) => setText(event.target.value),
      onKeyDown(event: KeyboardEvent) {
        // While an input method composes, Enter accepts its suggestion.
        if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
        event.preventDefault();
        ask(text);
      },
    },
  };
}
