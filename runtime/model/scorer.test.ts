import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testCache } from '../test/cache.ts';
import { createResidualReader, createScorer, type ResidualRows } from './scorer.ts';
import { collect, testModel, testRows, testScoring } from './test-model.ts';

const cacheDir = testCache;
const model = testModel({}, { steps: 8 });
model.scoring = testScoring(model.columns);
const ROWS = 60;
const rows = testRows(model, ROWS);
const row = (from: number, to: number) => rows.subarray(from * 3, to * 3);
const scoresOf = (pieces: { scores: Float32Array }[]) => pieces.flatMap((piece) => [...piece.scores]);

describe('a scorer', () => {
  it('gives a row the same score however the rows before it came', async () => {
    const scorer = await createScorer({ model, cacheDir });
    const whole = scoresOf(await collect(scorer.score([rows])));
    const pieces = [row(0, 1), row(1, 2), row(2, 30), row(30, 59), row(59, 60)];
    assert.deepEqual(scoresOf(await collect(scorer.score(pieces))), whole);
    assert.equal(whole.length, ROWS);
    await scorer.close();
  });

  it('begins every call with a new sequence, one call after the other', async () => {
    const scorer = await createScorer({ model, cacheDir });
    const [first, second, third] = await Promise.all([
      collect(scorer.score([row(0, 40)])),
      collect(scorer.score([row(20, 60)])),
      collect(scorer.score([row(0, 40)])),
    ]);
    assert.deepEqual(scoresOf(first), scoresOf(third));
    assert.notDeepEqual(scoresOf(first), scoresOf(second));
    await scorer.close();
  });

  it('asks for rows only as fast as its scores are taken, and can be left in the middle', async () => {
    const scorer = await createScorer({ model, cacheDir });
    let asked = 0;
    async function* source() {
      for (; asked < 1000; asked++) yield row(0, 10);
    }
    for await (const piece of scorer.score(source())) {
      assert.equal(piece.count, 10);
      if (asked === 2) break;
    }
    assert.ok(asked <= 3);
    assert.equal((await collect(scorer.score([rows])))[0]?.count, ROWS);
    await scorer.close();
  });

  it('fails when its rows fail or are ragged, and works again after', async () => {
    const scorer = await createScorer({ model, cacheDir });
    async function* broken() {
      yield row(0, 2);
      throw new Error('the upload broke off');
    }
    await assert.rejects(collect(scorer.score(broken())), /the upload broke off/);
    await assert.rejects(
      collect(scorer.score([new Float64Array(4)])),
      /Rows of 3 readings cannot be made of 4 numbers/,
    );
    assert.equal((await collect(scorer.score([rows])))[0]?.count, ROWS);
    await scorer.close();
  });

  for (const engine of ['native', 'typescript'] as const) {
    it(`stops in the middle of its work when told to (${engine})`, async () => {
      const abort = new AbortController();
      const slow = testModel({ hidden: 64, bottleneck: 8 }, { steps: 100 });
      const scorer = await createScorer({ model: slow, cacheDir, engine, signal: abort.signal });
      async function* source() {
        yield testRows(slow, 2);
        setTimeout(() => abort.abort(new Error('nobody waits any more')), 5);
        for (;;) yield testRows(slow, 2000);
      }
      await assert.rejects(collect(scorer.score(source())), /nobody waits any more/);
      await scorer.close();
    });
  }

  it('is told to be TypeScript where there is no compiler, and gives the same', async () => {
    const plain = await createScorer({ model, cacheDir, engine: 'typescript' });
    const native = await createScorer({ model, cacheDir });
    assert.deepEqual([plain.engine, native.engine], ['typescript', 'native']);
    const a = scoresOf(await collect(plain.score([row(0, 12)])));
    const b = scoresOf(await collect(native.score([row(0, 12)])));
    a.forEach((score, i) => {
      assert.ok(Math.abs(score - (b[i] as number)) <= 1e-5);
    });
    await Promise.all([plain.close(), native.close()]);
  });
});

describe('a reader of residuals', () => {
  it('gives residuals and inputs per channel, the same in C and in TypeScript', async () => {
    for (const architecture of ['lstm_autoencoder', 'gru_predictor', 'sentinel'] as const) {
      const bare = testModel({ architecture }, { steps: 8, monitored: [true, false, true] });
      const found: (ResidualRows | undefined)[] = [];
      for (const engine of ['native', 'typescript'] as const) {
        const reader = await createResidualReader({ model: bare, cacheDir, engine });
        assert.deepEqual(reader.channels, architecture === 'sentinel' ? [...bare.columns, 'row'] : bare.columns);
        const [piece] = await collect(reader.read([row(0, 20)]));
        assert.equal(piece?.residuals.length, 20 * reader.channels.length);
        found.push(piece);
        await reader.close();
      }
      for (const part of ['residuals', 'inputs'] as const)
        found[0]?.[part].forEach((value, i) => {
          assert.ok(Math.abs(value - (found[1]?.[part][i] as number)) <= 1e-5, `${architecture} ${part} ${i}`);
        });
      assert.ok(
        found[0]?.inputs.some((z) => z === 0),
        'a sensor that is not monitored reads 0',
      );
    }
  });
});
