import { type Dropout, dropout } from './dropout.ts';
import { type GruTrace, gru, gruBackward } from './gru.ts';
import { type LstmTrace, lstm, lstmBackward, type Pass, type RecurrentWeights } from './lstm.ts';

/** Recurrent layers on top of each other, with dropout on every output that feeds another layer, as in PyTorch. */
export type StackTrace = { layers: (LstmTrace | GruTrace)[]; pass: Pass; kind: 'lstm' | 'gru'; site: number };

/**
 * @param site number of the first layer's dropout mask; one is used for each layer but the last
 * @returns the trace; the outputs are its last layer's `h`
 */
export function stack(
  kind: 'lstm' | 'gru',
  layers: RecurrentWeights[],
  x: Float64Array,
  pass: Pass,
  d: Dropout,
  site: number,
): StackTrace {
  const traces: (LstmTrace | GruTrace)[] = [];
  let input = x;
  layers.forEach((weights, layer) => {
    const trace = (kind === 'lstm' ? lstm : gru)(weights, input, layer === 0 ? pass : { ...pass, inputs: pass.hidden });
    traces.push(trace);
    if (layer < layers.length - 1) input = dropout(trace.h.slice(), d, site + layer, pass.steps, pass.rows);
  });
  return { layers: traces, pass, kind, site };
}

/** Adds the gradients of all layers to `grads` and returns dx. @param dh gradient at the top layer's outputs */
export function stackBackward(
  layers: RecurrentWeights[],
  grads: RecurrentWeights[],
  trace: StackTrace,
  dh: Float64Array,
  d: Dropout,
): Float64Array {
  const { pass, kind, site } = trace;
  let upstream = dh;
  for (let layer = layers.length - 1; layer >= 0; layer--) {
    const weights = layers[layer] as RecurrentWeights;
    const grad = grads[layer] as RecurrentWeights;
    const sizes = layer === 0 ? pass : { ...pass, inputs: pass.hidden };
    upstream =
      kind === 'lstm'
        ? lstmBackward(weights, grad, trace.layers[layer] as LstmTrace, upstream, sizes)
        : gruBackward(weights, grad, trace.layers[layer] as GruTrace, upstream, sizes);
    if (layer > 0) dropout(upstream, d, site + layer - 1, pass.steps, pass.rows);
  }
  return upstream;
}

export function topOutputs(trace: StackTrace): Float64Array {
  return (trace.layers.at(-1) as LstmTrace).h;
}
