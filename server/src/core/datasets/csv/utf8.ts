import { isUtf8 } from 'node:buffer';

/** Checks a stream of bytes piece by piece; a character may lie across two pieces. */
export type Utf8Check = {
  /** False from the first piece on that cannot be UTF-8. */
  push(piece: Uint8Array): boolean;
  /** False when the last character was cut off. */
  end(): boolean;
};

export function createUtf8Check(): Utf8Check {
  let carried: Uint8Array = new Uint8Array(0);
  return {
    push(piece) {
      let rest = piece;
      if (carried.length > 0) {
        const missing = sequenceLength(carried[0] as number) - carried.length;
        const character = Buffer.concat([carried, piece.subarray(0, missing)]);
        if (piece.length < missing) {
          carried = character;
          return true;
        }
        if (!isUtf8(character)) return false;
        rest = piece.subarray(missing);
        carried = new Uint8Array(0);
      }
      const whole = rest.length - cutOff(rest);
      carried = Buffer.from(rest.subarray(whole));
      return isUtf8(rest.subarray(0, whole));
    },
    end: () => carried.length === 0,
  };
}

/** How many bytes at the end belong to a character whose other bytes are still to come. */
function cutOff(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? back : 0;
  }
  return 0;
}

function sequenceLength(lead: number): number {
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
}
