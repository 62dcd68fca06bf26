import { ModelFileInvalid } from './types.ts';

const MOST_DIGITS = 9;
/** Powers of ten a double holds exactly: dividing a whole number by one gives what reading the decimal gives. */
const POWERS = Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));

/** The shortest decimal that reads back as the same single-precision number. */
export function shortestFloat32(x: number): string {
  if (x === 0) return Object.is(x, -0) ? '-0' : '0';
  const places = MOST_DIGITS - 1 - Math.floor(Math.log10(Math.abs(x)));
  // Weights are in this range; beyond it, slower and for numbers with fewer digits.
  if (places > 22 || places < 4) return shortestByText(x);
  const digits = (count: number) => {
    const scale = POWERS[places - MOST_DIGITS + count] ?? 1;
    return Math.round(x * scale) / scale;
  };
  // Most numbers need eight or nine digits, so that is where the search begins.
  let shortest = digits(8);
  if (Math.fround(shortest) !== x) {
    shortest = digits(9);
    return Math.fround(shortest) === x ? String(shortest) : shortestByText(x);
  }
  for (let count = 7; count >= 5; count--) {
    const shorter = digits(count);
    if (Math.fround(shorter) !== x) break;
    shortest = shorter;
  }
  return String(shortest);
}

function shortestByText(x: number): string {
  for (let count = 1; count < MOST_DIGITS; count++) {
    const short = Number(x.toPrecision(count));
    if (Math.fround(short) === x) return String(short);
  }
  return String(Number(x.toPrecision(MOST_DIGITS)));
}

/** A JSON array of single-precision numbers in pieces of about 64 KB, because a large model exceeds a JS string. */
export function* float32Json(values: Float32Array): Generator<string> {
  let piece = '[';
  for (let i = 0; i < values.length; i++) {
    piece += i === 0 ? shortestFloat32(values[i] as number) : `,${shortestFloat32(values[i] as number)}`;
    if (piece.length >= 65_536) {
      yield piece;
      piece = '';
    }
  }
  yield `${piece}]`;
}

const PIECE_BYTES = 65_536;

/**
 * Reads a JSON array of numbers from bytes piece by piece, so that no array of all of them is made first.
 * @throws {ModelFileInvalid} it is not one, a value does not fit single precision, or there are not `count` of them
 */
export function parseFloat32Json(bytes: Buffer, count: number): Float32Array {
  const end = bytes.lastIndexOf(']');
  if (bytes[0] !== 0x5b || end < 1) throw new ModelFileInvalid("The model's weights are not an array of numbers");
  const values = new Float32Array(count);
  let found = 0;
  for (let at = 1; at < end; ) {
    const comma = at + PIECE_BYTES < end ? bytes.indexOf(',', at + PIECE_BYTES) : -1;
    const stop = comma < 0 ? end : comma;
    for (const value of readNumbers(bytes.toString('latin1', at, stop), found)) {
      if (found < count) values[found] = value;
      found++;
    }
    at = stop + 1;
    if (at === end) throw notANumber(found, '');
  }
  if (found !== count) throw new ModelFileInvalid(`The model has ${found} weights, but its shape asks for ${count}`);
  return values;
}

function readNumbers(text: string, before: number): number[] {
  let values: unknown[];
  try {
    values = JSON.parse(`[${text}]`);
  } catch (cause) {
    throw new ModelFileInvalid(`The model's weights from the ${before + 1}th on cannot be read: ${cause}`);
  }
  const wrong = values.findIndex((value) => typeof value !== 'number' || !Number.isFinite(Math.fround(value)));
  if (wrong >= 0) throw notANumber(before + wrong, values[wrong]);
  return values as number[];
}

function notANumber(index: number, value: unknown): ModelFileInvalid {
  return new ModelFileInvalid(
    `Weight ${index} of the model is not a number that fits single precision: ${JSON.stringify(value).slice(0, 40)}`,
  );
}
