/**
 * Names of the columns: trimmed, never empty, never twice. A column without a name is called `column_3` by its place, the
 * second `temp` becomes `temp_2`.
 */
export function columnNames(cells: readonly string[]): string[] {
  const taken = new Set<string>();
  const wanted = cells.map((cell, place) => cell.trim() || `column_${place + 1}`);
  const given = new Set(wanted);
  return wanted.map((name) => {
    let unique = name;
    for (let n = 2; taken.has(unique); n++) {
      const numbered = `${name}_${n}`;
      if (!given.has(numbered)) unique = numbered;
    }
    taken.add(unique);
    return unique;
  });
}
