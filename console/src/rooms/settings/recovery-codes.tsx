import { Button } from '../../ui/button.tsx';
import { say } from '../../ui/toast.tsx';

/** The recovery codes, the only time they are told. */
export function RecoveryCodes({
  codes,
  username,
  onDone,
}: {
  codes: readonly string[];
  username: string;
  onDone(): void;
}) {
  const text = `Recovery codes of ${username} at ${location.host}. Each works once.\n\n${codes.join('\n')}\n`;
  return (
    <div className="flex flex-col gap-4">
      <p>
        The second factor is on. Keep these codes where you find them without your phone: each replaces one code, once.
        They are not shown again.
      </p>
      <ul
        aria-label="Recovery codes"
        className="grid grid-cols-2 gap-x-6 gap-y-1 rounded-md bg-well p-4 font-mono text-sm"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <a
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download={`signalbox-recovery-codes-${username}.txt`}
          className="inline-flex min-h-10 items-center rounded-md border border-rule bg-panel px-3.5 font-medium text-sm hover:border-faint"
        >
          Download
        </a>
        <Button
          onClick={() =>
            navigator.clipboard.writeText(text).then(
              () => say('Copied.'),
              () => say('The browser did not let us copy. Select the codes and copy them yourself.', 'danger'),
            )
          }
        >
          Copy
        </Button>
        <Button look="lever" onClick={onDone}>
          I have kept them
        </Button>
      </div>
    </div>
  );
}
