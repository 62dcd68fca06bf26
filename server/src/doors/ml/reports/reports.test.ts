import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { eventually } from '../../../../test/support/processes.ts';
import { startTrainingApp } from '../../../../test/support/training-app.ts';

const app = await startTrainingApp({ after });
const owner = app.administrator;
const nasty = '<img src=x onerror=alert(1)>"\'';
const { id: datasetId } = await app.dataset(owner, { name: nasty });
const { id: modelId, runId } = await app.model(owner, { datasetId });
const get = (path: string, token = owner.token) => app.request('GET', path, { token });

function assertHarmless({ headers, text }: Awaited<ReturnType<typeof get>>) {
  assert.match(headers.get('content-type') ?? '', /^text\/html/);
  assert.match(headers.get('content-security-policy') ?? '', /^default-src 'none'; style-src 'sha256-[^']+'; /);
  assert.doesNotMatch(text, /<img|<script|javascript:| on\w+="| style="/);
}

test('a training report says what was learned, how, and how well, and holds no markup of others', async () => {
  const report = await get(`/api/v1/training/${runId}?format=report`);
  assert.equal(report.status, 200);
  assertHarmless(report);
  for (const word of [
    'Overview',
    'Hyperparameters',
    'Learning rate',
    'Final metrics',
    'Training loss curve',
    'Recommendations',
  ])
    assert.ok(report.text.includes(word), word);
  assert.match(report.text, /lstm_autoencoder/);
  assert.match(report.text, /&#60;img src=x/);
  const lines = report.text.match(/<polyline points="([^"]+)"/g) ?? [];
  assert.equal(lines.length, 2);
  const run = (await get(`/api/v1/training/${runId}`)).json() as { current_epoch: number };
  assert.equal(lines[0]?.match(/,/g)?.length, run.current_epoch, 'a point for each epoch');
});

test('a certificate names model, program and checksums, and its code is known again', async () => {
  const body = { model_id: modelId, target_ip: '192.0.2.1', target_name: nasty };
  const made = await app.request('POST', '/api/v1/deployments', { token: owner.token, body });
  const { id } = made.json() as { id: string };
  const path = `/api/v1/deployments/${id}`;
  const deployment = await eventually(
    async () => {
      const now = (await get(path)).json() as { status: string; binary_sha256: string; binary_size_bytes: number };
      return now.status === 'failed' && now;
    },
    'nobody is at the address',
    90,
  );
  const model = (await get(`/api/v1/models/${modelId}`)).json() as { sha256?: string };

  const page = await get(`${path}?format=certificate`);
  assert.equal(page.status, 200);
  assertHarmless(page);
  for (const text of [
    id,
    modelId,
    deployment.binary_sha256,
    deployment.binary_size_bytes.toLocaleString('en'),
    '192.0.2.1',
    'int8',
    model.sha256 ?? 'SHA-256',
  ])
    assert.ok(page.text.includes(text), text);
  assert.match(page.text, /Built, not on the device/, 'it does not claim what did not happen');
  const code = /<code>([0-9a-f]{64})<\/code><\/p>/.exec(page.text)?.[1] ?? '';

  const check = async (given: string) => (await get(`${path}/attestation?code=${given}`)).json();
  assert.deepEqual(await check(code), { deployment_id: id, valid: true, algorithm: 'HMAC-SHA-256' });
  assert.deepEqual(await check(code.replace(/.$/, (c) => (c === '0' ? '1' : '0'))), {
    deployment_id: id,
    valid: false,
    algorithm: 'HMAC-SHA-256',
  });
});

test('reports are as private as what they report on', async () => {
  const stranger = await app.person('owner');
  for (const path of [
    `/api/v1/training/${runId}?format=report`,
    '/api/v1/deployments/dep_00000000?format=certificate',
  ]) {
    assert.equal((await get(path, stranger.token)).status, 404);
    assert.equal((await app.request('GET', path)).status, 401);
  }
  assert.equal((await get(`/api/v1/training/${runId}?format=pdf`)).status, 400);
});
