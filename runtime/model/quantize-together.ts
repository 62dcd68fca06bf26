import { deriveKey, wordAt } from '../oracle/index.ts';
import { parameterLayout, type Tensor } from '../training/model-shape.ts';
import { type CellWeights, delayed, dense, runCell, type Sequence } from './cells.ts';
import { dequantize, quantizeNearest } from './int8.ts';
import { type Rounded, roundTogether } from './rounding.ts';
import type { Model, QuantizedMatrix, QuantizedWeights } from './types.ts';

/** What the quantizer needs of a model. */
export type Quantizable = Pick<Model, 'shape' | 'steps' | 'weights' | 'monitored'>;

/** Beyond it, calibrated rounding takes minutes, and the errors of that many weights average out anyway. */
const WIDEST_CALIBRATED = 256;
/** Windows of noise; fewer for wide networks, which take longer over each. */
const windowsFor = (hidden: number) => (hidden <= 128 ? 256 : 64);
const LONGEST_WINDOW = 60;
/** How much of a row the next one keeps, in every other window: sensors drift, some faster. */
const PERSISTENCE = [0.9, 0.97] as const;
const SEED = 1;

/**
 * INT8 with one scale per output row, symmetric (zero stays zero), biases in single precision. Weights are rounded
 * together, so that the network's sums keep their values on windows of slowly wandering noise, which stand for the
 * normalised readings of any sensor: on real data outputs then stray as little as when calibrated on that data. The
 * same model always gives the same bytes.
 */
export function quantizeTogether(model: Quantizable): QuantizedWeights {
  if (model.shape.architecture !== 'sentinel' && model.shape.hidden > WIDEST_CALIBRATED) return quantizeNearest(model);
  const layout = parameterLayout(model.shape);
  const rounder = openRounder(model, layout);
  const { steps, rows } = rounder;
  const x = noise(model, steps, rows);
  const start = { exact: x, rounded: x };
  if (model.shape.architecture === 'lstm_autoencoder') {
    const last = lastStep(rounder.cells('lstm', 'encoder', start), steps);
    const code = rounder.dense('from_bottleneck', rounder.dense('to_bottleneck', last, rows), rows);
    const decoded = rounder.cells(
      'lstm',
      'decoder',
      both(code, (h) => repeated(h, steps)),
    );
    rounder.dense('output', decoded, steps * rows);
  } else if (model.shape.architecture === 'gru_predictor') {
    const last = lastStep(rounder.cells('gru', 'gru', start), steps);
    rounder.dense('fc2', both(rounder.dense('fc1', last, rows), relu), rows);
  } else {
    const first = both(rounder.dense('fc1', start, rows), relu);
    const second = both(rounder.dense('fc2', first, rows), relu);
    rounder.dense('fc3', second, rows);
  }
  return rounder.result();
}

/** The same values in the network as trained and in the rounded one. */
type Twin = { exact: Float64Array; rounded: Float64Array };

const both = (twin: Twin, change: (values: Float64Array) => Float64Array): Twin => ({
  exact: change(twin.exact),
  rounded: change(twin.rounded),
});
const relu = (values: Float64Array) => values.map((v) => Math.max(0, v));
const lastStep = (twin: Twin, steps: number) => both(twin, (h) => h.subarray((h.length / steps) * (steps - 1)));

function repeated(values: Float64Array, steps: number): Float64Array {
  const out = new Float64Array(values.length * steps);
  for (let t = 0; t < steps; t++) out.set(values, t * values.length);
  return out;
}

/** Windows of normal noise with memory, [steps, rows, features]; a sentinel gets their rows one by one. */
function noise({ shape, monitored }: Quantizable, steps: number, rows: number): Float64Array {
  const x = new Float64Array(steps * rows * shape.features);
  const size = rows * shape.features;
  for (let i = 0; i < x.length; i++) {
    const feature = i % shape.features;
    if (!monitored[feature]) continue;
    const key = deriveKey(SEED, feature);
    const uniform = (n: number) => (wordAt(key, 2 * i + n) + 0.5) / 4294967296;
    const fresh = Math.sqrt(-2 * Math.log(uniform(0))) * Math.cos(2 * Math.PI * uniform(1));
    const keep = PERSISTENCE[Math.floor((i % size) / shape.features) % 2] as number;
    x[i] = i < size ? fresh : keep * (x[i - size] as number) + Math.sqrt(1 - keep * keep) * fresh;
  }
  return x;
}

/** Samples [steps, rows] of late steps count more, because a score looks at the last row of a window. */
function importanceOf({ steps, rows }: Sequence): Float64Array {
  const perStep = Array.from({ length: steps }, (_, t) => Math.exp((4 * (t + 1 - steps)) / steps) + 0.05);
  const mean = perStep.reduce((sum, w) => sum + w, 0) / steps;
  return Float64Array.from({ length: steps * rows }, (_, i) => (perStep[Math.floor(i / rows)] as number) / mean);
}

/** Rounds layer by layer while it runs the exact and the rounded network side by side. */
function openRounder({ shape, steps: modelSteps, weights }: Quantizable, layout: Tensor[]) {
  const sequence: Sequence =
    shape.architecture === 'sentinel'
      ? { steps: 1, rows: 4096 }
      : { steps: Math.min(modelSteps, LONGEST_WINDOW), rows: windowsFor(shape.hidden) };
  const samples = sequence.steps * sequence.rows;
  const importance = importanceOf(sequence);
  const done = new Map<string, QuantizedWeights[number]>();
  const exact = (name: string) => {
    const tensor = layout.find((t) => t.name === name) as Tensor;
    return Float64Array.from(weights.subarray(tensor.offset, tensor.offset + tensor.size));
  };
  const keepVector = (name: string, values: Float64Array) =>
    done.set(name, { kind: 'vector', values: Float32Array.from(values) });
  const rounded = (name: string) => Float64Array.from(dequantize([done.get(name) as QuantizedWeights[number]]));

  function roundCell(kind: 'lstm' | 'gru', names: Record<keyof CellWeights, string>, x: Twin, h: Float64Array) {
    const w = { wih: exact(names.wih), whh: exact(names.whh), bih: exact(names.bih), bhh: exact(names.bhh) };
    const before = delayed(h, sequence);
    const hidden = shape.hidden;
    const inputs = x.exact.length / samples;
    const matrix = (rows: number, cols: number): QuantizedMatrix => ({
      kind: 'matrix',
      rows,
      cols,
      scales: new Float32Array(rows),
      values: new Int8Array(rows * cols),
    });
    const wih = matrix(w.bih.length, inputs);
    const whh = matrix(w.bih.length, hidden);
    const place = (into: QuantizedMatrix, { values, scales }: Rounded['parts'][number], row: number) => {
      into.values.set(values, row * into.cols);
      into.scales.set(scales, row);
    };
    const fromX = (row: number, end: number) => ({
      weights: w.wih.subarray(row * inputs, end * inputs),
      cols: inputs,
      ...x,
    });
    const fromH = (row: number, end: number) => ({
      weights: w.whh.subarray(row * hidden, end * hidden),
      cols: hidden,
      exact: before,
      rounded: before,
    });
    // Gates whose two products are simply added up are rounded together; gate n of a GRU keeps them apart.
    const together = kind === 'lstm' ? 4 * hidden : 2 * hidden;
    const sums = w.bih.subarray(0, together).map((b, i) => b + (w.bhh[i] as number));
    const joint = roundTogether({
      rows: together,
      parts: [fromX(0, together), fromH(0, together)],
      bias: sums,
      samples,
      importance,
    });
    place(wih, joint.parts[0] as Rounded['parts'][number], 0);
    place(whh, joint.parts[1] as Rounded['parts'][number], 0);
    w.bih.set(joint.bias.map((b, i) => b - (w.bhh[i] as number)));
    for (const [into, part, bias] of [
      [wih, fromX, w.bih],
      [whh, fromH, w.bhh],
    ] as const) {
      const rest = w.bih.length - together;
      if (rest === 0) continue;
      const alone = roundTogether({
        rows: rest,
        parts: [part(together, together + rest)],
        bias: bias.subarray(together),
        samples,
      });
      place(into, alone.parts[0] as Rounded['parts'][number], together);
      bias.set(alone.bias, together);
    }
    done.set(names.wih, wih);
    done.set(names.whh, whh);
    keepVector(names.bih, w.bih);
    keepVector(names.bhh, w.bhh);
  }

  return {
    ...sequence,
    cells(kind: 'lstm' | 'gru', name: string, start: Twin): Twin {
      let x = start;
      for (let layer = 0; layer < shape.layers; layer++) {
        const names = {
          wih: `${name}.weight_ih_l${layer}`,
          whh: `${name}.weight_hh_l${layer}`,
          bih: `${name}.bias_ih_l${layer}`,
          bhh: `${name}.bias_hh_l${layer}`,
        };
        const of = (read: (tensor: string) => Float64Array): CellWeights => ({
          wih: read(names.wih),
          whh: read(names.whh),
          bih: read(names.bih),
          bhh: read(names.bhh),
        });
        const h = runCell(kind, of(exact), x.exact, sequence);
        roundCell(kind, names, x, h);
        x = { exact: h, rounded: runCell(kind, of(rounded), x.rounded, sequence) };
      }
      return x;
    },
    dense(name: string, x: Twin, rows: number): Twin {
      const [weight, bias] = [exact(`${name}.weight`), exact(`${name}.bias`)];
      const cols = weight.length / bias.length;
      const { parts, bias: moved } = roundTogether({
        rows: bias.length,
        parts: [{ weights: weight, cols, ...x }],
        bias,
        samples: rows,
        ...(rows === samples ? { importance } : {}),
      });
      const [part] = parts as [Rounded['parts'][number]];
      done.set(`${name}.weight`, { kind: 'matrix', rows: bias.length, cols, ...part });
      keepVector(`${name}.bias`, moved);
      return {
        exact: dense(weight, bias, x.exact, rows),
        rounded: dense(rounded(`${name}.weight`), rounded(`${name}.bias`), x.rounded, rows),
      };
    },
    result: (): QuantizedWeights => layout.map(({ name }) => done.get(name) as QuantizedWeights[number]),
  };
}
