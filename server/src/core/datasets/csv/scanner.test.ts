import assert from 'node:assert/strict';
import test from 'node:test';
import { scanOf, seeded } from '../fixture.ts';
import { BLOCK_BYTES, MAX_COLUMNS, MAX_RECORD_BYTES } from './limits.ts';
import { cellsOf, rowsOf } from './records.ts';

function refused(content: string | Uint8Array, message: RegExp): void {
  assert.throws(() => scanOf(content), { kind: 'invalid', code: 'INVALID_CSV', message });
}

test('separators are told apart by the columns they make, quotes and all', () => {
  const cases: [string, string, string[]][] = [
    ['a,b\n1,2\n', ',', ['a', 'b']],
    ['a;b;c\n1,5;2,5;3\n', ';', ['a', 'b', 'c']],
    ['a\tb\n1\t2\n', '\t', ['a', 'b']],
    ['Temp, C\tPressure, Pa\n1\t2\n3\t4\n', '\t', ['Temp, C', 'Pressure, Pa']],
    ['"a;b;c",d\n1,2\n', ',', ['a;b;c', 'd']],
    ['only\n1\n2\n', ',', ['only']],
    ['a;b', ';', ['a', 'b']],
  ];
  for (const [text, separator, columns] of cases) {
    const scan = scanOf(text);
    assert.deepEqual([scan.separator, scan.columns], [separator, columns], JSON.stringify(text));
  }
});

test('columns get names that are neither empty nor given twice', () => {
  assert.deepEqual(scanOf(',a, a ,a_2,a\n1,2,3,4,5\n').columns, ['column_1', 'a', 'a_3', 'a_2', 'a_4']);
  assert.deepEqual(scanOf('\ufeff"x","y"\r\n1,2\r\n').columns, ['x', 'y']);
  assert.deepEqual(scanOf('__proto__,constructor\n1,2\n').columns, ['__proto__', 'constructor']);
});

test('what a file is does not depend on how it arrives in pieces', () => {
  const random = seeded(7);
  const pick = (from: string) => from[Math.floor(random() * from.length)];
  for (let round = 0; round < 300; round++) {
    let text = 'a,b,ü€😀\n';
    for (let i = 0; i < 60; i++) text += pick('1,\n\r"x; é€😀') ?? '';
    const bytes = Buffer.from(text);
    const results = [1, 2, 3, 7, 1000].map((size) => {
      try {
        return scanOf(bytes, size);
      } catch (error) {
        return (error as Error).message;
      }
    });
    for (const result of results) assert.deepEqual(result, results[0], JSON.stringify(text));
  }
});

test('rows are counted as they are read, ragged ones included, empty lines not', () => {
  const scan = scanOf('a,b\r\n1,2\n\n3\n4,5,6\r"7\n8",9\n');
  assert.deepEqual([scan.rows, scan.raggedRows, scan.strict, scan.quotes], [4, 2, false, true]);
  assert.deepEqual(rowsOf(Buffer.from('1,2\n\n3\n4,5,6\r"7\n8",9'), ',', 2), [
    ['1', '2'],
    ['3', ''],
    ['4', '5'],
    ['7\n8', '9'],
  ]);
  assert.equal(scanOf('a,b\n\n1,2\n').strict, true, 'a strict reader skips empty lines too');
  assert.equal(scanOf('a\n\n1\n').strict, false, 'but not where there is one column');
});

test('quotes are read leniently', () => {
  assert.deepEqual(cellsOf('"a""b",c"d,"e"f"g, "h"', ','), ['a"b', 'c"d', 'ef"g', ' "h"']);
  assert.deepEqual(cellsOf('"",,""""', ','), ['', '', '"']);
  assert.equal(scanOf('a,b\n1,5" pipe\n').strict, false);
  assert.equal(scanOf('a,b\n"1""2",x\n').strict, true);
});

test('a file that is no table of readings is refused with the reason', () => {
  refused('', /empty/);
  refused('\ufeff', /empty/);
  refused('\n\r\n\n', /empty/);
  refused('\n'.repeat(200_000), /begins with nothing/);
  refused('a,b\n1,\0', /NUL byte at offset 6/);
  refused(Buffer.from([0x61, 0x2c, 0x62, 0x0a, 0xb0, 0x43]), /not valid UTF-8/);
  refused(Buffer.from([0x61, 0x0a, 0xe2, 0x82]), /not valid UTF-8/);
  refused('a,b\n1,"2\n3,4\n', /quoted value that begins in row 1 is never closed/);
  refused(`a,b\n"${'x'.repeat(MAX_RECORD_BYTES)}`, /Row 1 is longer than 64 KB/);
  refused(`${'x'.repeat(MAX_RECORD_BYTES + 1)}\n1\n`, /longer than 64 KB/);
  refused(`${'c,'.repeat(MAX_COLUMNS)}c\n`, /501 columns/);
});

test('rows that are mostly padding cannot blow a small file up', () => {
  const header = Array.from({ length: 500 }, (_, i) => `c${i}`).join(',');
  refused(`${header}\n${'1\n'.repeat(300_000)}`, /rows do not have the 500 columns/);
});

test('blocks begin every 256 KB at a row, also among empty lines', () => {
  const scan = scanOf(`a,b\n${'11,22\n'.repeat(200_000)}`);
  assert.equal(scan.blocks.length, Math.ceil((200_000 * 6) / BLOCK_BYTES));
  for (const { firstRow, offset } of scan.blocks) assert.equal(offset, 4 + 6 * firstRow);
  const sparse = scanOf(`a,b\n1,2\n${'\n'.repeat(1_000_000)}3,4\n`);
  assert.equal(sparse.rows, 2);
  assert.ok(sparse.blocks.length >= 3);
  for (const [i, { offset }] of sparse.blocks.entries())
    assert.ok((sparse.blocks[i + 1]?.offset ?? sparse.bytes) - offset <= BLOCK_BYTES + MAX_RECORD_BYTES);
});
