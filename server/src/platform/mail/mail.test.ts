import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test, { after } from 'node:test';
import { testDatabase } from '../../../test/support/database.ts';
import { createVault } from '../crypto/index.ts';
import { sql } from '../database/index.ts';
import { silentLog } from '../log/index.ts';
import { createMail } from './index.ts';
import { renderMail } from './templates.ts';

const { database } = await testDatabase({ after });
const vault = createVault(randomBytes(32));
const lines: string[] = [];
const collect = (fields: object, message: string) => void lines.push(JSON.stringify({ ...fields, message }));
const log = { ...silentLog, info: collect, warn: collect };
const mail = createMail({ database, log, baseUrl: () => 'http://localhost:8080/', vault });
const verification = { username: 'ada', email: 'ada@example.com', code: '482917', minutes: 15 };

test('a mail is there when its transaction committed, and only then', async () => {
  await assert.rejects(
    database.transaction(async (tx) => {
      await mail.send(tx, 'ada@example.com', 'verification', verification);
      throw new Error('no account after all');
    }),
    /no account/,
  );
  assert.deepEqual(await mail.outbox(), []);
  await database.transaction((tx) => mail.send(tx, 'ada@example.com', 'verification', verification));
  const [sent] = await mail.outbox({ recipient: 'ADA@example.com' });
  assert.equal(sent?.subject, 'Verify Your Email — Signalbox');
  assert.match(sent?.text ?? '', /482917/);
  assert.match(sent?.text ?? '', /http:\/\/localhost:8080\/verify\?code=482917&email=ada%40example.com/);
});

test('the log never holds a code or a recipient', () => {
  assert.ok(lines.length > 0);
  for (const line of lines) assert.doesNotMatch(line, /482917|ada@/);
});

test('the sixth mail to one recipient within five minutes is left out', async () => {
  const send = () => database.transaction((tx) => mail.send(tx, 'bob@example.com', 'welcome', { username: 'bob' }));
  const outcomes: string[] = [];
  for (let i = 0; i < 6; i++) outcomes.push(await send());
  assert.deepEqual(outcomes, ['sent', 'sent', 'sent', 'sent', 'sent', 'suppressed']);
});

test('a recipient cannot smuggle in headers or further recipients', async () => {
  for (const to of ['a@b.c\r\nBcc: x@y.z', 'a@b.c,x@y.z', 'a@b.c;x@y.z', '"a"@b.c', 'a b@c.d', 'ab']) {
    const sending = database.transaction((tx) => mail.send(tx, to, 'welcome', { username: 'x' }));
    await assert.rejects(sending, { kind: 'invalid' }, to);
  }
});

test('what people chose themselves is text in the HTML, not markup', () => {
  const { html } = renderMail('welcome', { username: '<img src=x onerror=alert(1)>"' }, 'http://x');
  assert.doesNotMatch(html, /<img/);
});

test('codes are sealed where they are kept, and forgotten when they are over', async () => {
  const to = 'eve@example.com';
  await database.transaction((tx) => mail.send(tx, to, 'verification', { ...verification, email: to, code: '719345' }));
  const stored = () =>
    database.one<{ row: string }>(sql`select m::text as row from mail_outbox m where recipient = ${to}`);
  assert.doesNotMatch((await stored())?.row ?? '719345', /719345/);
  assert.match((await mail.outbox({ recipient: to }))[0]?.text ?? '', /719345/);

  await database.run(sql`update mail_outbox set expires_at = now() where recipient = ${to}`);
  assert.ok((await mail.removeExpired()) >= 1);
  assert.match((await mail.outbox({ recipient: to }))[0]?.text ?? '', /not valid any more/);
});

test('whoever asks for codes in somebody’s name cannot keep the alerts away', async () => {
  const to = 'carol@example.com';
  const alert = { subject: '[HIGH] Your password was reset', heading: 'Hello', lines: ['Look'], path: 'settings' };
  await database.transaction(async (tx) => {
    for (let i = 0; i < 6; i++) await mail.send(tx, to, 'password_reset', { username: 'c', token: 'rst', minutes: 30 });
    assert.equal(await mail.send(tx, to, 'security_alert', alert), 'sent');
  });
});
