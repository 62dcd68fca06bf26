import { crc32 } from 'node:zlib';
import { type ModelShape, parameterLayout } from '../training/model-shape.ts';
import { ModelFileInvalid, type QuantizedWeights } from './types.ts';

const MAGIC = 'AXONQ8';
const VERSION = 1;
const DATA_AT = 11;

/** The quantized weights as the section that follows a model file's body; docs/axonml.md has the layout. */
export function int8Section(quantized: QuantizedWeights): Buffer {
  const data: Buffer[] = [];
  for (const tensor of quantized) {
    if (tensor.kind === 'matrix') data.push(floats(tensor.scales));
    data.push(tensor.kind === 'matrix' ? bytesOf(tensor.values) : floats(tensor.values));
  }
  const start = Buffer.alloc(DATA_AT);
  start.write(MAGIC, 'latin1');
  start.writeUInt8(VERSION, 6);
  start.writeUInt32LE(
    data.reduce((sum, piece) => sum + piece.length, 0),
    7,
  );
  const section = Buffer.concat([start, ...data, Buffer.alloc(4)]);
  section.writeUInt32LE(crc32(section.subarray(6, -4)), section.length - 4);
  return section;
}

/** @throws {ModelFileInvalid} it is damaged, or belongs to a model of another shape */
export function readInt8Section(section: Buffer, shape: ModelShape): QuantizedWeights {
  if (section.length < DATA_AT + 4 || section.toString('latin1', 0, 6) !== MAGIC)
    throw new ModelFileInvalid('What follows the model’s body is not a section of INT8 weights');
  if (section[6] !== VERSION)
    throw new ModelFileInvalid(`The INT8 weights have version ${section[6]}; this program reads version ${VERSION}`);
  const length = section.readUInt32LE(7);
  if (section.length !== DATA_AT + length + 4)
    throw new ModelFileInvalid(
      `The INT8 weights should take ${length} bytes, but ${section.length - DATA_AT - 4} are there`,
    );
  if (crc32(section.subarray(6, -4)) !== section.readUInt32LE(section.length - 4))
    throw new ModelFileInvalid('The INT8 weights are damaged: their checksum does not match');

  let at = DATA_AT;
  const end = DATA_AT + length;
  const take = (bytes: number) => {
    if (at + bytes > end) throw new ModelFileInvalid('The INT8 weights do not match the model’s shape');
    at += bytes;
    return section.subarray(at - bytes, at);
  };
  const quantized: QuantizedWeights = parameterLayout(shape).map(({ shape: [rows, cols] }) => {
    if (cols === undefined) return { kind: 'vector', values: readFloats(take(rows * 4)) };
    const scales = readFloats(take(rows * 4));
    if (scales.some((scale) => scale < 0)) throw new ModelFileInvalid('A scale of the INT8 weights is negative');
    return { kind: 'matrix', rows, cols, scales, values: Int8Array.from(readInt8(take(rows * cols))) };
  });
  if (at !== end) throw new ModelFileInvalid('The INT8 weights do not match the model’s shape');
  return quantized;
}

function bytesOf(values: Int8Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

function readInt8(bytes: Buffer): Int8Array {
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

function floats(values: Float32Array): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => {
    bytes.writeFloatLE(value, i * 4);
  });
  return bytes;
}

function readFloats(bytes: Buffer): Float32Array {
  const values = new Float32Array(bytes.length / 4);
  for (let i = 0; i < values.length; i++) {
    values[i] = bytes.readFloatLE(i * 4);
    if (!Number.isFinite(values[i])) throw new ModelFileInvalid('The INT8 weights hold a number that is not finite');
  }
  return values;
}
