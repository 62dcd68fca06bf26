import { ModelFileInvalid } from './types.ts';

/** The shortest decimal that reads back as the same single-precision number. */
export function shortestFloat32(x: number): string {
  if (Object.is(x, -0)) return '-0';
  const digits = (count: number) => Number(x.toPrecision(count));
  // Most numbers need eight or nine digits, so that is where the search begins.
  let shortest = digits(8);
  if (Math.fround(shortest) !== x) return String(digits(9));
  const least = Math.abs(x) < 1.2e-38 ? 1 : 6; // subnormal numbers have fewer
  for (let count = 7; count >= least; count--) {
    const shorter = digits(count);
    if (Math.fround(shorter) !== x) break;
    shortest = shorter;
  }
  return String(shortest);
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

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * Reads a JSON array of numbers straight from bytes.
 * @throws {ModelFileInvalid} it is not one, a value does not fit single precision, or there are not `count` of them
 */
export function parseFloat32Json(bytes: Buffer, count: number): Float32Array {
  const end = bytes.lastIndexOf(0x5d);
  if (bytes[0] !== 0x5b || end < 1) throw new ModelFileInvalid("The model's weights are not an array of numbers");
  const values = new Float32Array(count);
  let found = 0;
  for (let at = 1; at < end; ) {
    const comma = bytes.indexOf(0x2c, at);
    const stop = comma < 0 || comma > end ? end : comma;
    const text = bytes.toString('latin1', at, stop).trim();
    const value = Math.fround(Number(text));
    if (!NUMBER.test(text) || !Number.isFinite(value))
      throw new ModelFileInvalid(`Weight ${found} of the model is not a number: ${JSON.stringify(text.slice(0, 40))}`);
    if (found < count) values[found] = value;
    found++;
    at = stop + 1;
  }
  if (found !== count) throw new ModelFileInvalid(`The model has ${found} weights, but its shape asks for ${count}`);
  return values;
}
