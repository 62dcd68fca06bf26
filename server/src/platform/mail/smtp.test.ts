/* Mails against a real SMTP server on this machine: what it says decides what becomes of a mail. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import test, { type TestContext } from 'node:test';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { testDatabase } from '../../../test/support/database.ts';
import { eventually } from '../../../test/support/processes.ts';
import { createVault } from '../crypto/index.ts';
import { sql } from '../database/index.ts';
import { silentLog } from '../log/index.ts';
import { openQueue } from '../queue/index.ts';
import { createMail, type Mail } from './index.ts';

type Received = { from: string; to: string[]; text: string; secure: boolean; user: string | undefined };

/** A mail server. `refuse` says what it answers to a recipient instead of yes. */
async function mailServer(
  t: TestContext,
  options: { port?: number; auth?: { user: string; pass: string }; refuse?: (to: string) => number | undefined } = {},
) {
  const received: Received[] = [];
  const settings: SMTPServerOptions = {
    authOptional: options.auth === undefined,
    logger: false,
    onAuth({ username, password }, _session, done) {
      const fits = username === options.auth?.user && password === options.auth?.pass;
      done(fits ? null : new Error('Invalid username or password'), fits ? { user: username } : undefined);
    },
    onRcptTo({ address }, _session, done) {
      const code = options.refuse?.(address);
      if (code === undefined) return done();
      done(Object.assign(new Error(`${address} not now`), { responseCode: code }));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString(),
          secure: session.secure,
          user: session.user as string | undefined,
        });
        done();
      });
    },
  };
  const server = new SMTPServer(settings);
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  t.after(close);
  return { received, close, port: (server.server.address() as AddressInfo).port };
}

async function mailHouse(t: TestContext, url: string) {
  const { database } = await testDatabase(t);
  const lines: string[] = [];
  const words = (value: unknown) => (value instanceof Error ? `${value.message} ${value.stack}` : String(value));
  const collect = (fields: object, message?: string) =>
    void lines.push([...Object.values(fields).map(words), JSON.stringify(fields), message].join(' '));
  const log = { ...silentLog, info: collect, warn: collect, error: collect, child: () => log };
  const queue = openQueue({ database, log });
  t.after(() => queue.stop());
  const smtp = { url, from: 'Signalbox <box@example.com>', replyTo: 'help@example.com' };
  const mail = createMail({
    database,
    log,
    baseUrl: () => 'http://localhost:8080',
    vault: createVault(randomBytes(32)),
    delivery: { queue, smtp, backoffSeconds: () => 0.1 },
  });
  await queue.start();
  const send: Mail['send'] extends (tx: never, ...rest: infer Rest) => infer Result
    ? (...rest: Rest) => Result
    : never = (...rest) => database.transaction((tx) => mail.send(tx, ...rest));
  const status = (wanted: string) =>
    eventually(async () => {
      const [newest] = await mail.outbox({ limit: 1 });
      return newest?.status === wanted && newest;
    }, `the newest mail is ${wanted}`);
  return { database, queue, mail, send, status, lines };
}

const notice = (subject: string) => ({ subject, heading: 'Hello', lines: ['A <b>line</b>'], path: 'training/tr_1' });

test('a mail arrives once, with text and HTML, from us, with a way to answer', async (t) => {
  const server = await mailServer(t);
  const house = await mailHouse(t, `smtp://127.0.0.1:${server.port}?tls.rejectUnauthorized=false`);
  await house.send('ada@example.com', 'training', notice('Training Queued: tr_1'));
  await house.status('sent');
  assert.equal(server.received.length, 1);
  const [mail] = server.received as [Received];
  assert.deepEqual([mail.from, mail.to, mail.secure], ['box@example.com', ['ada@example.com'], true]);
  assert.match(mail.text, /^From: Signalbox <box@example.com>/m);
  assert.match(mail.text, /^Reply-To: help@example.com/m);
  assert.match(mail.text, /^Subject: Training Queued: tr_1/m);
  assert.match(mail.text, /^Message-ID: <signalbox-\d+@example.com>/m);
  assert.match(mail.text, /Content-Type: text\/plain/);
  assert.match(mail.text, /Content-Type: text\/html/);
  assert.match(mail.text, /A &#60;b&#62;line/, 'what people named is no markup in the HTML');
});

test('a login goes over STARTTLS; a wrong password loses no mail and is not in the log', async (t) => {
  const server = await mailServer(t, { auth: { user: 'box', pass: 'canary-right' } });
  const query = '?tls.rejectUnauthorized=false&requireTLS=true';
  const house = await mailHouse(t, `smtp://box:canary-right@127.0.0.1:${server.port}${query}`);
  await house.send('ada@example.com', 'welcome', { username: 'ada' });
  await house.status('sent');
  assert.deepEqual([server.received[0]?.user, server.received[0]?.secure], ['box', true]);

  const wrong = await mailHouse(t, `smtp://box:canary-wrong@127.0.0.1:${server.port}${query}`);
  await wrong.send('ada@example.com', 'welcome', { username: 'ada' });
  await eventually(async () => wrong.lines.some((line) => /refused our login/.test(line)), 'the log says so');
  assert.equal((await wrong.mail.outbox())[0]?.status, 'waiting');
  assert.doesNotMatch(wrong.lines.join('\n'), /canary|ada@/);
});

test('4xx is tried again until the server takes it; 5xx is a dead letter at once', async (t) => {
  let busy = 2;
  const refusals: ((to: string) => number | undefined)[] = [() => (busy-- > 0 ? 451 : undefined)];
  const refuse = (to: string) => refusals.at(-1)?.(to);
  const server = await mailServer(t, { refuse });
  const house = await mailHouse(t, `smtp://127.0.0.1:${server.port}?tls.rejectUnauthorized=false`);
  await house.send('ada@example.com', 'training', notice('Training Started: tr_1'));
  await house.status('sent');
  assert.equal(server.received.length, 1);

  let isGone = true;
  refusals.push((to) => (to.startsWith('gone') && isGone ? 550 : undefined));
  await house.send('gone@example.com', 'training', notice('Training Started: tr_2'));
  const failed = await house.status('failed');
  assert.match(failed.error ?? '', /refused the mail: 550/);
  const [dead] = await house.queue.deadLetters();
  assert.equal(dead?.attempt, 1);
  assert.doesNotMatch(JSON.stringify(dead), /gone@/, 'a dead letter holds no address');
  assert.doesNotMatch(house.lines.join('\n'), /gone@/);

  isGone = false;
  await house.queue.retry(dead?.id ?? '');
  await house.status('sent');
  assert.equal(server.received.length, 2);
});

test('a mail server that is down loses nothing: when it is back, each mail arrives once', async (t) => {
  const first = await mailServer(t);
  await first.close();
  const house = await mailHouse(t, `smtp://127.0.0.1:${first.port}?tls.rejectUnauthorized=false`);
  for (let i = 0; i < 5; i++) await house.send(`user${i}@example.com`, 'training', notice(`Training Queued: tr_${i}`));
  await eventually(async () => house.lines.some((line) => /could not be reached/.test(line)), 'it was tried');
  const server = await mailServer(t, { port: first.port });
  await eventually(async () => (await house.mail.outbox()).every(({ status }) => status === 'sent'), 'all are sent');
  assert.deepEqual(
    server.received.flatMap(({ to }) => to).sort(),
    [0, 1, 2, 3, 4].map((i) => `user${i}@example.com`),
  );
});

test('a job that comes twice sends once, and a code that is over is not sent', async (t) => {
  const server = await mailServer(t);
  const house = await mailHouse(t, `smtp://127.0.0.1:${server.port}?tls.rejectUnauthorized=false`);
  await house.send('ada@example.com', 'training', notice('Training Queued: tr_1'));
  const { id } = await house.status('sent');
  await house.database.transaction((tx) => house.queue.add(tx, { kind: 'mail.send', payload: { mailId: id } }));
  await house.database.transaction(async (tx) => {
    await house.mail.send(tx, 'ada@example.com', 'password_reset', { username: 'ada', token: 'rst_1', minutes: 30 });
    await tx.run(sql`update mail_outbox set expires_at = now() - interval '1 minute' where expires_at is not null`);
  });
  await house.status('expired');
  await eventually(
    async () => (await house.queue.counts()).every(({ waiting, running }) => waiting + running === 0),
    'idle',
  );
  assert.equal(server.received.length, 1);
});

test('a process that died after the server’s yes sends again under the same Message-ID', async (t) => {
  const server = await mailServer(t);
  const house = await mailHouse(t, `smtp://127.0.0.1:${server.port}?tls.rejectUnauthorized=false`);
  await house.send('ada@example.com', 'training', notice('Training Queued: tr_1'));
  const { id } = await house.status('sent');
  await house.database.transaction(async (tx) => {
    await tx.run(sql`update mail_outbox set status = 'waiting' where id = ${id}`);
    await house.queue.add(tx, { kind: 'mail.send', payload: { mailId: id } });
  });
  await house.status('sent');
  const ids = server.received.map(({ text }) => /^Message-ID: .*$/m.exec(text)?.[0]);
  assert.equal(ids.length, 2);
  assert.equal(ids[0], ids[1]);
});

test('a subject cannot smuggle in headers', async (t) => {
  const server = await mailServer(t);
  const house = await mailHouse(t, `smtp://127.0.0.1:${server.port}?tls.rejectUnauthorized=false`);
  await house.send('ada@example.com', 'training', notice('Hi\r\nBcc: eve@example.com\r\n\r\nBody'));
  await house.status('sent');
  assert.deepEqual(server.received[0]?.to, ['ada@example.com']);
  const [headers] = (server.received[0]?.text ?? '').split('\r\n\r\n');
  assert.match(headers ?? '', /^Subject: Hi Bcc: eve@example.com Body\r$/m);
  assert.doesNotMatch(headers ?? '', /^Bcc:/m);
});
