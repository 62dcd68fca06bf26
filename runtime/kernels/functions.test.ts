import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compile } from '../compiler.ts';
import { testCache } from '../test/cache.ts';

/** Walks every 97th single-precision number between −200 and 200, denormals and both zeros included. */
const PROGRAM = `
#include "vec.h"
#include <math.h>
#include <stdio.h>
static void widen(double *worst, double error) { if (!(error <= *worst)) *worst = error; }
int main(void) {
  double s = 0, t = 0;
  for (uint32_t bits = 0; bits < 0x43480000u; bits += 97)
    for (int sign = 0; sign < 2; sign++) {
      uint32_t word = bits | (uint32_t)sign << 31;
      float x;
      memcpy(&x, &word, 4);
      widen(&s, fabs(sigmoid(spread(x))[0] - 1 / (1 + exp(-(double)x))));
      widen(&t, fabs(tanh_fast(spread(x))[0] - tanh((double)x)));
    }
  printf("%g %g\\n", s, t);
  return 0;
}`;

it('the gates’ sigmoid and tanh are within 1e-6 of the exact values everywhere', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'signalbox-functions-'));
  try {
    const source = join(dir, 'functions.c');
    await writeFile(source, PROGRAM);
    const cacheDir = testCache;
    for (const cpu of process.arch === 'x64' ? ['-mcpu=native', '-mcpu=x86_64_v3'] : ['-mcpu=native']) {
      const includes = [fileURLToPath(new URL('.', import.meta.url))];
      const { path } = await compile({ sources: [source], includes, target: 'host', flags: [cpu, '-lm'], cacheDir });
      const [ofSigmoid, ofTanh] = execFileSync(path, { encoding: 'utf8' }).split(' ').map(Number);
      assert.ok((ofSigmoid as number) < 1e-6 && (ofTanh as number) < 1e-6, `${cpu}: ${ofSigmoid}, ${ofTanh}`);
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
