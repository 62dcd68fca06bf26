/*
 * npm run bench                all of bench/*.ts
 * npm run bench -- start queue only those
 *
 * Prints the conditions and a table per bench; ✓ and ✗ tell whether the promised figure is reached. Exit status 1 if one is not.
 * Figures of one machine are compared within one run only: each bench measures its baseline next to what it measures.
 */
import { readdir } from 'node:fs/promises';
import { availableParallelism, cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Bench, BenchResult, Figure } from './types.ts';

const helpers = ['run.ts', 'support.ts', 'types.ts'];
const available = (await readdir(import.meta.dirname))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !helpers.includes(file))
  .map((file) => file.slice(0, -3))
  .sort();
const chosen = process.argv.length > 2 ? process.argv.slice(2) : available;
const unknown = chosen.filter((name) => !available.includes(name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}; there are ${available.join(', ')}.`);
  process.exit(2);
}

console.log(
  `${availableParallelism()} CPUs (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${release()}, Node ${process.version}`,
);
let missed = 0;
for (const name of chosen) {
  const bench: Bench = await import(join(import.meta.dirname, `${name}.ts`));
  const result = await bench.run();
  print(result);
  missed += result.figures.filter(({ met }) => met === false).length;
}
process.exit(missed > 0 ? 1 : 0);

function print({ name, conditions, figures }: BenchResult): void {
  console.log(`\n${name}`);
  console.log(
    `  ${Object.entries(conditions)
      .map(([key, value]) => `${key}: ${value}`)
      .join(' · ')}`,
  );
  const rows = figures.map((figure) => [
    mark(figure),
    figure.name,
    `${rounded(figure.value)} ${figure.unit}`,
    figure.target ?? '',
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] as string).length)));
  for (const [sign = '', title = '', value = '', target] of rows) {
    console.log(
      `  ${sign.padEnd(widths[0] as number)} ${title.padEnd(widths[1] as number)}  ${value.padStart(widths[2] as number)}  ${target}`.trimEnd(),
    );
  }
}

function mark({ met }: Figure): string {
  return met === undefined ? ' ' : met ? '✓' : '✗';
}

function rounded(value: number): string {
  return value.toLocaleString('en', {
    maximumFractionDigits: Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 3,
  });
}
