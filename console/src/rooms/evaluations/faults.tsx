import type { Evaluation } from '../../api/models.ts';
import { count, percent } from '../../ui/format.ts';
import { Panel } from '../../ui/surfaces.tsx';
import { faultNames } from '../../ui/words.ts';

type Tally = { positives: number; found: number; recall: number };

/** Which kinds of planted faults were found. */
export function Faults({ evaluation: { details } }: { evaluation: Evaluation }) {
  const kinds = Object.entries((details.by_fault ?? {}) as Record<string, Tally>);
  if (kinds.length === 0) return null;
  return (
    <Panel
      title="By kind of fault"
      about="Counted by rows. Those before a drifting or stuck sensor shows count as missed, too."
    >
      <ul className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
        {kinds.map(([kind, { positives, found, recall }]) => (
          <li key={kind}>
            <p className="mb-1 flex justify-between gap-4 text-sm">
              <span className="font-medium">{faultNames[kind] ?? kind}</span>
              <span className="text-quiet">
                {count(found)} of {count(positives)} rows, {percent(recall)}
              </span>
            </p>
            <div aria-hidden="true" className="h-2.5 rounded-full bg-well">
              <div className="h-full rounded-full bg-series-4" style={{ width: `${recall * 100}%` }} />
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
