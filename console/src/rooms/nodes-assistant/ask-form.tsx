import { Button } from '../../ui/button.tsx';
import { useAsking } from '../../ui/use-asking.ts';
import type { Kind } from './routes.ts';

const MOST_CHARACTERS = 3000;
const words: Record<Kind, { label: string; action: string; hint: string; suggestions: readonly string[] }> = {
  ask: {
    label: 'Your question',
    action: 'Ask',
    hint: 'Enter asks; Shift and Enter begin a new line.',
    suggestions: [
      'Which nodes are offline?',
      'What is the bitrate of all nodes?',
      'Which flows are stopped?',
      'Latest alarms',
    ],
  },
  examine: {
    label: 'What you noticed',
    action: 'Examine',
    hint: 'Name nodes or flows, or leave it open to have all of them looked at.',
    suggestions: ['Look at everything', 'The picture freezes now and then', 'Packets are lost'],
  },
  act: {
    label: 'What is to be done',
    action: 'Propose',
    hint: 'Nothing is sent: you see what would be done first, and apply it or not.',
    suggestions: [
      'Stop all flows on …',
      'Restart the flow …',
      'Add an output srt to hub.example.com:9000 to the flow …',
    ],
  },
};

/** Where requests are typed. */
export function AskForm({
  kind,
  place,
  isBusy,
  onAsk,
  onStop,
}: {
  kind: Kind;
  /** The name of the node that is chosen. */
  place: string | undefined;
  isBusy: boolean;
  onAsk(text: string): void;
  onStop(): void;
}) {
  const { label, action, hint, suggestions } = words[kind];
  const { ask, write, isEmpty, id, submit, field } = useAsking(isBusy, onAsk);
  const take = (suggestion: string) => {
    const [begin = '', gap] = suggestion.split('…');
    if (gap === undefined) return ask(suggestion);
    write(place && begin.endsWith('on ') ? `${begin}${place}` : begin);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <fieldset className="flex flex-wrap gap-2">
        <legend className="sr-only">Suggestions</legend>
        {suggestions.map((one) => (
          <Button key={one} onClick={() => take(one)} disabled={isBusy} className="py-2 text-left">
            {one}
          </Button>
        ))}
      </fieldset>
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      <div className="flex flex-wrap items-end gap-2 sm:flex-nowrap">
        <textarea {...field} maxLength={MOST_CHARACTERS} aria-describedby={`${id}-hint`} />
        {isBusy ? (
          <Button onClick={onStop}>Stop waiting</Button>
        ) : (
          <Button type="submit" look="lever" disabled={isEmpty}>
            {action}
          </Button>
        )}
      </div>
      <p id={`${id}-hint`} className="text-quiet text-xs">
        {hint}
      </p>
    </form>
  );
}
