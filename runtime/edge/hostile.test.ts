import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { testModel } from '../model/test-model.ts';
import { wordAt } from '../oracle/index.ts';
import { NATIVE_TARGET, runEdge, type Served, serveEdge, TEST_CACHE } from './edge-program.ts';
import { buildEdgeBinary } from './index.ts';

describe('an edge program among hostile clients', () => {
  let dir = '';
  let program = '';
  let edge: Served;
  let slow: Promise<void>;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'signalbox-hostile-'));
    program = join(dir, 'edge');
    await buildEdgeBinary({
      model: testModel(),
      quantized: null,
      target: NATIVE_TARGET,
      cacheDir: TEST_CACHE,
      output: program,
    });
    edge = await serveEdge(program);
    slow = dripping(await serveEdge(program));
  });
  after(async () => {
    assert.equal(await edge?.stop(), 0, 'it is still there, and ends cleanly');
    await rm(dir, { recursive: true, force: true });
  });

  /** Sends a request byte by byte, never finishing it, until the program has had enough. */
  function dripping(served: Served): Promise<void> {
    const socket = connect(served.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('POST /predict HTTP/1.1\r\nContent-Length: 1000\r\n\r\n');
    const drip = setInterval(() => socket.write(' '), 200);
    return new Promise<void>((done) => socket.once('close', done)).then(async () => {
      clearInterval(drip);
      assert.equal(await served.stop(), 0);
    });
  }

  const open = () =>
    new Promise<Socket>((done) => {
      const socket = connect(edge.port, '127.0.0.1', () => done(socket));
      socket.on('error', () => undefined);
    });

  /** Sends bytes as they are and returns everything that comes back until the other side hangs up or `enough`. */
  async function exchange(bytes: string | Buffer, enough?: RegExp, end = true): Promise<string> {
    const socket = await open();
    socket.setTimeout(5000, () => socket.destroy());
    let answer = '';
    const closed = new Promise<void>((done) => socket.once('close', () => done()));
    socket.setEncoding('latin1').on('data', (text: string) => {
      answer += text;
      if (enough?.test(answer)) socket.destroy();
    });
    socket.write(bytes);
    if (end) socket.end();
    await closed;
    return answer;
  }
  const alive = async () => assert.equal((await fetch(`${edge.url}/health`)).status, 200);
  const predict = (body: string, headers = '') =>
    `POST /predict HTTP/1.1\r\nHost: x\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

  it('answers what is no HTTP with 400 and hangs up', async () => {
    for (const bytes of [
      'hello\r\n\r\n',
      'GET /health\r\n\r\n',
      'GET /health HTTP/2.0\r\n\r\n',
      'GET health HTTP/1.1\r\n\r\n',
      'GET /health HTTP/1.1\r\nbroken header\r\n\r\n',
      'GET /health HTTP/1.1\r\n: empty\r\n\r\n',
      'GET /health HTTP/1.1\r\nA: b\0c\r\n\r\n',
      'POST /predict HTTP/1.1\r\nContent-Length: -1\r\n\r\n',
      'POST /predict HTTP/1.1\r\nContent-Length: 1e3\r\n\r\n',
      'POST /predict HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n',
      'POST /predict HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc',
      `\x16\x03\x01${'\xff'.repeat(200)}\r\n\r\n`,
    ]) {
      assert.match(
        await exchange(Buffer.from(bytes, 'latin1'), undefined, false),
        /^HTTP\/1\.1 400 /,
        JSON.stringify(bytes),
      );
    }
    assert.match(
      await exchange(`GET /health HTTP/1.1\r\nA: ${'a'.repeat(20_000)}`, undefined, false),
      /^HTTP\/1\.1 431 /,
    );
    assert.match(
      await exchange('POST /predict HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n', undefined, false),
      /^HTTP\/1\.1 411 /,
    );
    await alive();
  });

  it('refuses a body of a gigabyte before it comes', async () => {
    assert.match(
      await exchange('POST /predict HTTP/1.1\r\nContent-Length: 1000000000\r\n\r\n', undefined, false),
      /^HTTP\/1\.1 413 /,
    );
    await alive();
  });

  it('keeps a connection open, takes requests in pieces and several at once, and tells who waits to go on', async () => {
    const socket = await open();
    let answer = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      answer += text;
    });
    const until = async (pattern: RegExp) => {
      while (!pattern.test(answer)) await new Promise((done) => setTimeout(done, 5));
      answer = '';
    };
    const bytes = predict('[20,21,22]');
    for (let i = 0; i < bytes.length; i += 7) {
      socket.write(bytes.slice(i, i + 7));
      await new Promise((done) => setImmediate(done));
    }
    await until(/"score":/);
    socket.write(`${predict('[20,21,22]') + predict('[1]')}GET /health HTTP/1.1\r\n\r\n`);
    await until(/200 OK[\s\S]*422[\s\S]*"status":"ok"/);
    socket.write('POST /predict HTTP/1.1\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n');
    await until(/^HTTP\/1\.1 100 Continue\r\n\r\n$/);
    socket.write('[20,21,22]');
    await until(/"score":/);
    socket.write('GET /health HTTP/1.0\r\n\r\n');
    await new Promise((done) => socket.once('close', done));
    assert.match(answer, /Connection: close/);
  });

  it('serves others while more clients than it has places for send nothing', async () => {
    const idle = await Promise.all(Array.from({ length: 80 }, open));
    for (const socket of idle.slice(40)) socket.write('POST /predict HTTP/1.1\r\nContent-Length: 100\r\n\r\n[');
    for (let i = 0; i < 5; i++) await alive();
    for (const socket of idle) socket.destroy();
  });

  it('survives a thousand damaged requests', async () => {
    const seeds = [
      predict('{"window":[[20,21,22],{"sensor_1":1.5e3,"sensor_2":null}],"timestamp":"\\u00e9\\ud83d\\ude00"}'),
      predict(
        '{"features":{"sensor_\\u0031":-0.5,"sensor_2":true}}',
        'Expect: 100-continue\r\nConnection: keep-alive\r\n',
      ),
      'GET /predict?x=%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    ].map((text) => Buffer.from(text));
    const special = Buffer.from('{}[]",:\\\r\n\0-e.u9\xff ', 'latin1');
    for (let round = 0; round < 60; round++) {
      await Promise.all(
        Array.from({ length: 20 }, (_, i) => {
          const word = (n: number) => wordAt(round * 100 + i, n);
          const bytes = Buffer.from(seeds[word(0) % seeds.length] as Buffer);
          for (let k = 0; k < 1 + (word(1) % 4); k++)
            bytes[word(2 * k + 3) % bytes.length] = special[word(2 * k + 4) % special.length] as number;
          return exchange(word(2) % 4 === 0 ? bytes.subarray(0, word(20) % bytes.length) : bytes);
        }),
      );
    }
    await alive();
  });

  it('survives damaged rows on standard input', async () => {
    const csv = `time,sensor_1,sensor_2,sensor_3\n${'2026-01-01,"1",2.5,3\n'.repeat(50)}`;
    const json = '{"sensor_1":1,"sensor_2":[2,{"a":null}]}\n[1,2,3]\n'.repeat(50);
    const special = '\0"\\,;{}[]\n\r\t-e\u00ff';
    await Promise.all(
      Array.from({ length: 40 }, async (_, i) => {
        let text = i % 2 === 0 ? csv : json;
        for (let k = 0; k < 20; k++) {
          const at = wordAt(i, k) % text.length;
          text = text.slice(0, at) + special[wordAt(i, 100 + k) % special.length] + text.slice(at + 1);
        }
        const { status, stdout } = await runEdge([program, '--stdin'], text);
        assert.ok([0, 1, 2].includes(status), `status ${status}`);
        for (const line of stdout.split('\n').filter(Boolean)) JSON.parse(line);
      }),
    );
  });

  it('hangs up on a client that takes for ever', () => slow);
});
