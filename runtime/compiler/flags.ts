import type { Compiler, Target } from './find.ts';

const ZIG_TARGETS: Record<Exclude<Target, 'host'>, string[]> = {
  x86_64: ['-target', 'x86_64-linux-musl', '-mcpu=x86_64_v3'],
  aarch64: ['-target', 'aarch64-linux-musl'],
  armv7: ['-target', 'arm-linux-musleabihf', '-mcpu=cortex_a7'],
};

const CC_TARGETS: Record<Exclude<Target, 'host'>, string[]> = {
  x86_64: ['-march=x86-64-v3', '-static'],
  aarch64: ['-static'],
  armv7: ['-mcpu=cortex-a7', '-mfpu=neon-vfpv4', '-mfloat-abi=hard', '-static'],
};

/**
 * The flags every program gets. Fast-math is not among them: it would let NaN checks be optimized away, and the
 * trainer's divergence check is one. What kernels need of it (contraction to FMA, no errno, no trapping) is safe.
 * Programs for other machines are static, so they run on any Linux of that architecture whatever its libc.
 */
export function baseFlags(compiler: Compiler, target: Target): string[] {
  const common = ['-std=gnu11', '-O3', '-fno-math-errno', '-fno-trapping-math', '-ffp-contract=fast', '-s'];
  const zig = compiler.kind === 'zig';
  if (target === 'host') return [...common, zig ? '-mcpu=native' : nativeFlag()];
  return [...common, ...(zig ? [...ZIG_TARGETS[target], '-static'] : CC_TARGETS[target])];
}

/** gcc knows -march=native on every architecture we meet except old ARM, where -mcpu is the one that works. */
function nativeFlag(): string {
  return process.arch === 'x64' ? '-march=native' : '-mcpu=native';
}
