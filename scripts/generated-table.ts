const [begin, end] = ['<!-- generated: settings -->', '<!-- end -->'];

/** The page with the table between its markers replaced. */
export function withTable(page: string, table: string): string {
  const [start, stop] = [page.indexOf(begin), page.indexOf(end)];
  if (start === -1 || stop < start) throw new Error(`The page needs the markers ${begin} and ${end}.`);
  return `${page.slice(0, start)}${begin}\n${table}\n${page.slice(stop)}`;
}
