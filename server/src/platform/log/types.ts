/** Writes structured lines for the operator. Fields that look like secrets are redacted; pass errors as `error`. */
export type Log = {
  debug: LogLine;
  info: LogLine;
  warn: LogLine;
  error: LogLine;
  /** A log that adds `fields` to each of its lines. */
  child(fields: Record<string, unknown>): Log;
};

type LogLine = (fields: Record<string, unknown>, message: string) => void;
