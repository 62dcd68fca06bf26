/** A table that somebody typed or copied out of a spreadsheet. */
export type Pasted = { columns: string[]; rows: (number | null)[][] };

/**
 * Reads rows with a header, separated by tabs, semicolons or commas (whatever the header has). What is no number is a
 * missing reading. Where commas do not separate, they are decimal points.
 *
 * @throws Error with a sentence when there is nothing to score
 */
export function readPasted(text: string): Pasted {
  const lines = text.split(/\r?\n/).filter((line) => line.trim());
  const [head] = lines;
  if (head === undefined || lines.length < 2)
    throw new Error('Paste a header row with the names of the sensors, and at least one row of readings below it.');
  const separator = ['\t', ';'].find((one) => head.includes(one)) ?? ',';
  const cells = (line: string) => line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  const columns = cells(head);
  const numberOf = (cell: string | undefined): number | null => {
    const value = Number(separator === ',' ? cell : cell?.replace(',', '.'));
    return cell && Number.isFinite(value) ? value : null;
  };
  return {
    columns,
    rows: lines.slice(1).map((line) => {
      const row = cells(line);
      return columns.map((_, i) => numberOf(row[i]));
    }),
  };
}
