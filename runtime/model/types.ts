import type { ModelShape } from '../training/model-shape.ts';
import type { Scoring } from './scoring.ts';

/** Everything needed to score rows: what a `.axonml` file holds. */
export type Model = {
  shape: ModelShape;
  /** Rows per window (`sequence_length`). A sentinel looks at one row whatever this says. */
  steps: number;
  /** As trained, in the documented names; shape and steps above are read from it. */
  hyperparameters: Hyperparameters;
  /** Flat, in the order of `parameterLayout`. */
  weights: Float32Array;
  /** Per feature: z = (x − mean) / std. */
  means: number[];
  stds: number[];
  /** Per feature. One that never changed while training is not monitored: its z is 0 whatever it does later. */
  monitored: boolean[];
  /** Sensor names, one per feature, in the order of a row. */
  columns: string[];
  /** How outputs become scores; null while nobody has calibrated the model. */
  scoring: Scoring | null;
  /** A row whose score is above it is an anomaly. Always 1 with `scoring`; null when nobody has determined one. */
  threshold: number | null;
  /** Shown by edge programs; empty when unknown. */
  name: string;
  version: string;
  id: string;
};

export type Hyperparameters = Record<string, number | string | boolean | null>;

/** A weight matrix with one scale per output row: weight ≈ value × scale. */
export type QuantizedMatrix = { kind: 'matrix'; rows: number; cols: number; scales: Float32Array; values: Int8Array };
/** A bias, in single precision. */
export type PlainVector = { kind: 'vector'; values: Float32Array };
/** The tensors of `parameterLayout`, in its order. */
export type QuantizedWeights = (QuantizedMatrix | PlainVector)[];

/** The bytes are not a model file this reader can use; the message says where it broke. */
export class ModelFileInvalid extends Error {
  override name = 'ModelFileInvalid';
}
