import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { buildEngine, type Engine } from './engine.ts';
import { type DoneEvent, JOB_FILES, type TrainerEvent, type TrainingJob } from './training/index.ts';

export type TrainerOptions = {
  /** The job's folder. Holds `rows.f32`, optionally `targets.f32` and `initial.f32`; results appear in it. */
  dir: string;
  /** Where compiled engines and the compiler's cache live, shared by all jobs. */
  cacheDir: string;
  /** The value of SIGNALBOX_CC, if set. */
  cc?: string | undefined;
  /** `auto` (default) takes the native engine and falls back to TypeScript, with a warning, where none can be built. */
  engine?: 'auto' | 'native' | 'typescript' | undefined;
};

export type TrainerHandle = {
  /** Everything the trainer says, in order, ending after `done` or `error`. For one reader; never needs to be read. */
  events: AsyncIterable<TrainerEvent>;
  /** Resolves with how training ended. @throws {TrainingFailed} it did not end well */
  finished: Promise<DoneEvent>;
  /** Asks for an end within a batch; best weights are kept and `finished` resolves with reason `stopped`. */
  stop(): void;
  /** Ends the process at once. The checkpoint stays, so the same call again goes on from it. */
  kill(): void;
};

/** The trainer reported an error, or ended without reporting anything. */
export class TrainingFailed extends Error {
  override name = 'TrainingFailed';
  /** `diverged`: other hyperparameters are needed. `failed`: the job or the machine. `crashed`: starting again resumes. */
  readonly code: 'diverged' | 'failed' | 'crashed';
  constructor(code: 'diverged' | 'failed' | 'crashed', message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Writes the numbers a job reads.
 * @param rows [rows, features] row-major, normalized
 * @param targets one label per row, or three per row for a predictor; left out, the trainer makes its own targets
 * @param initial weights to start from (another model's), in the order of the model file
 */
export async function writeTrainingInput(
  dir: string,
  input: { rows: Float32Array; targets?: Float32Array; initial?: Float32Array },
) {
  await mkdir(dir, { recursive: true });
  for (const [name, values] of [
    [JOB_FILES.rows, input.rows],
    [JOB_FILES.targets, input.targets],
    [JOB_FILES.initial, input.initial],
  ] as const) {
    if (values) await writeFile(join(dir, name), new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
}

/**
 * Trains a model in a process of its own, which ends when this one does. Started again on a folder with a checkpoint
 * it goes on after the last completed epoch and arrives at the very same weights.
 */
export function startTrainer(job: TrainingJob, options: TrainerOptions): TrainerHandle {
  const queue = eventQueue();
  const abort = new AbortController();
  let child: ChildProcess | undefined;
  let ready = false;
  let stopped = false;
  const stop = () => {
    stopped = true;
    if (ready) child?.kill('SIGTERM');
  };
  const run = async (): Promise<DoneEvent> => {
    const engine = await buildEngine({ ...options, signal: abort.signal });
    if (engine.warning) queue.push({ event: 'warning', message: engine.warning });
    await mkdir(options.dir, { recursive: true });
    await writeFile(join(options.dir, JOB_FILES.job), JSON.stringify(job));
    for (const command of [...(engine.planner ? [engine.planner] : []), engine.command]) {
      abort.signal.throwIfAborted();
      child = spawnEngine(command, options.dir);
      const last = await follow(child, (event) => {
        queue.push(event);
        // Not before: until then the trainer has no handler for the signal.
        if (event.event === 'started') ready = true;
        if (event.event === 'started' && stopped) child?.kill('SIGTERM');
      });
      if (last) return last;
    }
    throw new TrainingFailed(
      'crashed',
      'The trainer ended without a result. Start it again to go on from its checkpoint.',
    );
  };
  const finished = run().finally(queue.end);
  finished.catch(() => undefined);
  return {
    events: queue.events,
    finished,
    stop,
    kill() {
      abort.abort(new TrainingFailed('crashed', 'The trainer was killed'));
      child?.kill('SIGKILL');
    },
  };
}

function spawnEngine([program, ...args]: Engine['command'], dir: string): ChildProcess {
  // Standard input stays open as long as this process lives; its end tells the trainer that nobody waits any more.
  return spawn(program, [...args, dir], { stdio: ['pipe', 'pipe', 'pipe'] });
}

/** Reads a program's lines to the end; undefined when it ended well without `done`. @throws {TrainingFailed} */
async function follow(child: ChildProcess, push: (event: TrainerEvent) => void): Promise<DoneEvent | undefined> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000);
  });
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
  });
  child.stdin?.on('error', () => undefined);
  let last: TrainerEvent | undefined;
  try {
    for await (const line of createInterface({ input: child.stdout as Readable })) {
      last = JSON.parse(line) as TrainerEvent;
      push(last);
    }
  } catch (cause) {
    child.kill('SIGKILL');
    throw new TrainingFailed('crashed', `The trainer said something that is no event: ${cause}`);
  }
  const how = await ended;
  if (last?.event === 'done') return last;
  if (how === 'exit code 0') return undefined;
  if (last?.event === 'error') throw new TrainingFailed(last.code, last.message);
  throw new TrainingFailed(
    'crashed',
    `The trainer ended without a result (${how}). ${said.trim() || 'Start it again to go on from its checkpoint.'}`,
  );
}

/** Events wait here until somebody reads them, so that a slow reader never holds up the trainer. */
function eventQueue() {
  const waiting: TrainerEvent[] = [];
  let ended = false;
  let wake = () => {};
  const push = (event: TrainerEvent) => {
    waiting.push(event);
    wake();
  };
  const end = () => {
    ended = true;
    wake();
  };
  async function* events(): AsyncGenerator<TrainerEvent> {
    for (;;) {
      const event = waiting.shift();
      if (event) yield event;
      else if (ended) return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  }
  return { push, end, events: events() };
}
