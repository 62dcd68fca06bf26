import { parameterCount } from '../training/model-shape.ts';
import { int8Section, readInt8Section } from './int8-section.ts';
import { objectSpans, parse } from './json-spans.ts';
import { checkScoring, type Scoring } from './scoring.ts';
import { ARCHITECTURE_TITLES, isArchitecture, shapeOf } from './shape.ts';
import { type Hyperparameters, type Model, ModelFileInvalid, type QuantizedWeights } from './types.ts';
import { float32Json, parseFloat32Json } from './weights-json.ts';

const MAGIC = 'AXONML';
const VERSION = 1;
const HEADER_AT = 11;
const LONGEST_HEADER = 1 << 20;

/** A model file opened: the model, and its INT8 weights when the file carries them. */
export type ModelFile = { model: Model; quantized: QuantizedWeights | null };

/**
 * The bytes of a `.axonml` file in order, in pieces. `at` says where the one number goes that is known only at the
 * end: the length of the body.
 */
export function* modelFilePieces(
  model: Model,
  quantized: QuantizedWeights | null = null,
): Generator<Buffer, { bodyLengthAt: number; bodyLength: number }> {
  const header = Buffer.from(
    JSON.stringify({
      architecture: ARCHITECTURE_TITLES[model.shape.architecture],
      input_features: model.shape.features,
      num_parameters: model.weights.length,
      quantized: quantized !== null,
      quant_bits: quantized ? 8 : 32,
    }),
  );
  const start = Buffer.alloc(HEADER_AT);
  start.write(MAGIC, 'latin1');
  start.writeUInt8(VERSION, 6);
  start.writeUInt32LE(header.length, 7);
  yield Buffer.concat([start, header, Buffer.alloc(4)]);

  let bodyLength = 0;
  for (const piece of bodyPieces(model)) {
    bodyLength += piece.length;
    yield piece;
  }
  if (quantized) yield int8Section(quantized);
  return { bodyLengthAt: HEADER_AT + header.length, bodyLength };
}

function* bodyPieces(model: Model): Generator<Buffer> {
  const json = (fields: Record<string, unknown>) => JSON.stringify(fields).slice(1, -1);
  const { shape, hyperparameters } = model;
  yield Buffer.from(
    `{${json({ architecture: shape.architecture, input_features: shape.features, hyperparameters })},"weights":`,
  );
  for (const piece of float32Json(model.weights)) yield Buffer.from(piece, 'latin1');
  const rest = json({
    norm_means: model.means,
    norm_stds: model.stds,
    anomaly_threshold: model.threshold,
    columns: model.columns,
    monitored: model.monitored,
    scoring: model.scoring,
    model_id: model.id,
    model_name: model.name,
    model_version: model.version,
  });
  yield Buffer.from(`,${rest}}`);
}

/**
 * The bytes of a `.axonml` file. Writing what `decodeModel` read gives the same bytes again.
 * @throws {ModelFileInvalid} the model contradicts itself, such as in its number of weights
 */
export function encodeModel(model: Model, quantized: QuantizedWeights | null = null): Buffer {
  checkModel(model);
  const pieces: Buffer[] = [];
  const generator = modelFilePieces(model, quantized);
  let next = generator.next();
  for (; !next.done; next = generator.next()) pieces.push(next.value);
  const file = Buffer.concat(pieces);
  file.writeUInt32LE(next.value.bodyLength, next.value.bodyLengthAt);
  return file;
}

/**
 * Reads a `.axonml` file, checking every length, count and checksum in it.
 * @throws {ModelFileInvalid} naming what is wrong
 */
export function decodeModel(file: Buffer): ModelFile {
  if (file.length < HEADER_AT || file.toString('latin1', 0, 6) !== MAGIC)
    throw new ModelFileInvalid('This is not a model file: it does not begin with AXONML');
  if (file[6] !== VERSION)
    throw new ModelFileInvalid(`The model file has version ${file[6]}; this program reads version ${VERSION}`);
  const headerLength = file.readUInt32LE(7);
  if (headerLength > LONGEST_HEADER || HEADER_AT + headerLength + 4 > file.length)
    throw new ModelFileInvalid('The model file is cut short inside its header');
  const header = parse(file.subarray(HEADER_AT, HEADER_AT + headerLength)) as Record<string, unknown> | null;
  const bodyAt = HEADER_AT + headerLength + 4;
  const bodyLength = file.readUInt32LE(bodyAt - 4);
  if (bodyAt + bodyLength > file.length)
    throw new ModelFileInvalid(
      `The model file is cut short: its body should have ${bodyLength} bytes and has ${file.length - bodyAt}`,
    );
  const model = readBody(file.subarray(bodyAt, bodyAt + bodyLength));
  const expected = { input_features: model.shape.features, num_parameters: model.weights.length };
  for (const [key, value] of Object.entries(expected))
    if (header?.[key] !== value)
      throw new ModelFileInvalid(`The header's ${key} is ${String(header?.[key])}, but the body's is ${value}`);

  const rest = file.subarray(bodyAt + bodyLength);
  return { model, quantized: rest.length > 0 ? readInt8Section(rest, model.shape) : null };
}

function readBody(bytes: Buffer): Model {
  const spans = objectSpans(bytes);
  const read = (key: string): unknown => {
    const span = spans.get(key);
    return span === undefined ? undefined : parse(span);
  };
  const architecture = read('architecture');
  if (!isArchitecture(architecture))
    throw new ModelFileInvalid(`The model's architecture is ${JSON.stringify(architecture)}, which is not known here`);
  const features = read('input_features') as number;
  const hyperparameters = read('hyperparameters');
  if (typeof hyperparameters !== 'object' || hyperparameters === null || Array.isArray(hyperparameters))
    throw new ModelFileInvalid("The model's hyperparameters are missing");
  const { shape, steps } = shapeOf(architecture, features, hyperparameters as Hyperparameters);
  const text = (key: string) => {
    const value = read(key);
    return typeof value === 'string' ? value : '';
  };
  const model: Model = {
    shape,
    steps,
    hyperparameters: hyperparameters as Hyperparameters,
    weights: parseFloat32Json(spans.get('weights') ?? Buffer.alloc(0), parameterCount(shape)),
    means: read('norm_means') as number[],
    stds: read('norm_stds') as number[],
    columns:
      (read('columns') as string[] | undefined) ?? Array.from({ length: features }, (_, i) => `feature_${i + 1}`),
    monitored: (read('monitored') as boolean[] | undefined) ?? Array.from({ length: features }, () => true),
    threshold: (read('anomaly_threshold') as number | undefined) ?? null,
    scoring: (read('scoring') as Scoring | undefined) ?? null,
    name: text('model_name'),
    version: text('model_version'),
    id: text('model_id'),
  };
  checkModel(model);
  return model;
}

/** @throws {ModelFileInvalid} a part of the model does not fit the others */
export function checkModel(model: Model): void {
  const { shape, weights, means, stds, columns, monitored, threshold, scoring } = model;
  const said = shapeOf(shape.architecture, shape.features, model.hyperparameters);
  const asked = { ...shape, steps: model.steps };
  for (const [key, value] of Object.entries({ ...said.shape, steps: said.steps }))
    if (asked[key as keyof typeof asked] !== value)
      throw new ModelFileInvalid(
        `The model's ${key} is ${asked[key as keyof typeof asked]}, its hyperparameters say ${value}`,
      );
  const count = parameterCount(shape);
  if (weights.length !== count)
    throw new ModelFileInvalid(`The model has ${weights.length} weights, but its shape asks for ${count}`);
  const broken = weights.findIndex((w) => !Number.isFinite(w));
  if (broken >= 0) throw new ModelFileInvalid(`Weight ${broken} of the model is ${weights[broken]}`);

  const perFeature = (name: string, values: unknown, fits: (value: unknown) => boolean, what: string) => {
    if (!Array.isArray(values) || values.length !== shape.features || !values.every(fits))
      throw new ModelFileInvalid(`The model's ${name} must be ${shape.features} ${what}, one for each input feature`);
  };
  perFeature('norm_means', means, Number.isFinite, 'numbers');
  perFeature('norm_stds', stds, (v) => Number.isFinite(v) && (v as number) > 0, 'numbers above 0');
  perFeature('columns', columns, (v) => typeof v === 'string' && v.length > 0 && !v.includes('\0'), 'names');
  perFeature('monitored', monitored, (v) => typeof v === 'boolean', 'truth values');
  if (new Set(columns).size !== columns.length) throw new ModelFileInvalid('Two of the model’s columns have one name');
  if (threshold !== null && !Number.isFinite(threshold))
    throw new ModelFileInvalid(`The model's anomaly_threshold must be a number or null, not ${String(threshold)}`);
  if (scoring !== null) checkScoring(scoring, shape);
}
