const longestSeconds = 300;
const longestAskedSeconds = 366 * 86_400;

/** Seconds before the next try: 1, 2, 4 … 300, each up to a quarter more, so that what failed together does not return together. */
export function defaultBackoff(attempt: number): number {
  return Math.min(longestSeconds, 2 ** (attempt - 1)) * (1 + Math.random() / 4);
}

/** What the handler asks for where that makes sense, else the default. */
export function backoffOf(backoffSeconds: ((attempt: number) => number) | undefined, attempt: number): number {
  if (!backoffSeconds) return defaultBackoff(attempt);
  try {
    const seconds = backoffSeconds(attempt);
    return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, longestAskedSeconds) : defaultBackoff(attempt);
  } catch {
    return defaultBackoff(attempt);
  }
}
