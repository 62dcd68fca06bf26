import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { crc32 } from 'node:zlib';
import { ARCHITECTURES, parameterCount } from '../training/model-shape.ts';
import { decodeModel, encodeModel } from './axonml.ts';
import { quantizeNearest } from './int8.ts';
import { testModel, testScoring } from './test-model.ts';
import { ModelFileInvalid } from './types.ts';
import { float32Json, parseFloat32Json, shortestFloat32 } from './weights-json.ts';

/** The file with its body's JSON changed. */
function withBody(file: Buffer, change: (body: Record<string, unknown>) => void): Buffer {
  const headerEnd = 11 + file.readUInt32LE(7);
  const bodyEnd = headerEnd + 4 + file.readUInt32LE(headerEnd);
  const body = JSON.parse(file.toString('utf8', headerEnd + 4, bodyEnd));
  change(body);
  const text = Buffer.from(JSON.stringify(body));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  return Buffer.concat([file.subarray(0, headerEnd), length, text, file.subarray(bodyEnd)]);
}

const refuses = (file: Buffer, why: RegExp) =>
  assert.throws(
    () => decodeModel(file),
    (error: unknown) => error instanceof ModelFileInvalid && why.test(error.message),
  );

describe('a .axonml file', () => {
  const model = testModel({}, { threshold: 1 });
  model.scoring = testScoring(model.columns);
  const plain = encodeModel(model);
  const quantized = encodeModel(model, quantizeNearest(model));

  it('has the documented layout', () => {
    assert.equal(plain.toString('latin1', 0, 6), 'AXONML');
    assert.equal(plain[6], 1);
    const headerEnd = 11 + plain.readUInt32LE(7);
    assert.deepEqual(JSON.parse(plain.toString('utf8', 11, headerEnd)), {
      architecture: 'LSTM Autoencoder',
      input_features: 3,
      num_parameters: parameterCount(model.shape),
      quantized: false,
      quant_bits: 32,
    });
    assert.equal(plain.length, headerEnd + 4 + plain.readUInt32LE(headerEnd));
    const body = JSON.parse(plain.toString('utf8', headerEnd + 4));
    assert.equal(body.architecture, 'lstm_autoencoder');
    assert.deepEqual([body.norm_means, body.norm_stds, body.anomaly_threshold], [model.means, model.stds, 1]);
    assert.deepEqual(Float32Array.from(body.weights), model.weights);
    assert.deepEqual(
      quantized.subarray(plain.length - 5, plain.length),
      quantized.subarray(plain.length - 5, plain.length),
    );
  });

  for (const architecture of ARCHITECTURES) {
    it(`of a ${architecture} reads back as it was and writes the same bytes again`, () => {
      const scoring = architecture === 'sentinel' ? ({ version: 2, kind: 'label' } as const) : null;
      const original = testModel({ architecture }, { scoring, monitored: [true, false, true] });
      for (const weights of [null, quantizeNearest(original)]) {
        const file = encodeModel(original, weights);
        const read = decodeModel(file);
        assert.deepEqual(read.model, original);
        assert.deepEqual(read.quantized, weights);
        assert.ok(encodeModel(read.model, read.quantized).equals(file));
      }
    });
  }

  it('from elsewhere is read without our own fields, whatever the order of its keys', () => {
    const foreign = withBody(encodeModel(testModel()), (body) => {
      for (const key of ['columns', 'monitored', 'scoring', 'model_id', 'model_name', 'model_version'])
        delete body[key];
      const weights = body.weights;
      delete body.weights;
      body.note = 'a ] and a } in a "string"';
      body.weights = weights;
    });
    const read = decodeModel(foreign).model;
    assert.deepEqual(read.columns, ['feature_1', 'feature_2', 'feature_3']);
    assert.deepEqual([read.scoring, read.threshold, read.name], [null, null, '']);
  });

  it('cut short anywhere is refused', () => {
    for (const file of [plain, quantized])
      for (let length = 0; length < file.length; length += length < 400 ? 1 : 97)
        if (file !== quantized || length !== plain.length)
          assert.throws(() => decodeModel(file.subarray(0, length)), ModelFileInvalid);
  });

  it('with a flipped byte is refused or reads as a model, never as anything else', () => {
    for (let at = 0; at < quantized.length; at += 13) {
      const damaged = Buffer.from(quantized);
      damaged[at] = (damaged[at] as number) ^ 0x55;
      try {
        decodeModel(damaged);
      } catch (error) {
        assert.ok(error instanceof ModelFileInvalid, `byte ${at}: ${error}`);
      }
    }
  });

  it('with damaged INT8 weights is refused by their checksum', () => {
    const damaged = Buffer.from(quantized);
    damaged[damaged.length - 40] = (damaged[damaged.length - 40] as number) ^ 1;
    refuses(damaged, /INT8 weights are damaged/);
    refuses(Buffer.concat([quantized, Buffer.from('x')]), /INT8 weights should take/);
    const renamed = Buffer.from(quantized);
    renamed.write('?', quantized.lastIndexOf('AXONQ8'));
    refuses(renamed, /not a section of INT8 weights/);
    const last = quantized.length - 4;
    assert.equal(crc32(quantized.subarray(quantized.lastIndexOf('AXONQ8') + 6, last)), quantized.readUInt32LE(last));
  });

  it('that contradicts itself is refused, and the message says where', () => {
    const change = (key: string, value: unknown) =>
      withBody(plain, (body) => void Object.assign(body, { [key]: value }));
    refuses(Buffer.from('PK'), /does not begin with AXONML/);
    refuses(change('architecture', 'resnet'), /architecture is "resnet"/);
    refuses(change('weights', [1, 2, 3]), /has 3 weights, but its shape asks for \d+/);
    refuses(change('weights', 'many'), /weights are not an array/);
    refuses(change('norm_stds', [1, 0, 1]), /norm_stds must be 3 numbers above 0/);
    refuses(change('norm_means', [1, 2]), /norm_means must be 3 numbers/);
    refuses(change('columns', ['a', 'a', 'b']), /columns have one name/);
    refuses(change('input_features', 4), /shape asks for/);
    refuses(change('hyperparameters', { hidden_dim: 6 }), /num_layers must be a whole number/);
    refuses(change('hyperparameters', null), /hyperparameters are missing/);
    refuses(change('scoring', { version: 1, kind: 'residual' }), /its version is 1/);
    refuses(change('scoring', { ...model.scoring, mean: [1] }), /mean must have 3 values/);
    refuses(change('anomaly_threshold', 'high'), /anomaly_threshold must be a number or null/);
  });
});

describe('weights as JSON', () => {
  it('are the shortest numbers that read back as the same single-precision values', () => {
    const written = (x: number) => shortestFloat32(Math.fround(x));
    assert.deepEqual([0, -0, 1, 0.1, -0.5, 1 / 3, 16777216, 1e-45, 3.4028234663852886e38, 1.1754944e-38].map(written), [
      '0',
      '-0',
      '1',
      '0.1',
      '-0.5',
      '0.33333334',
      '16777216',
      '1e-45',
      '3.4028235e+38',
      '1.1754944e-38',
    ]);
    const bits = new Uint32Array(20_000).map((_, i) => Math.imul(i + 1, 0x9e3779b1));
    const values = new Float32Array(bits.buffer).filter(Number.isFinite);
    const text = [...float32Json(values)].join('');
    assert.deepEqual(parseFloat32Json(Buffer.from(text), values.length), values);
    assert.deepEqual(Float32Array.from(JSON.parse(text) as number[]), values);
    assert.ok([...float32Json(new Float32Array(100_000).fill(0.123))].length > 1, 'comes in pieces');
  });

  it('are refused when one is not a finite number', () => {
    for (const bad of ['[1,NaN,2]', '[1,,2]', '[1,1e99,2]', '[1,"2",3]', '[0x10,1,2]', '[1,2', '', '[]', '[1,2,]'])
      assert.throws(() => parseFloat32Json(Buffer.from(bad), 3), ModelFileInvalid, bad);
  });
});
