/**
 * A believable air-handling unit, minute by minute: weather with days and fronts, people who come and go, a supply fan
 * and coils under slow controllers, filters that clog, sensor noise. Sensors follow each other through the physics, so
 * there is something for a model to learn, and noise it cannot.
 */
export const AIR_HANDLER_SENSORS = [
  'outdoor_temp',
  'mixed_temp',
  'supply_temp',
  'return_temp',
  'fan_speed',
  'static_pressure',
  'valve_position',
] as const;

/** @returns [minutes, 7] row-major, in natural units */
export function airHandler(minutes: number, seed = 1): Float32Array {
  const random = mulberry(seed);
  const noise = () => random() + random() + random() - 1.5;
  const rows = new Float32Array(minutes * AIR_HANDLER_SENSORS.length);
  let front = 0;
  let room = 21;
  let supply = 18;
  let valve = 20;
  let fan = 30;
  let dirt = 0;
  let people = 0;
  for (let minute = 0; minute < minutes; minute++) {
    const hour = (minute / 60) % 24;
    const weekday = Math.floor(minute / 1440) % 7 < 5;
    front += 0.002 * noise() - front * 0.0004;
    const outdoor = 12 + 7 * Math.sin(((hour - 9) / 24) * 2 * Math.PI) + 60 * front;
    const expected = weekday && hour > 7 && hour < 18.5 ? 60 * Math.sin(((hour - 7) / 11.5) * Math.PI) ** 0.5 : 0;
    people += 0.05 * (expected - people) + 0.4 * noise();
    const occupied = weekday && hour > 6 && hour < 19;
    dirt = minute % 43_200 === 0 ? 0 : dirt + 0.0004;
    fan +=
      0.08 * ((occupied ? 55 + 0.35 * Math.max(0, people) + 4 * Math.max(0, room - 22) : 25) - fan) + 0.15 * noise();
    const fresh = occupied ? 0.25 + 0.35 * Math.max(0, 1 - Math.abs(outdoor - 16) / 10) : 0.1;
    const mixed = fresh * outdoor + (1 - fresh) * room;
    const wanted = room > 21.5 ? 15 : 21;
    valve = Math.min(
      100,
      Math.max(0, valve + 0.25 * (mixed - supply > 0 ? supply - wanted : wanted - supply) - 0.02 * (valve - 30)),
    );
    supply += 0.12 * (mixed + (wanted < mixed ? -0.09 : 0.09) * valve - supply) + 0.03 * noise();
    room +=
      0.004 * (outdoor - room) * 0.2 + 0.0012 * people * 0.15 + 0.0008 * fan * (supply - room) * 0.2 + 0.01 * noise();
    const pressure = 0.055 * fan * fan * (1 + dirt / 40);
    // Ducts are turbulent and air in them is stratified: what a sensor shows within a minute scatters by these much.
    rows.set(
      [
        outdoor + 0.4 * noise(),
        mixed + 0.8 * noise(),
        supply + 0.4 * noise(),
        room + 0.3 * noise(),
        fan + 1.5 * noise(),
        pressure * (1 + 0.1 * noise()),
        valve + 3 * noise(),
      ],
      minute * AIR_HANDLER_SENSORS.length,
    );
  }
  return rows;
}

/** Shifts and scales columns to mean 0 and deviation 1 over the first `fitted` rows, in place. */
export function normalize(rows: Float32Array, columns: number, fitted: number): Float32Array {
  for (let c = 0; c < columns; c++) {
    let sum = 0;
    let squares = 0;
    for (let r = 0; r < fitted; r++) sum += rows[r * columns + c] as number;
    const mean = sum / fitted;
    for (let r = 0; r < fitted; r++) squares += ((rows[r * columns + c] as number) - mean) ** 2;
    const deviation = Math.sqrt(squares / fitted) || 1;
    for (let i = c; i < rows.length; i += columns) rows[i] = ((rows[i] as number) - mean) / deviation;
  }
  return rows;
}

function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
