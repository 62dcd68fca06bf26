import { Worker } from 'node:worker_threads';
import type { Quantizable } from './quantize-together.ts';
import type { QuantizedWeights } from './types.ts';

/**
 * INT8 with one scale per output row, symmetric (zero stays zero), biases in single precision; see `quantizeTogether`.
 * In a thread of its own, because it takes seconds: 2 s for the default autoencoder, about 20 s for one of 256 units.
 * @throws what `signal` was aborted with
 */
export function quantize(
  { shape, steps, weights, monitored }: Quantizable,
  signal?: AbortSignal,
): Promise<QuantizedWeights> {
  signal?.throwIfAborted();
  const workerData: Quantizable = { shape, steps, weights, monitored };
  const worker = new Worker(new URL('quantize-worker.ts', import.meta.url), { workerData });
  return new Promise<QuantizedWeights>((done, fail) => {
    const stop = () => fail(signal?.reason);
    signal?.addEventListener('abort', stop, { once: true });
    worker.once('message', done);
    worker.once('error', fail);
    worker.once('exit', () => {
      signal?.removeEventListener('abort', stop);
      fail(new Error('The thread that rounds weights ended early'));
    });
  }).finally(() => worker.terminate());
}
