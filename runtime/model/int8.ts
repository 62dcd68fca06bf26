import { parameterLayout } from '../training/model-shape.ts';
import { nearest, rowScales } from './rounding.ts';
import type { Model, QuantizedWeights } from './types.ts';

/** INT8 with every weight rounded to its nearest. */
export function quantizeNearest({ shape, weights }: Pick<Model, 'shape' | 'weights'>): QuantizedWeights {
  return parameterLayout(shape).map(({ shape: [rows, cols], offset, size }) => {
    const flat = weights.subarray(offset, offset + size);
    if (cols === undefined) return { kind: 'vector', values: flat.slice() };
    const scales = rowScales(Float64Array.from(flat), rows, cols, 0, cols);
    const values = Int8Array.from(flat, (w, i) => nearest(w, scales[Math.floor(i / cols)] as number));
    return { kind: 'matrix', rows, cols, scales, values };
  });
}

/** The weights INT8 stands for, flat as in the model. */
export function dequantize(quantized: QuantizedWeights): Float32Array {
  const weights = new Float32Array(quantized.reduce((sum, tensor) => sum + tensor.values.length, 0));
  let offset = 0;
  for (const tensor of quantized) {
    if (tensor.kind === 'vector') weights.set(tensor.values, offset);
    else
      for (let i = 0; i < tensor.values.length; i++)
        weights[offset + i] = (tensor.values[i] as number) * (tensor.scales[Math.floor(i / tensor.cols)] as number);
    offset += tensor.values.length;
  }
  return weights;
}

/** Bytes the quantized weights take, in a file or in a program. */
export function quantizedBytes(quantized: QuantizedWeights): number {
  return quantized.reduce((sum, t) => sum + t.values.byteLength + (t.kind === 'matrix' ? t.scales.byteLength : 0), 0);
}
