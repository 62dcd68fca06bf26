import {
  ARCHITECTURES,
  type Architecture,
  defaultHyperparameters,
  HYPERPARAMETER_RANGES,
  LOSSES,
  OPTIMIZERS,
  parameterCount,
  type Hyperparameters as TrainerHyperparameters,
} from '@signalbox/runtime';
import { invalid } from '../../platform/errors.ts';

/** Everything a training run can be told, with the names of the API. */
export type Hyperparameters = TrainerHyperparameters & {
  /** Same seed, same data, same hyperparameters: same model. An unsigned 32-bit number. */
  seed: number;
};

type Range = { min: number; max: number; integer?: true; minExclusive?: true; maxExclusive?: true };

const RANGES: Record<string, Range> = {
  ...HYPERPARAMETER_RANGES,
  seed: { min: 0, max: 0xffff_ffff, integer: true },
};
const CHOICES: Record<string, readonly string[]> = { optimizer: OPTIMIZERS, loss: LOSSES };
const NAMES = [...Object.keys(RANGES), ...Object.keys(CHOICES)];

/**
 * Each extreme of `hidden_dim` and `num_layers` fits by itself; all together make 134 million parameters, of which a trainer
 * keeps eight copies (4 GB) and the server that writes the model's file some more: enough to bring the house down.
 */
const MOST_PARAMETERS = 40_000_000;

/** @throws {HouseError} invalid, naming the architectures there are */
export function parseArchitecture(value: unknown): Architecture {
  const found = ARCHITECTURES.find((name) => name === value);
  if (found) return found;
  throw invalid(`Invalid architecture: ${show(value)}. Valid architectures: ${ARCHITECTURES.join(', ')}`, {
    code: 'VALIDATION_ERROR',
  });
}

/**
 * Checks what a caller sent and fills in the rest with the architecture's defaults; a bottleneck not named is half of
 * `hidden_dim`, at least 1.
 *
 * @throws {HouseError} invalid: one text of bounded length naming every bad value and the first unknown names
 */
export function parseHyperparameters(architecture: Architecture, input: unknown): Hyperparameters {
  const given = input ?? {};
  if (typeof given !== 'object' || Array.isArray(given)) throw bad(['send an object of names and values']);
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  const unknown: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (!NAMES.includes(name)) {
      unknown.push(name);
    } else if (value !== null) {
      const problem = problemOf(name, value);
      if (problem) problems.push(`${name} ${problem}, not ${show(value)}`);
      values[name] = value;
    }
  }
  if (architecture === 'lstm_autoencoder' && values.loss === 'bce') {
    problems.push('loss bce needs outputs between 0 and 1, which lstm_autoencoder does not have: use mse or mae');
  }
  if (unknown.length > 0) problems.push(`unknown ${nameSome(unknown)} (known: ${NAMES.join(', ')})`);
  if (problems.length > 0) throw bad(problems);
  const settled = { ...defaultHyperparameters(architecture), seed: 0, ...values } as Hyperparameters;
  if (values.bottleneck_dim === undefined) settled.bottleneck_dim = Math.max(1, Math.floor(settled.hidden_dim / 2));
  const { hidden_dim: hidden, bottleneck_dim: bottleneck, num_layers: layers } = settled;
  const parameters = parameterCount({ architecture, features: 1, hidden, bottleneck, layers });
  if (parameters > MOST_PARAMETERS) {
    const [made, most] = [parameters, MOST_PARAMETERS].map((count) => Math.round(count / 1e6));
    throw bad([
      `hidden_dim ${hidden} with num_layers ${layers} makes ${made} million parameters; at most ${most} are trained here`,
    ]);
  }
  return settled;
}

function bad(problems: string[]) {
  return invalid(`Invalid hyperparameters: ${problems.join('; ')}`, { code: 'VALIDATION_ERROR' });
}

/** What is wrong with a value, or undefined. */
function problemOf(name: string, value: unknown): string | undefined {
  const choices = CHOICES[name];
  if (choices) return choices.includes(value as string) ? undefined : `must be one of ${choices.join(', ')}`;
  const range = RANGES[name] as Range;
  const ok =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    (!range.integer || Number.isInteger(value)) &&
    (range.minExclusive ? value > range.min : value >= range.min) &&
    (range.maxExclusive ? value < range.max : value <= range.max);
  if (ok) return undefined;
  const kind = range.integer ? 'an integer' : 'a number';
  const from = `${range.minExclusive ? 'above' : 'of at least'} ${range.min}`;
  const to =
    range.max >= Number.MAX_SAFE_INTEGER ? '' : ` and ${range.maxExclusive ? 'below' : 'at most'} ${range.max}`;
  return `must be ${kind} ${from}${to}`;
}

/** What somebody sent, short enough to be repeated to them. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

const NAMED = 8;

function nameSome(names: readonly string[]): string {
  const shown = names.slice(0, NAMED).map((name) => (name.length > 40 ? `${name.slice(0, 37)}…` : name));
  const more = names.length - shown.length;
  return `${names.length === 1 ? 'name' : 'names'} ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
