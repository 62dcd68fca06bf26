/** The finite values, in ascending order. */
export function sorted(values: ArrayLike<number>): Float64Array {
  const finite = Float64Array.from(values).filter(Number.isFinite);
  return finite.sort();
}

/** A quantile of ascending values, linear between neighbours (Hyndman and Fan's type 7, as NumPy's default). */
export function quantileOf(ascending: Float64Array, share: number): number {
  const at = share * (ascending.length - 1);
  const low = Math.floor(at);
  const [below, above] = [ascending[low] as number, ascending[Math.min(low + 1, ascending.length - 1)] as number];
  return below + (at - low) * (above - below);
}
