import type { Random } from './random.ts';

export const FAULTS = ['spike', 'drift', 'stuck', 'swapped'] as const;
export type Fault = (typeof FAULTS)[number];

/** What a sensor's readings were normalized with, and whether it is watched at all. */
export type SensorScale = { mean: number; std: number; monitored: boolean };

/** Consecutive normalized rows, [rows × sensors] row by row, the one before them included where there is one. */
export type Stretch = { values: Float32Array; before: Float32Array | undefined; rows: number };

/** Which rows of the stretch are anomalous (1) now. */
export type Planted = { values: Float32Array; positive: Uint8Array };

const TRIES = 20;
const SPIKE_EVERY = 10;
const FIRST_SPIKE = 5;

/**
 * Plants one fault in a copy of the stretch; undefined where this kind of fault cannot be seen there (a sensor that
 * does not move cannot be stuck). Sizes are in units of a sensor's deviation over the train rows.
 */
export function plant(
  fault: Fault,
  stretch: Stretch,
  scales: readonly SensorScale[],
  random: Random,
): Planted | undefined {
  const monitored = scales.flatMap(({ monitored }, j) => (monitored ? [j] : []));
  const pick = () => monitored[random.index(monitored.length)] as number;
  if (monitored.length === 0 || stretch.rows === 0) return undefined;
  switch (fault) {
    case 'spike':
      return shift(stretch, scales.length, pick(), spikes(stretch.rows, random), (offset) => offset !== 0);
    case 'drift': {
      const last = random.sign() * random.between(4, 8);
      const steps = Math.max(1, stretch.rows - 1);
      const offsets = Float64Array.from({ length: stretch.rows }, (_, i) => (last * i) / steps);
      return shift(stretch, scales.length, pick(), offsets, (offset) => Math.abs(offset) >= 1);
    }
    case 'stuck':
      return attempt(() => stick(stretch, scales.length, pick()));
    case 'swapped':
      return monitored.length < 2 ? undefined : attempt(() => swap(stretch, scales, pick(), pick()));
  }
}

function attempt(make: () => Planted | undefined): Planted | undefined {
  for (let i = 0; i < TRIES; i++) {
    const planted = make();
    if (planted) return planted;
  }
  return undefined;
}

function spikes(rows: number, random: Random): Float64Array {
  const offsets = new Float64Array(rows);
  for (let i = Math.min(FIRST_SPIKE, rows - 1); i < rows; i += SPIKE_EVERY) {
    offsets[i] = random.sign() * random.between(6, 10);
  }
  return offsets;
}

function shift(
  stretch: Stretch,
  width: number,
  sensor: number,
  offsets: Float64Array,
  isPositive: (offset: number) => boolean,
): Planted | undefined {
  const values = stretch.values.slice();
  const positive = new Uint8Array(stretch.rows);
  for (const [i, offset] of offsets.entries()) {
    const at = i * width + sensor;
    values[at] = (values[at] as number) + offset;
    if (isPositive(offset)) positive[i] = 1;
  }
  return positive.includes(1) ? { values, positive } : undefined;
}

function stick(stretch: Stretch, width: number, sensor: number): Planted | undefined {
  const values = stretch.values.slice();
  const stuckAt = (stretch.before ?? stretch.values)[sensor] as number;
  let moved = false;
  for (let i = 0; i < stretch.rows; i++) {
    const at = i * width + sensor;
    moved ||= values[at] !== stretch.values[sensor];
    values[at] = stuckAt;
  }
  return moved ? { values, positive: new Uint8Array(stretch.rows).fill(1) } : undefined;
}

/** Two sensors' raw readings change places. Seen where that moves either by a deviation; needed in half of the rows. */
function swap(stretch: Stretch, scales: readonly SensorScale[], a: number, b: number): Planted | undefined {
  if (a === b) return undefined;
  const [first, second] = [scales[a] as SensorScale, scales[b] as SensorScale];
  const values = stretch.values.slice();
  const positive = new Uint8Array(stretch.rows);
  let count = 0;
  for (let i = 0; i < stretch.rows; i++) {
    const za = values[i * scales.length + a] as number;
    const zb = values[i * scales.length + b] as number;
    const newA = (zb * second.std + second.mean - first.mean) / first.std;
    const newB = (za * first.std + first.mean - second.mean) / second.std;
    values[i * scales.length + a] = newA;
    values[i * scales.length + b] = newB;
    if (Math.abs(newA - za) < 1 && Math.abs(newB - zb) < 1) continue;
    positive[i] = 1;
    count++;
  }
  return count * 2 >= stretch.rows ? { values, positive } : undefined;
}
