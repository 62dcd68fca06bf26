/*
 * A corpus of small files, generated from a seed: every separator × quoting × line end × BOM, with missing tokens, words,
 * quoted newlines and ragged rows thrown in. What comes out is compared with what was put in, in plain JavaScript.
 */
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { createParser, seeded } from './fixture.ts';
import { previewOf } from './preview.ts';
import { MISSING_TOKENS } from './sql.ts';

const parse = await createParser({ after });
const pick = <T>(random: () => number, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

const numbers = [
  '0',
  '-0',
  '12',
  '-3.25',
  '+7',
  '.5',
  '5.',
  '1e3',
  '1E-3',
  ' 42 ',
  '00012',
  '1e308',
  '-1e308',
  '1e-320',
];
const ordinary = ['0', '12', '-3.25', '7.125', '0.1', '99.99', '-40', ' 42 '];
const words = [
  'inf',
  '-inf',
  'Infinity',
  '1_000',
  '+-1',
  '0x10',
  '1e999',
  'ok',
  'ä€😀',
  'a"b',
  '"',
  ' padded',
  '1,5',
  'NAN',
  'x;y',
  'tab\there',
];

type Options = { separator: string; quoting: 'never' | 'needed' | 'always'; lineEnd: string; bom: boolean };
type Kind = 'numbers' | 'ordinary' | 'words' | 'mixed' | 'gaps' | 'newlines';

function cell(random: () => number, kind: Kind): string {
  const roll = random();
  if (kind === 'gaps' && roll < 0.5) return pick(random, [...MISSING_TOKENS, ' NA ', '  ', ' \t'.slice(0, 1)]);
  if (kind === 'words' || (kind === 'mixed' && roll < 0.3)) return pick(random, words);
  if (kind === 'newlines') return pick(random, ['two\nlines', 'a\r\nb', '\n', 'plain']);
  return pick(random, kind === 'numbers' ? numbers : ordinary);
}

function written(text: string, { separator, quoting }: Options): string {
  const needed = text.includes(separator) || /["\r\n]/.test(text);
  return quoting === 'always' || (quoting === 'needed' && needed) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What a cell is, by the rule: trimmed of ASCII white space; a missing token, a finite number, or a word. */
function kindOf(text: string): 'missing' | 'number' | 'word' {
  const trimmed = text.replace(/^[ \t\n\r\v\f]+|[ \t\n\r\v\f]+$/g, '');
  if ((MISSING_TOKENS as readonly string[]).includes(trimmed)) return 'missing';
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) && Number.isFinite(Number(trimmed)) ? 'number' : 'word';
}

function statsOf(cells: readonly string[]) {
  const values = cells.filter((text) => kindOf(text) === 'number').map(Number);
  if (values.length === 0) return undefined;
  // Halves and shares keep the sums of numbers near the largest double in range.
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value / n, 0);
  const largest = Math.max(...values.map((value) => Math.abs(value / 2 - mean / 2))) || 1;
  const square = values.reduce((sum, value) => sum + ((value / 2 - mean / 2) / largest) ** 2 / n, 0);
  return { min: Math.min(...values), max: Math.max(...values), mean, std: 2 * largest * Math.sqrt(square) };
}

function close(actual: number, expected: number, scale: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= 1e-12 * scale + 1e-300, `${what}: ${actual} instead of ${expected}`);
}

async function check(seed: number, options: Options, kinds: Kind[], ragged: boolean): Promise<void> {
  const random = seeded(seed);
  const width = kinds.length;
  const rows = Array.from({ length: 1 + Math.floor(random() * 40) }, () =>
    kinds.map((kind) => {
      const text = cell(random, kind);
      // Without quotes a cell can only hold what needs none.
      return options.quoting === 'never' && (/["\r\n]/.test(text) || text.includes(options.separator)) ? '1' : text;
    }),
  );
  let raggedRows = 0;
  const lines = rows.map((row) => {
    const texts = row.map((text) => written(text, options));
    if (!ragged || random() < 0.7) return texts;
    raggedRows++;
    if (random() < 0.5) return [...texts, '9'];
    row[width - 1] = '';
    return texts.slice(0, -1);
  });
  const header = kinds.map((_, k) => `c${k}`);
  const text =
    [header.map((name) => written(name, options)), ...lines]
      .map((line) => line.join(options.separator))
      .join(options.lineEnd) + (random() < 0.5 ? options.lineEnd : '');
  const shown = JSON.stringify({ seed, ...options, text }).slice(0, 2000);

  const { duckdb, dataset, profile, scan, files } = await parse((options.bom ? '\ufeff' : '') + text);
  assert.deepEqual(
    profile.columns.map(({ name }) => name),
    header,
    shown,
  );
  assert.equal(profile.rows, rows.length, shown);
  assert.equal(scan.raggedRows, raggedRows, shown);
  for (const [k, column] of profile.columns.entries()) {
    const cells = rows.map((row) => row[k] as string);
    const count = (kind: string) => cells.filter((one) => kindOf(one) === kind).length;
    const { numeric, text: strings, missing } = column;
    assert.deepEqual(
      { numeric, strings, missing },
      { numeric: count('number'), strings: count('word'), missing: count('missing') },
      `column ${k} of ${shown}`,
    );
    const expected = statsOf(cells);
    assert.equal(column.stats === undefined, expected === undefined, shown);
    if (!column.stats || !expected) continue;
    const scale = Math.max(Math.abs(expected.min), Math.abs(expected.max));
    assert.deepEqual([column.stats.min, column.stats.max], [expected.min + 0, expected.max + 0], shown);
    close(column.stats.mean, expected.mean, scale, `mean of column ${k} of ${shown}`);
    close(column.stats.std, expected.std, scale, `std of column ${k} of ${shown}`);
  }
  const preview = await previewOf(duckdb, dataset, files, { page: 1, pageSize: 1000 });
  assert.deepEqual(preview.rows, rows, shown);
}

const kindsOfFile: Kind[][] = [
  ['ordinary', 'gaps', 'numbers'],
  ['words', 'ordinary', 'mixed', 'gaps'],
  ['newlines', 'numbers', 'ordinary'],
];

for (const separator of [',', ';', '\t']) {
  for (const quoting of ['never', 'needed', 'always'] as const) {
    test(`what is in a file comes out: separator ${JSON.stringify(separator)}, quotes ${quoting}`, async () => {
      let seed = 1000;
      for (const lineEnd of ['\n', '\r\n', '\r'])
        for (const bom of [false, true])
          for (const [i, kinds] of kindsOfFile.entries())
            await check(seed++, { separator, quoting, lineEnd, bom }, kinds, i === 0 && bom);
    });
  }
}
