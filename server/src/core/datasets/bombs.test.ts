/* Files that are small to send and large to read. Their full size is 100 MB; a tenth of it shows whether the bounds hold. */
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { createParser } from './fixture.ts';

const parse = await createParser({ after });
const SIZE = 10 * 1024 ** 2;

function filled(header: string, line: string): Buffer {
  const start = Buffer.from(header);
  return Buffer.concat([start, Buffer.alloc(Math.floor((SIZE - start.length) / line.length) * line.length, line)]);
}

const wide = Array.from({ length: 499 }, (_, k) => `c${k}`).join(',');

const bombs: [string, Buffer][] = [
  ['wide and empty', filled(`${wide}\n`, `${','.repeat(498)}\n`)],
  ['wide numbers', filled(`${wide}\n`, `${'7,'.repeat(498)}7\n`)],
  ['wide words', filled(`${wide}\n`, `${'ab,'.repeat(498)}ab\n`)],
  ['narrow', filled('a\n', '1\n')],
  ['long words', filled('a,b\n', `${'x'.repeat(30_000)},1\n`)],
  ['quotes', filled('a,b\n', '"""""""",""\n')],
  ['quoted newlines', filled('a,b\n', '"\n\n\n\n",1\n')],
  ['nothing but quotes', filled('a,b\n', `x${'"'.repeat(65_000)},1\n`)],
  ['stray quotes', filled('a,b\n', '1"2,"3"4\n')],
  ['ragged', filled('a,b,c\n', '1\n1,2,3,4\n')],
  ['empty lines', filled('a,b\n1,2\n', '\n')],
];

for (const [name, content] of bombs) {
  test(`a bomb is read within bounds: ${name}`, async () => {
    const { profile, scan } = await parse(content);
    assert.equal(profile.rows, scan.rows);
    // Of the process: 110 MB of Node and these buffers, and at most 512 MB of DuckDB.
    const peak = process.resourceUsage().maxRSS / 1024;
    assert.ok(peak < 900, `${peak.toFixed(0)} MiB`);
  });
}
