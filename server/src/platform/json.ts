/** How deep a JSON text may nest, and how many values it may hold. */
export type JsonBounds = { depth: number; values?: number };

/**
 * Which bound a JSON text goes beyond, the depth before the values; undefined when it keeps both. Values are counted by their
 * commas and brackets outside of strings: an empty list of two bytes is one of fifty in memory. One pass without recursion.
 */
export function beyondBounds(text: string, bounds: JsonBounds): keyof JsonBounds | undefined {
  const { depth: deepest, values: most = Number.POSITIVE_INFINITY } = bounds;
  if (text.length <= Math.min(deepest, most)) return undefined;
  let depth = 0;
  let values = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 0x5c) i++;
      else if (c === 0x22) inString = false;
    } else if (c === 0x22) inString = true;
    else if (c === 0x2c) values++;
    else if (c === 0x5b || c === 0x7b) {
      values++;
      if (++depth > deepest) return 'depth';
    } else if (c === 0x5d || c === 0x7d) depth--;
  }
  return values > most ? 'values' : undefined;
}
