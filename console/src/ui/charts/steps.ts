/** 0.01, 0.02, 0.05, 0.1 …: the lines of a logarithmic axis that people can read; only tens where there are many. */
export function roundSteps(least: number, most: number): number[] {
  if (!(least > 0) || !(most > least)) return [];
  const from = Math.floor(Math.log10(least));
  const to = Math.ceil(Math.log10(most));
  const factors = to - from > 3 ? [1] : [1, 2, 5];
  const steps: number[] = [];
  for (let power = from; power <= to; power++) for (const factor of factors) steps.push(Number(`${factor}e${power}`));
  return steps.filter((step) => step >= least && step <= most);
}
