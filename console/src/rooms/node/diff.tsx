import { structuredPatch } from 'diff';
import { useMemo } from 'react';

const CONTEXT = 3;
const looks: Record<string, string> = { '+': 'bg-clear-soft', '-': 'bg-danger-soft' };
const words: Record<string, string> = { '+': 'Added: ', '-': 'Removed: ' };

/** The lines that differ, with some around them. */
export function Diff({ before, after }: { before: string; after: string }) {
  const { hunks } = useMemo(
    () => structuredPatch('now', 'then', before, after, undefined, undefined, { context: CONTEXT }),
    [before, after],
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section tabIndex={0} aria-label="Lines that differ" className="max-h-[32rem] overflow-auto font-mono text-xs">
      <ul className="w-fit min-w-full py-2">
        {hunks.flatMap(({ lines, newStart }, hunk) => [
          ...(hunk > 0
            ? [
                <li key={`gap-${newStart}`} aria-hidden="true" className="px-5 text-quiet">
                  ⋯
                </li>,
              ]
            : []),
          ...lines
            .filter((line) => !line.startsWith('\\'))
            .map((line, i) => {
              const sign = line[0] ?? ' ';
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines of a comparison have no other name than their place
                <li key={`${newStart}-${i}`} className={`whitespace-pre px-5 leading-6 ${looks[sign] ?? ''}`}>
                  <span className="sr-only">{words[sign]}</span>
                  <span aria-hidden="true" className="mr-2 select-none text-quiet">
                    {sign}
                  </span>
                  {line.slice(1)}
                </li>
              );
            }),
        ])}
      </ul>
    </section>
  );
}
