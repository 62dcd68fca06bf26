import { count, percent } from '../../ui/format.ts';
import type { Counts } from './threshold.ts';

/** The confusion matrix: what the rows were against what the model said. */
export function Matrix({ counts: { tp, fp, tn, fn } }: { counts: Counts }) {
  return (
    <table className="w-full table-fixed border-separate border-spacing-1.5 text-center">
      <caption className="sr-only">What the rows were, and what the model said about them</caption>
      <thead>
        <tr className="text-quiet text-sm">
          <td className="w-[24%]" />
          <th scope="col" className="pb-1 font-normal">
            Said: fault
          </th>
          <th scope="col" className="pb-1 font-normal">
            Said: normal
          </th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row" className="pr-2 text-left font-normal text-quiet text-sm">
            Was a fault
          </th>
          <Cell value={tp} of={tp + fn} name="found" isRight />
          <Cell value={fn} of={tp + fn} name="missed" />
        </tr>
        <tr>
          <th scope="row" className="pr-2 text-left font-normal text-quiet text-sm">
            Was normal
          </th>
          <Cell value={fp} of={fp + tn} name="false alarms" />
          <Cell value={tn} of={fp + tn} name="left in peace" isRight />
        </tr>
      </tbody>
    </table>
  );
}

function Cell({ value, of, name, isRight = false }: { value: number; of: number; name: string; isRight?: boolean }) {
  return (
    <td
      className={`rounded-md border px-2 py-4 ${isRight ? 'border-clear/40 bg-clear-soft' : 'border-danger/40 bg-danger-soft'}`}
    >
      <span className="block font-[640] text-xl">{count(value)}</span>
      <span className="block text-quiet text-xs">
        {name}
        {of > 0 && `, ${percent(value / of)}`}
      </span>
    </td>
  );
}
