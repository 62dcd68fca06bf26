import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from 'pino';
import { redact, redactText } from './redact.ts';
import type { Log } from './types.ts';

export type LogOptions = {
  level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Default: standard error, so that standard output has only what programs read. */
  to?: DestinationStream;
};

/** A log of JSON lines: `level`, `time` (ISO), `message` and the fields. Fields and texts that look secret are redacted. */
export function createLog({ level, to }: LogOptions): Log {
  const logger = pino(
    {
      level,
      base: null,
      messageKey: 'message',
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    // Synchronous, so that the last lines before a crash are there.
    to ?? destination({ dest: 2, sync: true }),
  );
  return wrap(logger);
}

function wrap(logger: Logger): Log {
  const line = (level: 'debug' | 'info' | 'warn' | 'error') => (fields: Record<string, unknown>, message: string) => {
    if (logger.isLevelEnabled(level)) logger[level](redact(fields) as object, redactText(message));
  };
  return {
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    child: (fields) => wrap(logger.child(redact(fields) as Record<string, unknown>)),
  };
}
