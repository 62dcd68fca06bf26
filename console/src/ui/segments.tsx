import { useId } from 'react';

/** One of two or three ways to look at the same thing; arrow keys move between them. */
export function Segments<Value extends string>({
  legend,
  value,
  onChange,
  choices,
}: {
  /** What is chosen; for screen readers. */
  legend: string;
  value: Value;
  onChange(value: NoInfer<Value>): void;
  choices: readonly { value: NoInfer<Value>; title: string }[];
}) {
  const name = useId();
  return (
    <fieldset className="inline-flex rounded-md border border-rule bg-panel p-0.5">
      <legend className="sr-only">{legend}</legend>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className="inline-flex min-h-9 cursor-pointer items-center rounded px-3 text-quiet text-sm has-[:checked]:bg-lever-soft has-[:checked]:font-medium has-[:checked]:text-ink has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-lever hover:text-ink"
        >
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
            className="sr-only"
          />
          {choice.title}
        </label>
      ))}
    </fieldset>
  );
}
