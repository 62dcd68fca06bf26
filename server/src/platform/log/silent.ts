import type { Log } from './types.ts';

/** Writes nothing; for tests and short-lived tools. */
export const silentLog: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLog,
};
