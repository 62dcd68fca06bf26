import type {
  ComponentProps,
  InputHTMLAttributes,
  ReactNode,
  SelectHTMLAttributes,
  TextareaHTMLAttributes,
} from 'react';
import { useId } from 'react';

const box =
  'min-h-10 w-full rounded-md border border-rule bg-panel px-3 py-2 text-ink placeholder:text-faint hover:border-faint aria-invalid:border-danger disabled:opacity-60';

type Frame = { label: string; hint?: ReactNode; error?: string | undefined };

/** A labelled text input with its hint and, after a failed try, what is wrong with it. */
export function TextField({ label, hint, error, ...rest }: Frame & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <Labelled label={label} hint={hint} error={error}>
      {(aria) => <input {...rest} {...aria} className={box} />}
    </Labelled>
  );
}

export function TextArea({ label, hint, error, ...rest }: Frame & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <Labelled label={label} hint={hint} error={error}>
      {(aria) => <textarea {...rest} {...aria} className={`${box} font-mono text-xs`} />}
    </Labelled>
  );
}

export function SelectField({
  label,
  hint,
  error,
  children,
  ...rest
}: Frame & SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <Labelled label={label} hint={hint} error={error}>
      {(aria) => (
        <select {...rest} {...aria} className={box}>
          {children}
        </select>
      )}
    </Labelled>
  );
}

type Aria = { id: string; 'aria-describedby': string; 'aria-invalid': true | undefined };

function Labelled({ label, hint, error, children }: Frame & { children: (aria: Aria) => ReactNode }) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      {children({ id, 'aria-describedby': `${id}-about`, 'aria-invalid': error ? true : undefined })}
      <p
        id={`${id}-about`}
        className={`text-xs ${error ? 'text-danger' : 'text-quiet'} empty:hidden`}
        role={error ? 'alert' : undefined}
      >
        {error ?? hint}
      </p>
    </div>
  );
}

/** One of a few, each with a sentence; arrow keys move between them as in any group of radio buttons. */
export function ChoiceCards<Value extends string>({
  legend,
  value,
  onChange,
  choices,
  columns = 3,
}: {
  legend: string;
  value: Value;
  onChange(value: NoInfer<Value>): void;
  choices: readonly { value: NoInfer<Value>; title: ReactNode; about: ReactNode }[];
  columns?: 2 | 3;
}) {
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-2 font-medium text-sm">{legend}</legend>
      <div className={`grid gap-3 ${columns === 3 ? 'lg:grid-cols-3' : 'sm:grid-cols-2'}`}>
        {choices.map((choice) => (
          <label
            key={choice.value}
            className="relative flex cursor-pointer flex-col gap-1 rounded-md border border-rule p-4 pl-11 transition has-[:checked]:border-lever has-[:checked]:bg-lever-soft/50 has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-lever has-[:focus-visible]:outline-offset-2 hover:border-faint"
          >
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={choice.value === value}
              onChange={() => onChange(choice.value)}
              className="absolute top-[1.15rem] left-4 size-4 accent-lever outline-none"
            />
            <span className="font-medium">{choice.title}</span>
            <span className="text-quiet text-sm">{choice.about}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function Checkbox({ label, ...rest }: { label: ReactNode } & ComponentProps<'input'>) {
  return (
    <label className="inline-flex min-h-8 cursor-pointer items-center gap-2 text-sm">
      <input type="checkbox" {...rest} className="size-4 accent-lever" />
      {label}
    </label>
  );
}
