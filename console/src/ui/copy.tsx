import { Button } from './button.tsx';
import { say } from './toast.tsx';

/** A text to take along, with a button that copies it. */
export function CopyText({ label, text, secret = false }: { label: string; text: string; secret?: boolean }) {
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => say(`${label} is copied.`),
      () => say('This browser does not let a page copy here. Select the text and copy it.', 'caution'),
    );
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center justify-between gap-3">
        <span className="font-medium text-sm">{label}</span>
        <Button look="quiet" onClick={copy} aria-label={`Copy: ${label}`}>
          Copy
        </Button>
      </div>
      <pre
        className={`select-all whitespace-pre-wrap rounded-md border border-rule bg-well px-3 py-2 font-mono text-xs [overflow-wrap:anywhere] ${secret ? 'font-semibold' : ''}`}
      >
        {text}
      </pre>
    </div>
  );
}
