import assert from 'node:assert/strict';
import test from 'node:test';
import { ConfigError, readConfig } from './index.ts';

const read = (env: Record<string, string>) => readConfig(env, ['ml', 'iot']);
const refuses = (env: Record<string, string>, ...expected: RegExp[]) => {
  assert.throws(
    () => read(env),
    (error) => {
      assert.ok(error instanceof ConfigError);
      for (const pattern of expected) assert.match(error.message, pattern);
      assert.equal(error.message.split('\n').length, expected.length);
      return true;
    },
  );
};

test('every setting has a default', () => {
  const config = read({ PATH: '/bin' });
  assert.equal(config.port, 8080);
  assert.equal(config.host, '127.0.0.1');
  assert.equal(config.dataDir, './data');
  assert.equal(config.doorPorts, 'on');
  assert.deepEqual(config.roles, ['api', 'worker', 'trainer']);
  assert.deepEqual(config.outboundAllow, []);
  assert.equal(config.databaseUrl, undefined);
});

test('an unknown name is refused with the nearest right one', () => {
  refuses({ SIGNALBOX_PROT: '1' }, /no setting SIGNALBOX_PROT. Did you mean SIGNALBOX_PORT\?/);
  refuses({ SIGNALBOX_ADMIN_PASWORD: 'x' }, /SIGNALBOX_ADMIN_PASSWORD\?/);
});

test('bad values are refused together, without repeating them', () => {
  refuses(
    {
      SIGNALBOX_PORT: '70000',
      SIGNALBOX_SIGNUP: 'maybe',
      SIGNALBOX_MASTER_KEY: 'hunter2',
      DATABASE_URL: 'mysql://root@db/x',
    },
    /SIGNALBOX_PORT must be a whole number from 0 to 65535/,
    /SIGNALBOX_SIGNUP must be one of "own", "join", "closed"/,
    /DATABASE_URL must be a URL such as postgres:/,
    /SIGNALBOX_MASTER_KEY must be 32 random bytes((?!hunter2).)*$/,
  );
});

test('trusted proxies are addresses and networks, never everybody by a slip', () => {
  const read = (given: string) => readConfig({ SIGNALBOX_TRUSTED_PROXIES: given }, ['ml']).trustedProxies;
  assert.deepEqual(read('10.0.0.0/8, ::1'), ['10.0.0.0/8', '::1']);
  for (const bad of ['true', 'proxy.example', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0'])
    assert.throws(() => read(bad), /SIGNALBOX_TRUSTED_PROXIES/, bad);
});

test('door ports are all, none, or chosen ones of doors that exist', () => {
  assert.equal(read({ SIGNALBOX_DOOR_PORTS: 'off' }).doorPorts, 'off');
  assert.deepEqual(read({ SIGNALBOX_DOOR_PORTS: 'ml=0, iot=3002' }).doorPorts, { ml: 0, iot: 3002 });
  refuses({ SIGNALBOX_DOOR_PORTS: 'lm=3030' }, /the doors are ml, iot/);
  refuses({ SIGNALBOX_DOOR_PORTS: 'ml=x' }, /SIGNALBOX_DOOR_PORTS must be/);
});

test('empty variables count as not set', () => {
  assert.equal(read({ SIGNALBOX_PORT: '', DATABASE_URL: '' }).port, 8080);
});

test('a master key is read in hexadecimal and in base64', () => {
  const bytes = Buffer.from(Array.from({ length: 32 }, (_, i) => i * 7));
  assert.deepEqual(read({ SIGNALBOX_MASTER_KEY: bytes.toString('hex') }).masterKey, bytes);
  assert.deepEqual(read({ SIGNALBOX_MASTER_KEY: bytes.toString('base64') }).masterKey, bytes);
});

test('a master key that somebody made up is refused', () => {
  for (const weak of [
    '0'.repeat(64),
    '0123'.repeat(16),
    'change-me-to-something-random-0123456789AB',
    `${'password'.repeat(5)}abc`,
  ])
    refuses({ SIGNALBOX_MASTER_KEY: weak }, /SIGNALBOX_MASTER_KEY must be 32 random bytes/);
});

test('splitting the server needs a database in common', () => {
  refuses({ SIGNALBOX_ROLE: 'api' }, /set DATABASE_URL too/);
  assert.deepEqual(read({ SIGNALBOX_ROLE: 'trainer, api', DATABASE_URL: 'postgres://db/x' }).roles, ['api', 'trainer']);
});
