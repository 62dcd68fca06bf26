/** One reading a minute of an air-handling unit: seven sensors and, because we made the faults ourselves, their label. */
export type AirHandlerOptions = { rows: number; seed: number; start?: Date };

export type Fault = { name: string; firstRow: number; lastRow: number };

export const airHandlerColumns = [
  'timestamp',
  'supply_temp',
  'return_temp',
  'outside_air_temp',
  'discharge_temp',
  'fan_speed',
  'damper_position',
  'filter_dp',
  'label',
] as const;

const MINUTES_A_DAY = 1440;

/**
 * Generates readings of an air handler in a building that is used on weekdays: temperatures in °F, fan and damper in
 * percent, filter pressure drop in Pa. The first 85 % are healthy; the rest holds five faults, labelled 1.
 * The same seed gives the same rows.
 *
 * @returns the CSV line by line (header first) and where the faults are
 */
export function airHandler({ rows, seed, start = new Date('2026-01-05T00:00:00Z') }: AirHandlerOptions): {
  faults: Fault[];
  lines: Iterable<string>;
} {
  const faults = placeFaults(rows);
  return { faults, lines: lines(rows, seed, start, faults) };
}

function* lines(rows: number, seed: number, start: Date, faults: readonly Fault[]): Generator<string> {
  yield airHandlerColumns.join(',');
  const random = seeded(seed);
  const noise = Array.from({ length: 7 }, () => 0);
  let load = 0;
  let stuckDamper: number | undefined;
  for (let row = 0; row < rows; row++) {
    const at = new Date(start.getTime() + row * 60_000);
    const minute = row % MINUTES_A_DAY;
    // Noise with a memory of about ten minutes, as slow sensors have it.
    for (let i = 0; i < noise.length; i++) noise[i] = 0.9 * (noise[i] ?? 0) + 0.44 * gaussian(random);
    const [n0 = 0, n1 = 0, n2 = 0, n3 = 0, n4 = 0, n5 = 0, n6 = 0] = noise;

    const weekday = at.getUTCDay() % 6 !== 0;
    const occupied = weekday && minute >= 420 && minute < 1140 ? 1 : 0;
    load += (occupied - load) / 45;
    const outside = 48 + 9 * Math.sin(((minute - 540) / MINUTES_A_DAY) * 2 * Math.PI) + 0.8 * n2;
    const fan = 28 + 52 * load + 1.2 * n4;
    let damper = 12 + 46 * load + 0.5 * (outside - 48) + 1.1 * n5;
    const mixed = outside + (72 - outside) * (1 - damper / 130);
    let supply = 55.5 + 3.2 * (1 - load) + 0.05 * (mixed - 62) + 0.25 * n0;
    const back = 71 + 2.4 * load + 0.03 * (outside - 48) + 0.2 * n1;
    let filter = 60 + 0.025 * fan * fan + 0.0008 * row + 1.5 * n6;

    const fault = faults.find((f) => row >= f.firstRow && row <= f.lastRow);
    const progress = fault ? (row - fault.firstRow + 1) / (fault.lastRow - fault.firstRow + 1) : 0;
    const fanSpeed = fault?.name === 'stopped fan' ? 0.4 + 0.2 * n4 : fan;
    if (fault?.name === 'stuck damper') {
      stuckDamper ??= damper;
      damper = stuckDamper > 35 ? 8 : 85;
    }
    if (fault?.name === 'supply sensor drift') supply += 1.5 + 6 * progress;
    if (fault?.name === 'clogged filter') filter *= 1.35 + 0.4 * progress;
    let discharge = supply + 1.1 + 0.012 * fan + 0.2 * n3;
    if (fault?.name === 'leaking heating valve') discharge += 4 + 3 * progress;

    const values = [supply, back, outside, discharge, fanSpeed, damper, filter].map((v) => v.toFixed(2));
    yield `${at.toISOString()},${values.join(',')},${fault ? 1 : 0}`;
  }
}

/** Four faults with healthy stretches between them, and one that has just begun when the record ends. */
function placeFaults(rows: number): Fault[] {
  const names = ['stuck damper', 'supply sensor drift', 'clogged filter', 'leaking heating valve'];
  const first = Math.floor(rows * 0.86);
  const each = Math.floor((rows - first) / names.length);
  const length = Math.max(2, Math.floor(each / 2));
  const spread = names.map((name, i) => {
    const firstRow = first + i * each + Math.floor((each - length) / 2);
    return { name, firstRow, lastRow: firstRow + length - 1 };
  });
  return [...spread, { name: 'stopped fan', firstRow: rows - 6, lastRow: rows - 1 }];
}

/** Seeded numbers in [0, 1): a linear congruential generator of which the upper 24 bits are used. */
function seeded(seed: number): () => number {
  let state = (seed ^ 0x5eed) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}

/** Standard normal by Box–Muller. */
function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
