import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log/index.ts';

/**
 * Calls `work` again and again, never twice at once, until `signal` is aborted; resolves when the last call has ended. `work`
 * resolves with the milliseconds until the next call. An error is logged and the call repeated after a second.
 */
export async function repeat(
  work: () => Promise<number>,
  options: { what: string; log: Log; signal: AbortSignal },
): Promise<void> {
  const { what, log, signal } = options;
  while (!signal.aborted) {
    const pauseMs = await work().catch((error) => {
      if (!signal.aborted) log.warn({ error }, `${what} failed; trying again`);
      return 1_000;
    });
    // Jitter keeps processes that started together apart.
    await sleep(pauseMs * (0.95 + Math.random() / 10), undefined, { signal, ref: false }).catch(() => {});
  }
}
