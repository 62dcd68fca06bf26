import { createRecordCutter, type Separator } from './records.ts';

const candidates: readonly Separator[] = [',', ';', '\t'];
const SAMPLE_RECORDS = 50;

/**
 * Which separator a file has, from its beginning: the one under which most records have as many cells as the header,
 * then the one with more columns. A file without any is one column, and then it does not matter.
 */
export function sniffSeparator(beginning: Uint8Array): Separator {
  const scored = candidates.map((separator) => ({ separator, ...measure(beginning, separator) }));
  scored.sort((a, b) => b.agreement - a.agreement || b.columns - a.columns);
  return (scored[0] as (typeof scored)[number]).separator;
}

function measure(beginning: Uint8Array, separator: Separator): { agreement: number; columns: number } {
  const counts: number[] = [];
  const cutter = createRecordCutter(separator, (start, end, cells) => {
    if (start < end && counts.length < SAMPLE_RECORDS) counts.push(cells);
  });
  cutter.push(beginning);
  // The last record may be cut off here; it counts only when there is no other.
  if (counts.length === 0) cutter.end();
  const columns = counts[0] ?? 1;
  if (columns === 1) return { agreement: 0, columns };
  return { agreement: counts.filter((cells) => cells === columns).length / counts.length, columns };
}
