import type { Architecture } from '../../api/datasets.ts';

type Base = { name: string; title: string; help: string; group: 'learning' | 'shape' | 'end' };
export type NumberParameter = Base & {
  kind: 'number';
  min: number;
  max: number;
  integer?: boolean;
  /** The bounds themselves are not allowed. */
  aboveMin?: boolean;
  belowMax?: boolean;
  step: number | 'any';
};
export type ChoiceParameter = Base & { kind: 'choice'; choices: readonly { value: string; title: string }[] };
export type Parameter = NumberParameter | ChoiceParameter;

export type Values = Record<string, string>;

/** Every hyperparameter the door takes, with its range and what turning it does. */
export const parameters: readonly Parameter[] = [
  {
    name: 'epochs',
    title: 'Epochs',
    group: 'learning',
    kind: 'number',
    min: 1,
    max: 10_000,
    integer: true,
    step: 1,
    help: 'How often the whole record is gone through. More costs time; early stopping ends a run that learns nothing new.',
  },
  {
    name: 'learning_rate',
    title: 'Learning rate',
    group: 'learning',
    kind: 'number',
    min: 0,
    max: 1,
    aboveMin: true,
    step: 'any',
    help: 'How far each step goes. Too large and the loss jumps about or becomes infinite; too small and it crawls.',
  },
  {
    name: 'batch_size',
    title: 'Batch size',
    group: 'learning',
    kind: 'number',
    min: 1,
    max: 4096,
    integer: true,
    step: 1,
    help: 'Windows looked at before each step. Larger is faster and smoother, smaller often generalizes better.',
  },
  {
    name: 'optimizer',
    title: 'Optimizer',
    group: 'learning',
    kind: 'choice',
    choices: [
      { value: 'adam', title: 'Adam' },
      { value: 'adamw', title: 'AdamW' },
      { value: 'sgd', title: 'SGD' },
    ],
    help: 'How steps are made from gradients. Adam suits nearly everything; SGD needs a larger learning rate.',
  },
  {
    name: 'loss',
    title: 'Loss',
    group: 'learning',
    kind: 'choice',
    choices: [
      { value: 'mse', title: 'Mean squared error' },
      { value: 'mae', title: 'Mean absolute error' },
      { value: 'bce', title: 'Binary cross-entropy' },
    ],
    help: 'What is to become small. Absolute error minds outliers less; cross-entropy is for outputs between 0 and 1.',
  },
  {
    name: 'weight_decay',
    title: 'Weight decay',
    group: 'learning',
    kind: 'number',
    min: 0,
    max: Number.MAX_VALUE,
    step: 'any',
    help: 'Pulls weights towards zero at each step of AdamW; the others leave it alone.',
  },
  {
    name: 'hidden_dim',
    title: 'Hidden width',
    group: 'shape',
    kind: 'number',
    min: 1,
    max: 1024,
    integer: true,
    step: 1,
    help: 'Memory cells in each recurrent layer. Twice the width is about four times the work and the file.',
  },
  {
    name: 'bottleneck_dim',
    title: 'Bottleneck',
    group: 'shape',
    kind: 'number',
    min: 1,
    max: 1024,
    integer: true,
    step: 1,
    help: 'The narrow place of the autoencoder. Narrow makes it learn what matters; too narrow and it blurs everything.',
  },
  {
    name: 'num_layers',
    title: 'Layers',
    group: 'shape',
    kind: 'number',
    min: 1,
    max: 8,
    integer: true,
    step: 1,
    help: 'Recurrent layers on top of each other. Two is plenty for most equipment.',
  },
  {
    name: 'sequence_length',
    title: 'Window',
    group: 'shape',
    kind: 'number',
    min: 1,
    max: 1000,
    integer: true,
    step: 1,
    help: 'Rows the model looks back over. Long enough to see one turn of what the equipment does.',
  },
  {
    name: 'dropout',
    title: 'Dropout',
    group: 'shape',
    kind: 'number',
    min: 0,
    max: 1,
    belowMax: true,
    step: 'any',
    help: 'Share of connections left out at random between layers while learning, so that none is relied on alone.',
  },
  {
    name: 'early_stopping_patience',
    title: 'Patience',
    group: 'end',
    kind: 'number',
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    integer: true,
    step: 1,
    help: 'Epochs without a better validation loss after which the run ends by itself. The best weights are kept in any case.',
  },
  {
    name: 'seed',
    title: 'Seed',
    group: 'end',
    kind: 'number',
    min: 0,
    max: 0xffff_ffff,
    integer: true,
    step: 1,
    help: 'The same seed, dataset and settings give the same model.',
  },
];

/** What a recommendation leaves open. */
const rest: Values = { weight_decay: '0.01', early_stopping_patience: '10', seed: '0' };

/** The values a form starts with: those recommended, or of an earlier run. */
export function startingValues(given: Record<string, unknown>): Values {
  const known = Object.entries(given).filter(([name]) => parameters.some((parameter) => parameter.name === name));
  return { ...rest, ...Object.fromEntries(known.map(([name, value]) => [name, String(value)])) };
}

/** The sentinel is a fixed small network; these turn nothing in it. */
const notForSentinel = new Set(['hidden_dim', 'bottleneck_dim', 'num_layers', 'sequence_length', 'dropout']);

export function isUsed(name: string, architecture: Architecture): boolean {
  if (architecture === 'sentinel') return !notForSentinel.has(name);
  return name !== 'bottleneck_dim' || architecture === 'lstm_autoencoder';
}

/** Says the range as a person would. */
export function rangeOf(parameter: NumberParameter): string {
  const { min, max, integer, aboveMin, belowMax } = parameter;
  const kind = integer ? 'A whole number' : 'A number';
  if (max >= Number.MAX_SAFE_INTEGER) return `${kind} ${aboveMin ? 'above' : 'from'} ${min} up`;
  return `${kind} ${aboveMin ? 'above' : 'from'} ${min} ${belowMax ? 'and below' : 'to'} ${max.toLocaleString('en-GB')}`;
}

/** What is wrong with a typed value; undefined when nothing is. */
export function problemOf(parameter: Parameter, text: string | undefined): string | undefined {
  if (parameter.kind === 'choice')
    return parameter.choices.some(({ value }) => value === text) ? undefined : 'Choose one.';
  const { min, max, integer, aboveMin, belowMax } = parameter;
  const value = Number(text);
  const isFine =
    text !== undefined &&
    text.trim() !== '' &&
    Number.isFinite(value) &&
    (!integer || Number.isInteger(value)) &&
    (aboveMin ? value > min : value >= min) &&
    (belowMax ? value < max : value <= max);
  return isFine ? undefined : `${rangeOf(parameter)}, please.`;
}

/** What is wrong with the values together. */
export function conflictOf(architecture: Architecture, values: Values): string | undefined {
  if (architecture === 'lstm_autoencoder' && values.loss === 'bce')
    return 'The autoencoder gives readings back, which are not between 0 and 1: choose a squared or an absolute error for it.';
  return undefined;
}

/** A setting that was chosen, in the words of the form. */
export function shownSetting(parameter: Parameter, value: unknown): string {
  const choice = parameter.kind === 'choice' && parameter.choices.find((one) => one.value === value);
  return choice ? choice.title : String(value);
}

/** As the API wants them; what the architecture does not use is left out. */
export function toRequest(architecture: Architecture, values: Values): Record<string, number | string> {
  const used = parameters.filter(({ name }) => isUsed(name, architecture) && values[name] !== undefined);
  return Object.fromEntries(
    used.map((one) => [one.name, one.kind === 'choice' ? (values[one.name] as string) : Number(values[one.name])]),
  );
}

/**
 * How many weights the model will have. Formulas: PyTorch's LSTM and GRU with two bias vectors a layer.
 *
 * @param features sensors the model reads
 */
export function parameterCount(architecture: Architecture, features: number, values: Values): number {
  const [hidden = 0, bottleneck = 0, layers = 0] = ['hidden_dim', 'bottleneck_dim', 'num_layers'].map((name) =>
    Number(values[name]),
  );
  if (architecture === 'sentinel') return 128 * features + 128 + 8256 + 65;
  const gates = architecture === 'lstm_autoencoder' ? 4 : 3;
  let recurrent = 0;
  for (let layer = 0; layer < layers; layer++)
    recurrent += gates * hidden * ((layer === 0 ? features : hidden) + hidden + 2);
  if (architecture === 'gru_predictor') return recurrent + hidden * hidden + hidden + 3 * hidden + 3;
  const decoder = layers * (8 * hidden * hidden + 8 * hidden);
  const narrow = hidden * bottleneck + bottleneck + bottleneck * hidden + hidden;
  return recurrent + narrow + decoder + hidden * features + features;
}
