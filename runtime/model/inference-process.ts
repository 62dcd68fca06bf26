import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

/** What the scorer program writes per row. */
export type InferenceMode = 'scores' | 'residuals' | 'outputs';

/** One running scorer program (runtime/inference/scorer.c). Calls must not overlap. */
export type InferenceProcess = {
  /** Floats per row of an answer. */
  readonly width: number;
  newSequence(): void;
  /** @param rows raw readings [n × features], NaN where there is none; n × features at most 2²⁴ */
  run(rows: Float64Array): Promise<Float32Array>;
  close(): Promise<void>;
};

export type InferenceOptions = {
  mode: InferenceMode;
  threads: number;
  features: number;
  /** By name, instead of the best. */
  kernels?: string | undefined;
  /** Kills the program; what waits for it fails with the signal's reason. */
  signal?: AbortSignal | undefined;
};

const NEW_SEQUENCE = 0xffffffff;

/**
 * Starts the program on a packed model.
 * @throws {Error} it refused the model or could not be started; the message is what it said
 */
export async function startInference(
  program: string,
  packed: Buffer,
  { mode, threads, features, kernels, signal }: InferenceOptions,
): Promise<InferenceProcess> {
  const child = spawn(program, [mode, String(threads), ...(kernels ? [kernels] : [])], {
    stdio: ['pipe', 'pipe', 'pipe'],
    killSignal: 'SIGKILL',
    ...(signal && { signal }),
  });
  const io = framed(child, signal);
  io.write(u32(packed.length));
  io.write(packed);
  const hello = await io.read(8);
  if (hello.readUInt32LE(0) !== features) throw new Error('The scorer program and the model disagree on the features');
  const width = hello.readUInt32LE(4);
  return {
    width,
    newSequence: () => io.write(u32(NEW_SEQUENCE)),
    async run(rows) {
      const count = rows.length / features;
      io.write(u32(count));
      io.write(Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength));
      await io.read(4);
      const answer = await io.read(count * width * 4);
      return new Float32Array(answer.buffer, answer.byteOffset, count * width);
    },
    close: io.close,
  };
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** Exact reads over a child's stdout; whatever ends the child fails the read that waits. */
function framed(child: ChildProcessByStdio<Writable, Readable, Readable>, signal: AbortSignal | undefined) {
  let waiting: { into: Buffer; filled: number; done: (bytes: Buffer) => void; fail: (why: Error) => void } | undefined;
  let failure: Error | undefined;
  let said = '';
  const fail = (why: Error) => {
    failure ??= why;
    waiting?.fail(failure);
    waiting = undefined;
  };
  child.stdin.on('error', () => undefined); // The child's end is reported by 'close', with what it said.
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (said.length < 4096) said += text;
  });
  child.on('error', (cause) => {
    fail(signal?.aborted ? signal.reason : new Error('The scorer program could not be started', { cause }));
    // Killed in the middle of an answer, it leaves half of it behind: while nobody reads that, 'close' does not come.
    child.stdout.destroy();
  });
  const closed = new Promise<void>((done) => {
    child.on('close', (code, signal) => {
      fail(new Error(`The scorer program ended (${signal ?? `exit ${code}`}): ${said.trim() || 'it said nothing'}`));
      done();
    });
  });
  const pump = () => {
    while (waiting) {
      const missing = waiting.into.length - waiting.filled;
      const available = child.stdout.readableLength;
      const piece: Buffer | null = child.stdout.read(available === 0 ? undefined : Math.min(missing, available));
      if (!piece) return;
      piece.copy(waiting.into, waiting.filled);
      waiting.filled += piece.length;
      if (waiting.filled < waiting.into.length) continue;
      const { done, into } = waiting;
      waiting = undefined;
      done(into);
    }
  };
  child.stdout.on('readable', pump);

  return {
    write(bytes: Buffer) {
      if (!failure) child.stdin.write(bytes);
    },
    read(bytes: number): Promise<Buffer> {
      return new Promise((done, reject) => {
        if (failure) return reject(failure);
        // A memory of its own, so that a Float32Array may lie on it.
        waiting = { into: Buffer.from(new ArrayBuffer(bytes)), filled: 0, done, fail: reject };
        pump();
      });
    },
    close() {
      child.stdin.end();
      return closed;
    },
  };
}
