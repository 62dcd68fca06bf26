/* Deleting can be taken back for some seconds; after that, or when the person leaves before, the thing is gone on the server. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { barriers } from './axe.ts';
import { launchChromium, openWindow, overflow, phone, wide } from './chromium.ts';
import { type House, password, sensorCsv, startHouse } from './house.ts';

/** As long as there is a way back, and a little. */
const UNDO_MS = 8_100;

test('what was deleted can be taken back for some seconds, and is gone then', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  // Signs out in the end; the house goes on asking in its own name.
  const body = { username: 'admin', password };
  const { token } = await house.call<{ token: string }>('POST', '/auth/login', body);
  const login = { ...house.login, token };
  const { page, complaints } = await openWindow(browser, house.app.main, { login });
  const sent = deletionsOf(page);
  // Time goes on as always, but can be put forward.
  await page.clock.install();
  const undo = page.getByRole('status').getByRole('button', { name: 'Undo' });
  const inList = (name: string) => page.getByRole('main').getByRole('link', { name });

  await t.test('taken back, it is there again, and the server was not asked', async () => {
    const hall = await house.upload('Hall.csv', sensorCsv(60));
    await deleteDataset(page, hall);
    await page.getByRole('heading', { level: 1, name: 'Datasets' }).waitFor();
    await page.getByRole('status').getByText('Deleted “Hall.csv”.').waitFor();
    assert.equal(await inList('Hall.csv').count(), 0);
    for (const [size, theme] of [
      [wide, 'light'],
      [phone, 'dark'],
      [wide, 'dark'],
      [phone, 'light'],
    ] as const) {
      await page.setViewportSize(size);
      await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
      // Time stands still while the way back has the focus; the lists are asked for again and again meanwhile.
      await undo.focus();
      const asked = page.waitForResponse((answer) => answer.url().endsWith('/api/v1/datasets'));
      await page.clock.fastForward(60_000);
      await asked;
      assert.equal(await inList('Hall.csv').count(), 0, 'out of sight, whatever the server lists');
      assert.deepEqual(await barriers(page), [], theme);
      assert.equal(await overflow(page), 0);
      await screenshot(page, `undo-${size.width}-${theme}`);
    }
    await page.setViewportSize(wide);
    await page.keyboard.press('Enter');
    await inList('Hall.csv').waitFor();
    await page.getByRole('status').getByText('“Hall.csv” is back.').waitFor();
    assert.equal(await page.evaluate('document.activeElement !== document.body'), true, 'the focus is not lost');
    await page.clock.fastForward(UNDO_MS);
    assert.equal((await house.app.request('GET', `/api/v1/datasets/${hall}`, { token: house.me.token })).status, 200);
    assert.deepEqual(sent, []);
  });

  await t.test('of two deleted at once one is taken back by Ctrl-Z, and the other is gone', async () => {
    const [first, second] = [await house.upload('First', sensorCsv(60)), await house.upload('Second', sensorCsv(60))];
    for (const [id, name] of [
      [first, 'First'],
      [second, 'Second'],
    ] as const) {
      await inList(name).click();
      await page.getByRole('heading', { level: 1, name }).waitFor();
      await confirmDelete(page);
      await page.getByRole('heading', { level: 1, name: 'Datasets' }).waitFor();
      assert.match(page.url(), /\/datasets$/, id);
    }
    await page.keyboard.press('Control+z');
    await inList('Second').waitFor();
    assert.equal(await inList('First').count(), 0);
    // Whoever goes back to it finds it gone already.
    await page.evaluate(
      `history.pushState({}, '', '/datasets/${first}'); dispatchEvent(new PopStateEvent('popstate'))`,
    );
    await page.getByRole('heading', { name: 'Dataset not found' }).waitFor();
    await page.clock.fastForward(UNDO_MS);
    await untilGone(house, `/datasets/${first}`);
    assert.deepEqual(sent.splice(0), [`/ml/api/v1/datasets/${first}`]);
    assert.equal((await house.app.request('GET', `/api/v1/datasets/${second}`, { token: house.me.token })).status, 200);
    await page.getByRole('link', { name: 'Datasets' }).last().click();
    await inList('Second').waitFor();
    assert.equal(await inList('First').count(), 0);
    complaints.splice(0); // the browser logs the 404
  });

  await t.test('when the server refuses, it is back, and the reason is told until it was read', async () => {
    const busy = await house.upload('Busy', sensorCsv(200));
    await house.call('POST', `/datasets/${busy}/validate`);
    const hyperparameters = { epochs: 10_000, hidden_dim: 4, sequence_length: 5, early_stopping_patience: 0 };
    const { id } = await house.call('POST', '/training/start', { dataset_id: busy, hyperparameters });
    await deleteDataset(page, busy);
    await undo.waitFor();
    assert.equal(await inList('Busy').count(), 0);
    await page.clock.fastForward(UNDO_MS);
    await inList('Busy').waitFor();
    await page.getByRole('status').getByText("“Busy” is back. Dataset 'Busy' cannot be deleted now").waitFor();
    assert.deepEqual(sent.splice(0), [`/ml/api/v1/datasets/${busy}`]);
    await screenshot(page, 'undo-refused');
    await page.clock.fastForward(60_000);
    await page.getByRole('status').getByRole('button', { name: 'Close' }).click();
    await page.getByText('“Busy” is back.').waitFor({ state: 'detached' });
    await house.call('POST', `/training/${id}/stop`);
    complaints.splice(0); // the browser logs the 409
  });

  await t.test('models, their evaluations, deployments and devices go the same way', async () => {
    const fit = await house.upload('Fit', sensorCsv(200));
    await house.call('POST', `/datasets/${fit}/validate`);
    const { model } = await house.train(fit, 'sentinel');
    await house.call('POST', '/deployments/targets', { name: 'Pump', ip: '10.0.0.1', username: 'me', password: 'x' });
    const { id: deployment } = await house.call('POST', '/deployments', { model_id: model, target_ip: '192.0.2.1' });
    const [device] = await house.call<{ id: string }[]>('GET', '/deployments/targets');
    for (;;) {
      if ((await house.call('GET', `/deployments/${deployment}`)).status === 'failed') break;
      await wait(100);
    }
    await page.goto('/deployments');
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('button', { name: 'Remove the device' }).click();
    await page.getByText('No device is registered').waitFor();
    assert.equal(await page.evaluate('document.activeElement !== document.body'), true, 'the focus is not lost');
    await page.getByRole('link', { name: '192.0.2.1' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.getByText('Nothing was deployed yet').waitFor();
    await page.clock.fastForward(UNDO_MS);
    await untilGone(house, `/deployments/${deployment}`);

    await page.goto(`/models/${model}`);
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete the model' }).click();
    await page.getByRole('heading', { level: 1, name: 'Models' }).waitFor();
    assert.equal(await inList('Fit').count(), 0);
    await page.getByRole('link', { name: 'Evaluations' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Evaluations' }).waitFor();
    assert.equal(await inList('Fit').count(), 0);
    await page.clock.fastForward(UNDO_MS);
    await untilGone(house, `/models/${model}`);
    assert.deepEqual(
      sent.splice(0).map((path) => path.split('/').at(-1)),
      [device?.id, deployment, model],
    );
  });

  await t.test('whoever closes the window cannot take it back, either', async () => {
    const closed = await house.upload('Closed', sensorCsv(60));
    const window = await openWindow(browser, house.app.main, { login });
    await deleteDataset(window.page, closed);
    await window.page.getByRole('button', { name: 'Undo' }).waitFor();
    await window.page.close({ runBeforeUnload: true });
    await untilGone(house, `/datasets/${closed}`);
  });

  for (const [way, leave] of [
    ['is loaded again', () => page.reload()],
    ['is out of sight', hide],
    ['makes something new of the same name', () => uploadAgain(page)],
    ['signs out', () => page.getByRole('button', { name: 'Sign out' }).click()],
  ] as const)
    await t.test(`whoever ${way} cannot take it back: it is gone at once`, async () => {
      const left = await house.upload('Left', sensorCsv(60));
      await deleteDataset(page, left);
      await undo.waitFor();
      await leave(page);
      await untilGone(house, `/datasets/${left}`);
      await undo.waitFor({ state: 'detached' });
    });

  assert.deepEqual(complaints, []);
});

async function confirmDelete(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete the dataset' }).click();
}

async function deleteDataset(page: Page, id: string): Promise<void> {
  await page.goto(`/datasets/${id}`);
  await confirmDelete(page);
}

/** As when another tab is chosen, which a browser without a screen cannot do. */
async function hide(page: Page): Promise<void> {
  await page.evaluate(`Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
    delete document.visibilityState`);
}

async function uploadAgain(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Upload readings' }).first().click();
  const file = { name: 'left.csv', mimeType: 'text/csv', buffer: Buffer.from(sensorCsv(60)) };
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
}

function deletionsOf(page: Page): string[] {
  const paths: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'DELETE') paths.push(new URL(request.url()).pathname);
  });
  return paths;
}

async function untilGone({ app, me }: House, path: string): Promise<void> {
  while ((await app.request('GET', `/api/v1${path}`, { token: me.token })).status !== 404) await wait(50);
}

async function screenshot(page: Page, name: string): Promise<void> {
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png` });
}
