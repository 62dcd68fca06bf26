import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createScorer, type Model } from '../model/index.ts';
import { collect, testModel, testRows, testScoring } from '../model/test-model.ts';
import { NATIVE_TARGET, type Served, serveEdge, TEST_CACHE } from './edge-program.ts';
import { buildEdgeBinary } from './index.ts';

type Json = Record<string, unknown>;

describe('an edge program over HTTP', () => {
  let dir = '';
  let program = '';
  let edge: Served;
  let model: Model;

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'signalbox-edge-'));
    model = testModel();
    model.columns = ['supply_temp', 'fan "speed"', 'Température'];
    model.scoring = testScoring(model.columns);
    program = join(dir, 'edge');
    await buildEdgeBinary({ model, quantized: null, target: NATIVE_TARGET, cacheDir: TEST_CACHE, output: program });
    edge = await serveEdge(program);
  });
  after(async () => {
    await edge?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const get = async (path: string, from = edge) => {
    const response = await fetch(from.url + path);
    return { status: response.status, headers: response.headers, body: (await response.json()) as Json };
  };
  const post = async (body: unknown, to = edge) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${to.url}/predict`, { method: 'POST', body: text });
    return { status: response.status, body: (await response.json()) as Json };
  };

  it('says that it is well, what it runs and since when', async () => {
    const { status, headers, body } = await get('/health');
    assert.equal(status, 200);
    assert.equal(headers.get('content-type'), 'application/json');
    assert.equal(headers.get('x-prometheus-edge-version'), body.version);
    const { timestamp, uptime, uptime_secs, version, ...rest } = body;
    assert.deepEqual(rest, {
      status: 'ok',
      unit_id: '',
      model: 'Pump 3',
      model_version: 'v2',
      model_id: 'mdl_0a1b2c3d',
    });
    assert.match(String(timestamp), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.match(String(version), /^\d+\.\d+\.\d+$/);
    assert.ok(typeof uptime === 'number' && uptime === uptime_secs);
  });

  it('has no prediction before the first row, and says so with 503 no_data', async () => {
    const fresh = await serveEdge(program);
    const { status, body } = await get('/predict', fresh);
    assert.deepEqual([status, body.error], [503, 'no_data']);
    assert.equal(typeof body.message, 'string');
    const metrics = (await get('/metrics', fresh)).body;
    assert.deepEqual(
      [metrics.latest_score, metrics.latest_prediction_time, metrics.total_predictions],
      [null, null, 0],
    );
    assert.equal(await fresh.stop(), 0, 'SIGTERM ends it cleanly');
  });

  it('takes a row as an array, a map, {values} or {features}, and scores each with the rows before it, like the server', async () => {
    const fresh = await serveEdge(program);
    const rows = testRows(model, 4);
    const row = (i: number) => [...rows.subarray(i * 3, i * 3 + 3)];
    const named = (i: number) => Object.fromEntries(model.columns.map((name, f) => [name, row(i)[f]]));
    const bodies = [
      row(0),
      { ...named(1), unknown: 'x' },
      { values: row(2), timestamp: '2026-01-01T00:03:00Z' },
      { features: named(3) },
    ];
    const answers: Json[] = [];
    for (const body of bodies) {
      const answer = await post(body, fresh);
      assert.equal(answer.status, 200);
      answers.push(answer.body);
    }
    const scorer = await createScorer({ model, cacheDir: TEST_CACHE });
    const [scored] = await collect(scorer.score([rows]));
    await scorer.close();
    answers.forEach((answer, i) => {
      assert.ok(Math.abs((answer.score as number) - (scored?.scores[i] as number)) <= 1e-5);
      assert.equal(answer.anomaly, scored?.anomalies[i]);
    });

    const { prediction, ...flat } = answers[2] as { prediction: Json } & Json;
    assert.deepEqual(Object.keys(prediction), [
      'predictions',
      'anomaly_score',
      'health_score',
      'timestamp',
      'prediction_number',
    ]);
    for (const key of ['predictions', 'anomaly_score', 'health_score']) assert.deepEqual(flat[key], prediction[key]);
    assert.deepEqual(
      [prediction.prediction_number, flat.sensor_timestamp, flat.threshold],
      [3, '2026-01-01T00:03:00Z', 1],
    );
    assert.deepEqual(flat.features_used, model.columns);
    assert.deepEqual(Object.keys(flat.contributions as Json), model.columns);
    const sum = Object.values(flat.contributions as Record<string, number>).reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(sum - (flat.score as number)) < 1e-6);
    assert.ok(Math.abs((flat.anomaly_score as number) - (1 - 2 ** -(flat.score as number))) < 1e-6);
    assert.ok(Math.abs((flat.anomaly_score as number) + (flat.health_score as number) - 1) < 1e-6);

    assert.deepEqual((await get('/predict', fresh)).body, answers[3]);
    const metrics = (await get('/metrics', fresh)).body;
    assert.deepEqual(
      [metrics.total_predictions, metrics.predictions_total, metrics.input_dim, metrics.output_dim],
      [4, 4, 3, 3],
    );
    assert.deepEqual(
      [metrics.latest_score, metrics.anomaly_threshold, metrics.score_threshold],
      [answers[3]?.score, 0.5, 1],
    );
    assert.deepEqual([metrics.sensor_count, metrics.last_sensor_poll, metrics.model_name], [3, null, 'Pump 3']);
    await fresh.stop();
  });

  it('scores a window apart from its own rows, also a short one and one with readings missing', async () => {
    await post([20, 23, 26]);
    const before = (await get('/predict')).body;
    const rows = testRows(model, 8);
    const window = Array.from({ length: 8 }, (_, i) => [...rows.subarray(i * 3, i * 3 + 3)]);
    const scorer = await createScorer({ model, cacheDir: TEST_CACHE });
    const [scored] = await collect(scorer.score([rows]));
    await scorer.close();
    for (const length of [1, 3, 8]) {
      const { status, body } = await post({ window: window.slice(0, length) });
      assert.equal(status, 200);
      assert.ok(Math.abs((body.score as number) - (scored?.scores[length - 1] as number)) <= 1e-5);
    }
    assert.equal((await post({ window: [[null, 1, 2], { supply_temp: 21 }] })).status, 200);
    assert.deepEqual((await get('/predict')).body, before);
  });

  it('refuses what is no row, with the documented codes', async () => {
    const cases: [string, number, string][] = [
      ['', 400, 'empty_body'],
      ['{', 400, 'invalid_json'],
      ['nonsense', 400, 'invalid_json'],
      ['[1,2,3', 400, 'invalid_json'],
      ['[1,2,03]', 400, 'invalid_json'],
      ['{"a":1}{}', 400, 'invalid_json'],
      ['[1,2,\u0000]', 400, 'invalid_json'],
      ['['.repeat(3000), 400, 'invalid_json'],
      ['[]', 400, 'empty_features'],
      ['{}', 400, 'empty_features'],
      ['{"values":[]}', 400, 'empty_features'],
      ['{"window":[]}', 400, 'empty_features'],
      ['[1,2]', 422, 'inference_error'],
      ['[1,2,3,4]', 422, 'inference_error'],
      ['[1,2,"3"]', 422, 'inference_error'],
      ['[1,2,1e999]', 422, 'inference_error'],
      ['{"other":1}', 422, 'inference_error'],
      ['{"supply_temp":[1]}', 422, 'inference_error'],
      ['"text"', 422, 'inference_error'],
      ['{"window":[[1,2,3],[1]]}', 422, 'inference_error'],
      [JSON.stringify({ window: Array(500).fill([1, 2, 3]) }), 422, 'inference_error'],
      [`[1,2,${' '.repeat(70_000)}3]`, 413, 'payload_too_large'],
    ];
    for (const [body, status, error] of cases) {
      const answer = await post(body);
      assert.deepEqual([answer.status, answer.body.error], [status, error], body.slice(0, 40));
      assert.equal(typeof answer.body.message, 'string');
    }
    assert.equal((await get('/health')).status, 200);
  });

  it('answers 404 not_found elsewhere', async () => {
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/predictions'],
      ['DELETE', '/predict'],
      ['POST', '/health'],
    ] as const) {
      const response = await fetch(edge.url + path, { method });
      assert.deepEqual(
        [response.status, ((await response.json()) as Json).error],
        [404, 'not_found'],
        `${method} ${path}`,
      );
    }
    assert.equal((await get('/health?deep=1')).status, 200);
  });

  it('stays below 4 MB resident', async (t) => {
    const status = await readFile(`/proc/${edge.pid}/status`, 'utf8').catch(() => undefined);
    if (!status) return t.skip('procfs not installed');
    assert.ok(Number(/VmHWM:\s*(\d+)/.exec(status)?.[1]) <= 4096);
  });

  describe('with a configuration', () => {
    it('polls the nexus, scores its latest readings as rows, and survives its absence', async () => {
      const asked: string[] = [];
      const replies: (() => [number, string])[] = [
        () => [500, '{}'],
        () => [
          200,
          JSON.stringify({ timestamp: '2026-02-03T04:05:06Z', sensors: { t_supply: 21, fan: 24, 'T-out': null } }),
        ],
        () => [200, 'not json'],
        () => [200, JSON.stringify({ values: { t_supply: 22, fan: 25, 'T-out': 26 } })],
      ];
      const nexus = createServer((request, response) => {
        asked.push(request.url ?? '');
        const [status, body] = (
          replies.shift() ?? (() => [200, '{"sensors":{"t_supply":22,"fan":25,"T-out":26}}'] as [number, string])
        )();
        response.writeHead(status).end(body);
      });
      await new Promise<void>((done) => nexus.listen(0, '127.0.0.1', done));
      const config = join(dir, 'edge.json');
      const url = `http://127.0.0.1:${(nexus.address() as AddressInfo).port}/nexus/`;
      await writeFile(
        config,
        JSON.stringify({
          nexus_url: url,
          features: ['t_supply', 'fan', 'T-out'],
          unit_id: 'ahu-1',
          poll_interval_secs: 0.1,
          inference_interval_secs: 0.1,
          anomaly_threshold: 0,
          model_path: '/ignored',
        }),
      );
      const polling = await serveEdge(program, ['-c', config]);
      let metrics: Json = {};
      while ((metrics.total_predictions ?? 0) === 0 || (metrics.sensor_count ?? 0) !== 3) {
        metrics = (await get('/metrics', polling)).body;
        await new Promise((done) => setTimeout(done, 30));
      }
      const { body } = await get('/predict', polling);
      assert.deepEqual([metrics.unit_id, metrics.anomaly_threshold, body.anomaly], ['ahu-1', 0, true]);
      assert.ok(asked.every((path) => path === '/nexus/sensors'));
      assert.deepEqual(body.features_used, model.columns);
      assert.equal(await polling.stop(), 0);
      nexus.closeAllConnections();
      nexus.close();
    });

    it('refuses one that makes no sense, and says why', async () => {
      const config = join(dir, 'wrong.json');
      for (const [text, why] of [
        ['{', /ends too early/],
        ['[]', /not a JSON object/],
        ['{"http_port":70000}', /http_port/],
        ['{"features":["a"]}', /one sensor for each feature/],
        ['{"nexus_url":"ftp://x"}', /must begin with http/],
        ['{"anomaly_threshold":2}', /anomaly_threshold/],
        ['{"colour":"red"}', /does not know: colour/],
      ] as const) {
        await writeFile(config, text);
        await assert.rejects(serveEdge(program, ['--config', config]), why, text);
      }
      await assert.rejects(serveEdge(program, ['-c', join(dir, 'absent.json')]), /cannot be read/);
      await assert.rejects(serveEdge(program, ['--port', '70000']), /--port takes/);
      await assert.rejects(serveEdge(program, ['--nonsense']), /usage/);
    });
  });
});
