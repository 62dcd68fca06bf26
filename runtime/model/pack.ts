import { crc32 } from 'node:zlib';
import { PREDICTOR_OUTPUTS } from '../training/model-shape.ts';
import { scoringNumbers } from './scoring.ts';
import type { Model, QuantizedWeights } from './types.ts';

const MAGIC = 'SBXMODEL';
const VERSION = 1;
const HEADER_BYTES = 80;
const CHECKED_FROM = 20;
const ARCHITECTURE_NUMBERS = { lstm_autoencoder: 1, gru_predictor: 2, sentinel: 3 } as const;

/**
 * The block the C programs read (runtime/inference/payload.h): all of a model but its training history, binary,
 * little-endian, numbers aligned. With `quantized` it carries INT8 weights, else single precision.
 * @param expected the network's outputs for `selfTestWindow`, for programs that test themselves
 */
export function packModel(
  model: Model,
  quantized: QuantizedWeights | null,
  expected: Float32Array = new Float32Array(0),
): Buffer {
  const { shape } = model;
  const outputs =
    shape.architecture === 'lstm_autoencoder'
      ? shape.features
      : shape.architecture === 'gru_predictor'
        ? PREDICTOR_OUTPUTS
        : 1;
  const scoring = scoringNumbers(model);
  const stds = model.stds.map((std, f) => (model.monitored[f] ? std : 0));
  const strings = padded(
    Buffer.from(
      [model.name, model.version, model.id, ...model.columns].map((s) => `${s.replaceAll('\0', '')}\0`).join(''),
    ),
    8,
  );
  const numbers = Buffer.from(new Float64Array([...model.means, ...stds, ...scoring.values]).buffer);
  const tensors = quantized ? quantized.flatMap(quantizedTensor) : [bytesOf(model.weights)];

  const header = Buffer.alloc(HEADER_BYTES);
  header.write(MAGIC, 'latin1');
  const fields = [
    ARCHITECTURE_NUMBERS[shape.architecture],
    shape.features,
    shape.hidden,
    shape.bottleneck,
    shape.layers,
    model.steps,
    outputs,
    quantized ? 1 : 0,
    strings.length,
    scoring.kind,
    scoring.values.length,
    expected.length,
  ];
  fields.forEach((value, i) => {
    header.writeUInt32LE(value, CHECKED_FROM + 4 * i);
  });
  const block = Buffer.concat([header, numbers, strings, bytesOf(expected), ...tensors]);
  block.writeUInt32LE(VERSION, 8);
  block.writeUInt32LE(block.length, 12);
  block.writeUInt32LE(crc32(block.subarray(CHECKED_FROM)), 16);
  return block;
}

function quantizedTensor(tensor: QuantizedWeights[number]): Buffer[] {
  if (tensor.kind === 'vector') return [bytesOf(tensor.values)];
  return [bytesOf(tensor.scales), padded(bytesOf(tensor.values), 4)];
}

function bytesOf(values: Float32Array | Int8Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

function padded(bytes: Buffer, to: number): Buffer {
  const rest = bytes.length % to;
  return rest === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(to - rest)]);
}
