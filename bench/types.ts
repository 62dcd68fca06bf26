/** One figure: measured, and where the project promises something, the promise and whether it is kept. */
export type Figure = { name: string; value: number; unit: string; target?: string; met?: boolean };

/** What a bench found, and what it was measured under (sizes, versions, other settings that change the figures). */
export type BenchResult = { name: string; conditions: Record<string, string | number>; figures: Figure[] };

/** Every `bench/<name>.ts` exports this. */
export type Bench = { run(): Promise<BenchResult> };
