/** Progress on a terminal: a line that is redrawn, or one line a step where the output is not a terminal. */
export type Progress = {
  /** Redraws the current step's line. `share` is 0 … 1. */
  update(share: number, text: string): void;
  /** Ends the step with what came of it. */
  done(text: string): void;
};

const BAR = 24;
const NAME = 10;

/** Begins a step called `name`. */
export function step(name: string, output: NodeJS.WriteStream = process.stdout): Progress {
  const label = `  ${name.padEnd(NAME)}`;
  let drawn = 0;
  return {
    update(share, text) {
      const now = performance.now();
      if (!output.isTTY || (now - drawn < 50 && share < 1)) return;
      drawn = now;
      const full = Math.round(Math.min(1, Math.max(0, share)) * BAR);
      output.write(
        `\r\x1b[2K${label}${'█'.repeat(full)}${'░'.repeat(BAR - full)}  ${text}`.slice(0, output.columns + 5),
      );
    },
    done(text) {
      output.write(`${output.isTTY ? '\r\x1b[2K' : ''}${label}${text}\n`);
    },
  };
}

/** A table with columns as wide as their widest cell; numbers to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => (/^-?[\d.]+%?$/.test(cell) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
        .join('   ')
        .trimEnd(),
    )
    .map((line) => `  ${line}`)
    .join('\n');
}
