/** A frame as the nodes write it; `auth` alone carries no timestamp. */
export function frame(type: string, payload: unknown): string {
  return JSON.stringify(
    type === 'auth' ? { type, payload } : { type, timestamp: nanosecondTimestamp(), payload: payload ?? null },
  );
}

/** RFC 3339 with nine fractional digits and `+00:00`, the form the nodes print. */
export function nanosecondTimestamp(now: Date = new Date()): string {
  const below = String(process.hrtime.bigint() % 1_000_000n).padStart(6, '0');
  return `${now.toISOString().slice(0, -1)}${below}+00:00`;
}

/** The frame as an object; undefined when it is not one. */
export function readFrame(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
