import { Button } from '../../ui/button.tsx';
import { useAsking } from '../../ui/use-asking.ts';

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
  const { ask, isEmpty, id, submit, field } = useAsking(isBusy, onAsk);
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
        <textarea {...field} maxLength={MOST_CHARACTERS} />
        {isBusy ? (
          <Button onClick={onStop}>Stop</Button>
        ) : (
          <Button type="submit" look="lever" disabled={isEmpty}>
            Ask
          </Button>
        )}
      </div>
      <p className="text-quiet text-xs">Enter asks; Shift and Enter begin a new line.</p>
    </form>
  );
}
