/** Damages messages, the same way for the same seed. */
export type Fuzzer = {
  pick<T>(from: readonly T[]): T;
  bytes(count: number): Buffer;
  /** A message with one to four values replaced, removed or added, or its text cut or changed. */
  frame(message: object): string | Buffer;
};

/** Values that have broken programs before. */
const odd: readonly unknown[] = [
  ...[null, true, false, 0, -0, -1, 2 ** 31, 2 ** 53 + 2, 1e308, -1e308, 5e-324, 0.1],
  ...[
    '',
    ' ',
    '\0',
    '\ud800',
    '\udc00x',
    '😀',
    '日'.repeat(200),
    'x'.repeat(20_000),
    '__proto__',
    'constructor',
    '%s%n',
  ],
  ...['2026-13-45T99:99:99Z', '-1', 'NaN', '\\u0000', 'wss://a:b@c/', '<script>', "'; drop table nodes; --"],
  ...[[], {}, [null], [[[[[]]]]], { '': '' }, { length: -1 }, { toString: 1 }, { toJSON: 'x' }],
  ...[{ type: {} }, Array.from({ length: 500 }, (_, i) => i), { '\0': '\0', 'a\ud800': 1 }],
];

/** Written into the text in the place of a value: JSON that no object of ours can hold, or no JSON. */
const oddText = [
  '1e999',
  '-1e999',
  '18446744073709551615',
  '1797921600123456789012',
  '01',
  'NaN',
  'undefined',
  '"\\ud83d"',
];
const nested = `${'['.repeat(80)}${']'.repeat(80)}`;

export function fuzzer(seed: number): Fuzzer {
  let state = seed >>> 0;
  // mulberry32
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (most: number) => Math.floor(random() * most);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;

  /** Every place in the message that holds something. */
  function placesIn(value: unknown): { holder: Record<string, unknown>; key: string }[] {
    if (typeof value !== 'object' || value === null) return [];
    const holder = value as Record<string, unknown>;
    return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])]);
  }

  function damage(message: object): void {
    const { holder, key } = pick(placesIn(message)) ?? { holder: message, key: 'type' };
    const way = random();
    if (way < 0.65) holder[key] = structuredClone(pick(odd));
    else if (way < 0.8) delete holder[key];
    else if (way < 0.9) holder[key] = { [key]: holder[key], more: [holder[key]] };
    else {
      const value = structuredClone(pick(odd));
      Object.defineProperty(holder, '__proto__', { value, enumerable: true, configurable: true, writable: true });
    }
  }

  function damageText(text: string): string | Buffer {
    const way = random();
    const place = below(text.length);
    if (way < 0.3) return text.slice(0, place);
    if (way < 0.6)
      return text.replace(/:(null|true|false|-?\d+(\.\d+)?|"[^"]*")/, () => `:${pick([...oddText, nested])}`);
    if (way < 0.8) return text.slice(0, place) + String.fromCharCode(below(0x7f)) + text.slice(place + 1);
    return Buffer.from(text);
  }

  return {
    pick,
    bytes: (count) => Buffer.from(Array.from({ length: count }, () => below(256))),
    frame(message) {
      const copy = structuredClone(message);
      for (let times = 1 + below(4); times > 0; times--) damage(copy);
      const text = JSON.stringify(copy);
      return random() < 0.25 ? damageText(text) : text;
    },
  };
}
