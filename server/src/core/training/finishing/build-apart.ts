import { Worker } from 'node:worker_threads';
import type { Built, Plans } from './build.ts';

/**
 * Builds a model in a thread of its own: seconds of arithmetic, which would hold up every request and every other run's
 * progress.
 *
 * @throws the reason of `signal`, what the thread threw
 */
export async function buildApart(plans: Plans, signal: AbortSignal): Promise<Built> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: plans });
  const stop = () => void worker.terminate();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<Built>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) => {
        reject(
          signal.aborted ? signal.reason : new Error(`The thread that builds a model ended early (exit ${code}).`),
        );
      });
    });
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
