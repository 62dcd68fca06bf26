import { type ModelShape, parameterLayout } from '../training/index.ts';
import type { LinearWeights } from './linear.ts';
import type { RecurrentWeights } from './lstm.ts';

/** Named windows into a flat list of weights or gradients: writing to them writes to the list. */
export type Tensors = {
  recurrent(name: string): RecurrentWeights[];
  linear(name: string): LinearWeights;
};

/** @throws {Error} the list has not the length the shape asks for */
export function viewTensors(shape: ModelShape, flat: Float64Array): Tensors {
  const layout = parameterLayout(shape);
  const wanted = layout.reduce((sum, t) => sum + t.size, 0);
  if (flat.length !== wanted)
    throw new Error(`A ${shape.architecture} of this shape has ${wanted} parameters, not ${flat.length}`);
  const views = new Map(layout.map((t) => [t.name, flat.subarray(t.offset, t.offset + t.size)]));
  const view = (name: string) => views.get(name) ?? new Float64Array(0);
  return {
    linear: (name) => ({ weight: view(`${name}.weight`), bias: view(`${name}.bias`) }),
    recurrent: (name) =>
      Array.from({ length: shape.layers }, (_, layer) => ({
        wih: view(`${name}.weight_ih_l${layer}`),
        whh: view(`${name}.weight_hh_l${layer}`),
        bih: view(`${name}.bias_ih_l${layer}`),
        bhh: view(`${name}.bias_hh_l${layer}`),
      })),
  };
}
