export type Correlation = { a: string; b: string; r: number };

/** Pearson's r over the rows where both are finite; undefined where either does not vary or fewer than three are left. */
export function pearson(a: ArrayLike<number>, b: ArrayLike<number>): number | undefined {
  let [count, meanA, meanB, squareA, squareB, product] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] as number, b[i] as number];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    count++;
    const [fromA, fromB] = [x - meanA, y - meanB];
    meanA += fromA / count;
    meanB += fromB / count;
    squareA += fromA * (x - meanA);
    squareB += fromB * (y - meanB);
    product += fromA * (y - meanB);
  }
  const r = product / Math.sqrt(squareA) / Math.sqrt(squareB);
  return count < 3 || !Number.isFinite(r) ? undefined : Math.max(-1, Math.min(1, r));
}

/** The pairs of columns that go together most, or against each other, strongest first. */
export function strongestCorrelations(
  columns: readonly { name: string; values: ArrayLike<number> }[],
  most = 10,
): Correlation[] {
  const pairs = columns.flatMap((a, i) =>
    columns.slice(i + 1).flatMap((b) => {
      const r = pearson(a.values, b.values);
      return r === undefined ? [] : [{ a: a.name, b: b.name, r }];
    }),
  );
  return pairs.sort((a, b) => Math.abs(b.r) - Math.abs(a.r)).slice(0, most);
}
