import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { WebSocket } from 'ws';
import { startTrainingApp } from '../../../../test/support/training-app.ts';
import { endless, quick } from '../../../../test/support/training-data.ts';

const app = await startTrainingApp({ after });
const me = app.administrator;
const dataset = await app.dataset(me);

type Frame = Record<string, unknown> & { type: string; sequence: number | null };

async function start(hyperparameters: object): Promise<string> {
  const body = { dataset_id: dataset.id, hyperparameters };
  const answer = await app.request('POST', '/api/v1/training/start', { token: me.token, body });
  return (answer.json() as { id: string }).id;
}

const stop = (id: string) => app.request('POST', `/api/v1/training/${id}/stop`, { token: me.token });

/** The frames of a socket, until it is closed or `enough` of them came. */
function follow(path: string, token: string | undefined, enough: (frames: Frame[]) => boolean = () => false) {
  return new Promise<{ frames: Frame[]; code: number; status?: number }>((resolve, reject) => {
    const url = `${app.url.replace('http', 'ws')}${path}`;
    const socket = new WebSocket(url, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });
    const frames: Frame[] = [];
    socket.on('message', (data) => {
      frames.push(JSON.parse(String(data)));
      if (enough(frames)) socket.close(4000);
    });
    socket.on('close', (code) => resolve({ frames, code }));
    socket.on('unexpected-response', (_request, response) => {
      response.resume();
      resolve({ frames, code: 0, status: response.statusCode as number });
    });
    socket.on('error', reject);
  });
}

test('each epoch is a frame, the last one says how the run ended, and then the socket closes with 1000', async () => {
  const id = await start({ ...quick, epochs: 4, early_stopping_patience: 0 });
  const { frames, code } = await follow(`/ws/training/${id}`, me.token);
  assert.equal(code, 1000);
  const end = frames.pop() as Frame;
  const epochs = frames.map(({ current_epoch }) => current_epoch as number);
  assert.equal(epochs.at(-1), 4);
  assert.deepEqual(
    epochs,
    Array.from(epochs, (_, i) => (epochs[0] as number) + i),
    'in order and without a gap',
  );
  for (const frame of frames) {
    assert.equal(frame.type, 'epoch_update');
    assert.equal(frame.run_id, id);
    assert.equal(frame.total_epochs, 4);
    for (const name of ['train_loss', 'val_loss', 'best_val_loss', 'learning_rate', 'elapsed_seconds']) {
      assert.equal(typeof frame[name], 'number', name);
    }
  }
  assert.deepEqual([end.type, end.status, end.current_epoch], ['training_complete', 'completed', 4]);
  const metrics = end.final_metrics as { train_loss: number; val_loss: number }[];
  assert.equal(metrics.length, 4);
  assert.equal(end.best_val_loss, Math.min(...metrics.map(({ val_loss }) => val_loss)));
  assert.match(end.model_id as string, /^mdl_/);
});

test('who connects late gets the latest epoch and the end', async () => {
  const id = await start(quick);
  await app.finished(me, id);
  const { frames, code } = await follow(`/ws/training/${id}`, me.token);
  assert.equal(code, 1000);
  assert.deepEqual(
    frames.map(({ type }) => type),
    ['epoch_update', 'training_complete'],
  );
  assert.equal(frames[0]?.current_epoch, 3);
});

test('with ?after= a reader goes on behind the frame it saw last', async () => {
  const id = await start(endless);
  const first = await follow(`/ws/training/${id}`, me.token, (frames) => frames.length >= 3);
  const seen = first.frames[1] as Frame;
  const again = await follow(`/ws/training/${id}?after=${seen.sequence}`, me.token, (frames) => frames.length >= 2);
  assert.deepEqual(again.frames[0], first.frames[2]);
  await stop(id);
  const { frames } = await follow(`/ws/training/${id}?after=${again.frames.at(-1)?.sequence}`, me.token);
  assert.equal(frames.at(-1)?.status, 'stopped');
  const nothing = await follow(`/ws/training/${id}?after=${frames.at(-1)?.sequence}`, me.token);
  assert.deepEqual(
    nothing.frames.map(({ type, status }) => [type, status]),
    [['training_complete', 'stopped']],
  );
  await app.finished(me, id);
});

test('a stopped run ends its sockets with a last frame', async () => {
  const id = await start(endless);
  const following = follow(`/ws/training/${id}?token=${me.token}`, undefined);
  await follow(`/ws/training/${id}`, me.token, (frames) => frames.length >= 1);
  await stop(id);
  const { frames, code } = await following;
  assert.equal(code, 1000);
  assert.equal(frames.at(-1)?.status, 'stopped');
  assert.ok(frames.slice(0, -1).every(({ type }) => type === 'epoch_update'));
  await app.finished(me, id);
});

test('a run that fails says why', async () => {
  const still = await app.dataset(me, {
    csv: `timestamp,a\n${Array.from({ length: 30 }, (_, i) => `${i},7`).join('\n')}\n`,
  });
  const body = { dataset_id: still.id, hyperparameters: quick };
  const { id } = (await app.request('POST', '/api/v1/training/start', { token: me.token, body })).json() as {
    id: string;
  };
  const { frames, code } = await follow(`/ws/training/${id}`, me.token);
  assert.equal(code, 1000);
  assert.equal(frames.at(-1)?.status, 'failed');
  assert.match(frames.at(-1)?.error as string, /No sensor ever changes/);
});

test('strangers do not get as far as a socket', async () => {
  const id = await start(quick);
  const status = async (path: string, token?: string) => (await follow(path, token)).status;
  assert.equal(await status(`/ws/training/${id}`), 401);
  assert.equal(await status(`/ws/training/${id}?token=nonsense`), 401);
  assert.equal(await status('/ws/training/tr_none', me.token), 404);
  assert.equal(await status(`/ws/training/${id}?after=x`, me.token), 400);
  assert.equal(await status(`/ws/training/${id}`, (await app.person('operator', me.tenantId)).token), 403);
  assert.equal(await status(`/ws/training/${id}`, (await app.person('owner')).token), 404);
  await app.finished(me, id);
});

test('a socket ends with the session that opened it', async () => {
  const id = await start(endless);
  const token = await app.logIn(me.username);
  let leaving = false;
  const { code } = await follow(`/ws/training/${id}`, token, () => {
    if (!leaving) void app.request('POST', '/api/v1/auth/logout', { token });
    leaving = true;
    return false;
  });
  assert.equal(code, 1008);
  await stop(id);
  await app.finished(me, id);
});
