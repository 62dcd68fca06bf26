import { parentPort, workerData } from 'node:worker_threads';
import { build, type Plans } from './build.ts';

/** The program of the thread `buildApart` starts. Ends, and its scorer with it, when the thread is terminated. */
if (parentPort) {
  const built = await build(workerData as Plans, new AbortController().signal);
  parentPort.postMessage(built, [built.file.buffer]);
}
