import assert from 'node:assert/strict';
import test from 'node:test';
import { createLog, type Log } from './index.ts';

function recording(level: 'debug' | 'info' = 'debug'): {
  log: Log;
  lines: () => Record<string, unknown>[];
  raw: () => string;
} {
  let text = '';
  const append = (line: string) => {
    text += line;
  };
  const log = createLog({ level, to: { write: append } });
  return {
    log,
    raw: () => text,
    lines: () =>
      text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
  };
}

test('a line has level, time, message and fields', () => {
  const { log, lines } = recording('info');
  log.child({ requestId: 'r1' }).info({ door: 'ml' }, 'hello');
  log.debug({}, 'not wanted');
  const [line, ...more] = lines();
  assert.deepEqual({ ...line, time: '' }, { level: 'info', time: '', requestId: 'r1', door: 'ml', message: 'hello' });
  assert.match(String(line?.time), /^\d{4}-\d\d-\d\dT/);
  assert.equal(more.length, 0);
});

test('secrets never reach the log, wherever they are', () => {
  const { log, raw } = recording();
  const headers = { authorization: 'Bearer sesame-1', 'set-cookie': ['id=sesame-2'], 'x-api-key': 'sesame-3' };
  const cause = new Error('connect postgres://signalbox:sesame-4@db/x failed');
  const error = Object.assign(new Error('GET /a?token=sesame-5&x=1 with Bearer sesame-6x'), {
    cause,
    config: { headers },
  });
  log.error(
    { error, headers, nested: { deep: [{ newPassword: 'sesame-7', masterKey: Buffer.from('sesame-8') }] } },
    'tried smtp://me:sesame-9@mail',
  );
  log.child({ refreshToken: 'sesame-10' }).info({ DATABASE_URL: 'postgres://u:sesame-11@h/d' }, 'x');
  assert.doesNotMatch(raw(), /sesame/);
  assert.match(raw(), /postgres:\/\/signalbox:\[redacted\]@db/);
});

test('numbers and flags with such names stay', () => {
  const { log, lines } = recording();
  log.info({ token: 7, hasPassword: true, tokens_used: 12 }, 'x');
  assert.deepEqual([lines()[0]?.token, lines()[0]?.hasPassword, lines()[0]?.tokens_used], [7, true, 12]);
});

test('errors keep type, message, code, stack and cause', () => {
  const { log, lines } = recording();
  log.error({ error: Object.assign(new TypeError('no', { cause: new Error('why') }), { code: 'E1' }) }, 'x');
  const error = lines()[0]?.error as { type: string; code: string; stack: string; cause: { message: string } };
  assert.equal(error.type, 'TypeError');
  assert.equal(error.code, 'E1');
  assert.equal(error.cause.message, 'why');
  assert.match(error.stack, /create\.test/);
});
