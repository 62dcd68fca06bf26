import { parentPort, workerData } from 'node:worker_threads';
import { quantizeTogether } from './quantize-together.ts';

/** The thread of `quantize`. */
parentPort?.postMessage(quantizeTogether(workerData));
