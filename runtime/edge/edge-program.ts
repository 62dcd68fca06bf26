import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';
import { testCache } from '../test/cache.ts';
import type { EdgeTarget } from './build.ts';

/** Compiled programs of all tests; what is in it is found by content, so runs share it. */
export const TEST_CACHE = testCache;

/** The target whose programs run here directly. */
export const NATIVE_TARGET: EdgeTarget =
  process.arch === 'arm64' ? 'aarch64' : process.arch === 'arm' ? 'armv7' : 'x86_64';

/** The emulator of 32-bit ARM programs, under either of the names Debian gives it. */
export async function findQemuArm(): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(delimiter))
    for (const name of ['qemu-arm', 'qemu-arm-static']) {
      const path = join(folder, name);
      if (
        await access(path, constants.X_OK).then(
          () => true,
          () => false,
        )
      )
        return path;
    }
  return undefined;
}

export type Served = { url: string; port: number; pid: number; child: ChildProcess; stop(): Promise<number | null> };

/** Starts a program on a free port of this machine and waits until it listens. */
export async function serveEdge(program: string, args: string[] = []): Promise<Served> {
  const child = spawn(program, ['--host', '127.0.0.1', '--port', '0', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const closed = once(child, 'close');
  const line = await new Promise<string>((done, fail) => {
    child.stdout.setEncoding('utf8').once('data', (text: string) => done(text));
    child.once('close', (code) => fail(new Error(`The edge program ended with ${code}: ${said}`)));
  });
  const { port } = JSON.parse(line);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    pid: child.pid as number,
    child,
    async stop() {
      child.kill('SIGTERM');
      return (await closed)[0] as number | null;
    },
  };
}

export type Run = { status: number; stdout: string; stderr: string };

/** Runs a program to its end on some input. */
export function runEdge(command: string[], input: string | Readable = ''): Promise<Run> {
  const [program, ...args] = command as [string, ...string[]];
  return new Promise((done) => {
    const child = execFile(program, args, { maxBuffer: 1 << 28 }, (error, stdout, stderr) =>
      done({ status: error ? ((error.code as number | undefined) ?? -1) : 0, stdout, stderr }),
    );
    child.stdin?.on('error', () => undefined);
    if (typeof input === 'string') child.stdin?.end(input);
    else input.pipe(child.stdin as NodeJS.WritableStream);
  });
}

export function lines(run: Run): Record<string, unknown>[] {
  return run.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
