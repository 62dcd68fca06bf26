import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createScorer, type Model } from '../model/index.ts';
import { collect, testModel, testRows, testScoring } from '../model/test-model.ts';
import { lines, NATIVE_TARGET, runEdge, TEST_CACHE } from './edge-program.ts';
import { buildEdgeBinary } from './index.ts';

describe('an edge program on standard input', () => {
  let dir = '';
  let program = '';
  let model: Model;
  let scores: Float32Array;
  let rows: Float64Array;
  const ROWS = 150; // more than a window and its slack, so that the window moves back
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'signalbox-stdin-'));
    program = join(dir, 'edge');
    model = testModel({}, { steps: 12 });
    model.scoring = testScoring(model.columns);
    await buildEdgeBinary({ model, quantized: null, target: NATIVE_TARGET, cacheDir: TEST_CACHE, output: program });
    rows = testRows(model, ROWS);
    const scorer = await createScorer({ model, cacheDir: TEST_CACHE });
    scores = (await collect(scorer.score([rows])))[0]?.scores as Float32Array;
    await scorer.close();
  });
  after(() => rm(dir, { recursive: true, force: true }));

  const score = (input: string) => runEdge([program, '--stdin'], input);
  const row = (i: number) => [...rows.subarray(i * 3, i * 3 + 3)];
  const all = Array.from({ length: ROWS }, (_, i) => i);
  const agrees = (found: Record<string, unknown>[]) => {
    assert.equal(found.length, ROWS);
    found.forEach((line, i) => {
      assert.equal(line.row, i + 1);
      assert.ok(Math.abs((line.score as number) - (scores[i] as number)) <= 1e-5, `row ${i}`);
    });
  };

  it('scores CSV as the server does, whatever its separator, quotes, order and further columns', async () => {
    const plain = await score(`sensor_1,sensor_2,sensor_3\n${all.map((i) => row(i).join(',')).join('\n')}\n`);
    assert.deepEqual([plain.status, plain.stderr], [0, '']);
    agrees(lines(plain));
    assert.deepEqual(Object.keys(lines(plain)[0] ?? {}), [
      'row',
      'score',
      'anomaly',
      'anomaly_score',
      'health_score',
      'contributions',
    ]);

    const header = '\ufeff"sensor_3"; note ;Timestamp;sensor_1;sensor_2\r\n';
    const records = all.map((i) => {
      const [a, b, c] = row(i);
      return `"${c}"; "a ""quoted""\n line; end" ;2026-01-01 00:00:${i}; ${a} ;${b}`;
    });
    const odd = lines(await score(header + records.join('\r\n')));
    agrees(odd);
    assert.equal(odd[7]?.timestamp, '2026-01-01 00:00:7');
    agrees(lines(await score(all.map((i) => row(i).join('\t')).join('\n'))));
  });

  it('scores JSON lines: arrays, maps, {values} and {features}', async () => {
    const forms = [
      (r: number[]) => r,
      (r: number[]) => ({ sensor_2: r[1], sensor_1: r[0], sensor_3: r[2], site: 'north' }),
      (r: number[]) => ({ values: r, timestamp: '2026-01-01T00:00:00Z' }),
      (r: number[]) => ({ features: { sensor_1: r[0], sensor_2: r[1], sensor_3: r[2] } }),
    ];
    const found = lines(await score(all.map((i) => JSON.stringify(forms[i % 4]?.(row(i)))).join('\n\n')));
    agrees(found);
    assert.equal(found[2]?.timestamp, '2026-01-01T00:00:00Z');
  });

  it('repeats the last reading where one is missing, in every way of writing that', async () => {
    const csv = lines(await score('sensor_1,sensor_2,sensor_3\n20,23,26\n,NA,null\nNaN,N/A,nan\n20,23,26\n'));
    const same = lines(await score('[20,23,26]\n[null,null,null]\n{"sensor_1":null}\n[20,23,26]\n'));
    assert.deepEqual(csv, same);
    assert.equal(csv.length, 4);
  });

  it('answers each bad row with an error line, goes on, and ends with status 1', async () => {
    const csv = await score('sensor_1,sensor_2,sensor_3\n1,x,3\n1,2\n1,2,0x10\n1,inf,3\n1,2,3\n');
    assert.equal(csv.status, 1);
    assert.deepEqual(
      lines(csv).map((line) => line.error ?? 'scored'),
      [...Array(4).fill('invalid_row'), 'scored'],
    );
    assert.match(String(lines(csv)[0]?.message), /sensor_2 is not a number: x/);
    const json = await score('[1,2,3]\n[1,2]\n{"a":\n{"other":1}\n[1,2,3]\n');
    assert.equal(json.status, 1);
    assert.deepEqual(
      lines(json).map((line) => line.error ?? 'scored'),
      ['scored', ...Array(3).fill('invalid_row'), 'scored'],
    );
    const long = await score(`[1,2,3]\n[1,2,${' '.repeat(2_000_000)}3]\n[1,2,3]`);
    assert.deepEqual(
      lines(long).map((line) => line.error ?? 'scored'),
      ['scored', 'invalid_row', 'scored'],
    );
  });

  it('refuses an input without the columns it needs with status 2, and takes an empty one', async () => {
    const missing = await score('sensor_1,sensor_2\n1,2\n');
    assert.deepEqual([missing.status, missing.stdout], [2, '']);
    assert.match(missing.stderr, /no column sensor_3/);
    assert.match((await score('1,2\n')).stderr, /not as many columns/);
    assert.match((await score('sensor_1,sensor_2,sensor_3,sensor_1\n')).stderr, /names a column twice/);
    assert.deepEqual(await score('\n\n'), { status: 0, stdout: '', stderr: '' });
  });

  it('answers a row at once, before the next one comes', async () => {
    const child = spawn(program, ['--stdin'], { stdio: ['pipe', 'pipe', 'ignore'] });
    const answers = child.stdout.setEncoding('utf8')[Symbol.asyncIterator]();
    for (let i = 0; i < 3; i++) {
      child.stdin.write(`${JSON.stringify(row(i))}\n`);
      assert.equal(JSON.parse((await answers.next()).value).row, i + 1);
    }
    child.stdin.end();
    assert.equal((await answers.next()).done, true);
  });

  it('tests itself, measures itself and says what it is', async () => {
    const tested = await runEdge([program, '--self-test']);
    assert.equal(tested.status, 0, tested.stdout);
    const result = JSON.parse(tested.stdout);
    assert.equal(result.passed, true);
    assert.ok(Object.values(result.kernels as Record<string, number>).every((apart) => apart < 1e-5));
    const measured = JSON.parse((await runEdge([program, '--bench', '50'])).stdout);
    assert.deepEqual([measured.windows, measured.weights], [50, 'float32']);
    assert.match(
      (await runEdge([program, '--version'])).stdout,
      /^signalbox-edge \d+\.\d+\.\d+\nmodel mdl_0a1b2c3d Pump 3 v2\n/,
    );
    assert.match((await runEdge([program, '--help'])).stdout, /--self-test/);
    assert.equal((await runEdge([program, '--kernels', 'mmx'])).status, 1);
  });
});
