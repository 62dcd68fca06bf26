export const ARCHITECTURES = ['lstm_autoencoder', 'gru_predictor', 'sentinel'] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

/** What decides the parameters of a model. `hidden`, `bottleneck` and `layers` mean nothing to a sentinel. */
export type ModelShape = {
  architecture: Architecture;
  /** Sensors per row. */
  features: number;
  hidden: number;
  bottleneck: number;
  layers: number;
};

/** One parameter tensor inside the flat list of weights: row-major, PyTorch's name and shape. */
export type Tensor = { name: string; shape: [number] | [number, number]; offset: number; size: number };

/** Values a model gives out per sample: a GRU predictor foretells three horizons, a sentinel one probability. */
export const PREDICTOR_OUTPUTS = 3;
export const SENTINEL_WIDTHS = [128, 64, 1] as const;

/**
 * The parameter tensors of a model in the order in which a model file lists its weights: recurrent layers one after
 * another (W_ih, W_hh, b_ih, b_hh; gates i f g o for an LSTM, r z n for a GRU), then linear layers (W, b).
 */
export function parameterLayout(shape: ModelShape): Tensor[] {
  const tensors: Tensor[] = [];
  let offset = 0;
  const add = (name: string, ...dims: [number] | [number, number]) => {
    const size = dims.reduce((product, n) => product * n, 1);
    tensors.push({ name, shape: dims, offset, size });
    offset += size;
  };
  const linear = (name: string, inputs: number, outputs: number) => {
    add(`${name}.weight`, outputs, inputs);
    add(`${name}.bias`, outputs);
  };
  const recurrent = (name: string, gates: number, inputs: number) => {
    for (let layer = 0; layer < shape.layers; layer++) {
      add(`${name}.weight_ih_l${layer}`, gates * shape.hidden, layer === 0 ? inputs : shape.hidden);
      add(`${name}.weight_hh_l${layer}`, gates * shape.hidden, shape.hidden);
      add(`${name}.bias_ih_l${layer}`, gates * shape.hidden);
      add(`${name}.bias_hh_l${layer}`, gates * shape.hidden);
    }
  };

  if (shape.architecture === 'lstm_autoencoder') {
    recurrent('encoder', 4, shape.features);
    linear('to_bottleneck', shape.hidden, shape.bottleneck);
    linear('from_bottleneck', shape.bottleneck, shape.hidden);
    recurrent('decoder', 4, shape.hidden);
    linear('output', shape.hidden, shape.features);
  } else if (shape.architecture === 'gru_predictor') {
    recurrent('gru', 3, shape.features);
    linear('fc1', shape.hidden, shape.hidden);
    linear('fc2', shape.hidden, PREDICTOR_OUTPUTS);
  } else {
    const [first, second, third] = SENTINEL_WIDTHS;
    linear('fc1', shape.features, first);
    linear('fc2', first, second);
    linear('fc3', second, third);
  }
  return tensors;
}

export function parameterCount(shape: ModelShape): number {
  return parameterLayout(shape).reduce((sum, tensor) => sum + tensor.size, 0);
}
