const box = 'min-h-10 rounded-md border border-rule bg-panel px-3 py-2 text-ink hover:border-faint';

type Shared = { label: string; value: string | undefined; onChange(value: string): void };

/** Words by which a list is narrowed down as they are typed. */
export function FindField({ label, placeholder, value, onChange }: Shared & { placeholder: string }) {
  return (
    <input
      type="search"
      aria-label={label}
      placeholder={placeholder}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value)}
      className={`${box} min-w-40 flex-1 placeholder:text-quiet sm:max-w-72`}
    />
  );
}

/** One thing by which a list is narrowed down; `all` are the words for none. */
export function ChoiceField({
  label,
  all,
  choices,
  value,
  className = '',
  onChange,
}: Shared & { all: string; choices: readonly { value: string; title: string }[]; className?: string }) {
  return (
    <select
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value)}
      className={`${box} ${className}`}
    >
      <option value="">{all}</option>
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.title}
        </option>
      ))}
    </select>
  );
}
