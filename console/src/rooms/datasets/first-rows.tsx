import type { SourcePreview } from '../../api/connections.ts';
import { Checkbox } from '../../ui/fields.tsx';
import { Notice } from '../../ui/surfaces.tsx';

/** What a source answered, and which of its columns to take. */
export function FirstRows({
  preview: { columns, rows, latency_ms },
  left,
  onToggle,
}: {
  preview: SourcePreview;
  left: ReadonlySet<string>;
  onToggle(column: string): void;
}) {
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="clear">
        <span role="status">The source answered in {latency_ms} ms. These are its first rows.</span>
      </Notice>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section aria-label="First rows" tabIndex={0} className="overflow-x-auto rounded-md border border-rule">
        <table className="w-full text-left text-sm">
          <thead>
            <tr className="border-rule border-b text-quiet">
              {columns.map((column) => (
                <th key={column} scope="col" className="whitespace-nowrap px-3 py-2 font-medium">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-rule/70 font-mono">
            {rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a source have no name, and never move
              <tr key={at}>
                {columns.map((column, k) => (
                  <td key={column} className="max-w-60 truncate px-3 py-1.5">
                    {row[k]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <fieldset>
        <legend className="mb-1 font-medium text-sm">Columns to take</legend>
        <div className="flex flex-wrap gap-x-5 gap-y-1">
          {columns.map((column) => (
            <Checkbox key={column} label={column} checked={!left.has(column)} onChange={() => onToggle(column)} />
          ))}
        </div>
      </fieldset>
    </div>
  );
}
