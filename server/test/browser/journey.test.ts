/* What somebody who never reads the API does in the browser, from signing in to a program for a device. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import type { Page } from 'playwright-core';
import { dropFile, launchChromium, openWindow } from './chromium.ts';
import { password, sensorCsv, startHouse } from './house.ts';

/** Settings that train in a second or two, typed into the form. */
async function typeQuickSettings(page: Page, epochs: number): Promise<void> {
  const values = {
    Epochs: epochs,
    'Batch size': 16,
    'Hidden width': 4,
    Bottleneck: 2,
    Layers: 1,
    Window: 5,
    Patience: 0,
  };
  for (const [name, value] of Object.entries(values)) await page.getByLabel(name, { exact: true }).fill(String(value));
}

test('sign in, upload, validate, train, look at the model, deploy, sign out', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  // Port 9 of this machine: nobody answers there.
  const house = await startHouse(t, { SIGNALBOX_OUTBOUND_ALLOW: '127.0.0.1' });
  const { page, complaints } = await openWindow(browser, house.app.main);
  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });
  let isBroken = false;
  // Each step begins where the one before ended.
  const step = (name: string, walk: () => Promise<void>) =>
    t.test(name, async (s) => {
      if (isBroken) return s.skip('a step before it failed');
      isBroken = true;
      await walk();
      isBroken = false;
    });

  await step('a stranger is led to the sign-in page, and from there to where they wanted to go', async () => {
    await page.goto('/datasets');
    await heading('Sign in').waitFor();
    await page.getByLabel('Username').fill('admin');
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('Invalid credentials').waitFor();
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await heading('Datasets').waitFor();
    assert.equal(new URL(page.url()).pathname, '/datasets');
    complaints.splice(0); // The browser logs the refused login as an error.
  });

  await step('a file is dropped, and arrives under its name', async () => {
    await page.getByText('No readings yet').waitFor();
    await dropFile(page, 'main', { name: 'hall-ahu-1.csv', content: sensorCsv(400) });
    const form = page.getByRole('dialog', { name: 'Upload readings' });
    assert.equal(await form.getByLabel('Name of the dataset').inputValue(), 'Hall ahu 1');
    await form.getByLabel('Location (optional)').fill('Harbour hall');
    await form.getByRole('button', { name: 'Upload', exact: true }).click();
    await page.getByText('400 rows arrived. Validate it next.').waitFor();
    await page.getByRole('region', { name: 'Uploads' }).getByRole('link', { name: 'Hall ahu 1' }).click();
    await heading('Hall ahu 1').waitFor();
  });

  await step('its readings are plotted, and it is found fit for training', async () => {
    await page.getByRole('img', { name: 'supply_temp over time' }).locator('canvas').waitFor();
    await page.getByRole('button', { name: 'Validate' }).click();
    await page.getByText('nothing is amiss').waitFor();
    await page.getByRole('button', { name: 'Unlock' }).waitFor();
  });

  await step('a training starts from the recommendation and is watched to its end', async () => {
    await page.getByRole('link', { name: 'Train a model' }).click();
    await heading('Start a training').waitFor();
    assert.equal(await page.getByLabel('Epochs', { exact: true }).inputValue(), '100');
    await page.getByRole('radio', { name: /LSTM autoencoder/ }).check();
    await page.getByLabel('Epochs', { exact: true }).fill('0');
    await page.getByRole('button', { name: 'Start the training' }).click();
    await page.getByText('A whole number from 1 to 10,000, please.').waitFor();
    await typeQuickSettings(page, 30);
    await page.getByRole('button', { name: 'Start the training' }).click();
    await heading('Hall ahu 1').waitFor();
    await page.getByRole('img', { name: /^Losses of \d+ epochs$/ }).waitFor();
    await page.getByRole('link', { name: 'To the model' }).waitFor({ timeout: 120_000 });
    await page.getByRole('img', { name: 'Losses of 30 epochs' }).waitFor();
  });

  await step('the model shows what it found, and what another threshold would change', async () => {
    await page.getByRole('link', { name: 'To the model' }).click();
    await heading(/Hall ahu 1/).waitFor();
    const slider = page.getByLabel('If the threshold were another');
    await slider.waitFor();
    const before = await page.getByText(/faults found, .* missed/).textContent();
    await slider.press('End');
    assert.notEqual(await page.getByText(/faults found, .* missed/).textContent(), before);
    assert.match((await page.getByText(/faults found, .* missed/).textContent()) ?? '', / 0 missed/);
    await page.getByRole('button', { name: "Back to the model's own" }).click();
    assert.equal(await page.getByText(/faults found, .* missed/).textContent(), before);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ]);
    assert.match(file.suggestedFilename(), /\.axonml$/);
    assert.equal((await readFile(await file.path())).subarray(0, 6).toString(), 'AXONML');
  });

  await step('it scores rows that are pasted in, and says which sensor made them unusual', async () => {
    await page.getByRole('link', { name: 'Score readings' }).click();
    await page.getByText('Some pasted here').click();
    const rows = Array.from({ length: 30 }, (_, i) => `55,72,${i === 29 ? 400 : 78}`);
    await page.getByLabel('Rows').fill(['supply_temp,return_temp,fan_speed', ...rows].join('\n'));
    await page.getByRole('button', { name: 'Score', exact: true }).click();
    await page.getByText(/anomal(y|ies) in 30 rows/).waitFor();
    await page.getByRole('row', { name: /^30 .*fan_speed/ }).waitFor();
    await page.goBack();
  });

  await step(
    'a device that cannot be reached fails the deployment with the reason, and leaves the program',
    async () => {
      await page.getByRole('link', { name: 'Deploy', exact: true }).click();
      await heading('Deploy a model').waitFor();
      await page.getByLabel('Device').selectOption({ label: 'One that is not registered' });
      await page.getByRole('button', { name: 'Register a device instead' }).click();
      const form = page.getByRole('dialog', { name: 'Register a device' });
      await form.getByLabel('Name').fill('Pump house');
      await form.getByLabel('Address').fill('127.0.0.1');
      await form.getByLabel('SSH port').fill('9');
      await form.getByText('With a password').click();
      await form.getByLabel('Password', { exact: true }).fill('correct horse');
      await form.getByText('Processor, port and folder').click();
      await form.getByLabel('Processor').selectOption({ label: 'PC, 64-bit (x86_64)' });
      await form.getByRole('button', { name: 'Register' }).click();
      await page.getByText('Pump house is registered.').waitFor();
      await page.getByRole('button', { name: 'Deploy' }).click();
      await heading('Pump house').waitFor();
      // The first program of a machine is compiled from nothing.
      const reason = page.getByRole('alert').filter({ hasText: '127.0.0.1' });
      await reason.waitFor({ timeout: 180_000 });
      await page.getByRole('listitem').filter({ hasText: 'Transferring' }).getByText('(failed)').waitFor();
      await page.getByRole('log').getByText('compiled by').waitFor();
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download the program' }).click(),
      ]);
      assert.equal((await readFile(await file.path())).subarray(1, 4).toString(), 'ELF');
      await page.getByRole('button', { name: 'Try again' }).waitFor();
    },
  );

  await step('the dashboard says what needs a person, and signing out forgets everything', async () => {
    await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'Dashboard' }).click();
    await page.getByText('The deployment to Pump house failed').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await heading('Sign in').waitFor();
    assert.equal(await page.evaluate("localStorage.getItem('signalbox.session')"), null);
    await page.goto('/models');
    await heading('Sign in').waitFor();
    assert.deepEqual(complaints, []);
  });
});

test('the progress bar of an upload shows how much has left, and an upload can be called off', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const { page, context } = await openWindow(browser, house.app.main, { login: house.login });
  const network = await context.newCDPSession(page);
  await network.send('Network.emulateNetworkConditions', {
    ...{ offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 400_000 },
  });
  await page.goto('/datasets');
  await page.getByText('No readings yet').waitFor();
  await dropFile(page, 'main', { name: 'long.csv', content: sensorCsv(40_000) });
  await page.getByRole('dialog').getByRole('button', { name: 'Upload', exact: true }).click();
  const bar = page.getByRole('progressbar', { name: 'Upload of Long' });
  const parts = new Set<number>();
  while (parts.size < 3) {
    const now = Number(await bar.getAttribute('aria-valuenow'));
    assert.ok(now >= 0 && now <= 100);
    parts.add(now);
  }
  await page.getByRole('button', { name: 'Call off the upload of Long' }).click();
  await bar.waitFor({ state: 'detached' });
  assert.deepEqual(await house.call('GET', '/datasets'), []);
});

test('a line that breaks in the middle of a training is opened again, and no epoch is missing', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const dataset = await house.upload('Hall', sensorCsv(2_000));
  await house.call('POST', `/datasets/${dataset}/validate`);
  const { page } = await openWindow(browser, house.app.main, { login: house.login });
  const asked: (string | null)[] = [];
  await page.routeWebSocket(/\/ws\/training\//, (socket) => {
    asked.push(new URL(socket.url()).searchParams.get('after'));
    const server = socket.connectToServer();
    let frames = 0;
    server.onMessage((message) => {
      socket.send(message);
      // The first two lines break after three epochs each.
      if (asked.length <= 2 && ++frames === 3) void socket.close({ code: 1011 });
    });
  });
  const hyperparameters = { epochs: 25, hidden_dim: 4, num_layers: 1, sequence_length: 5, early_stopping_patience: 0 };
  const { id } = await house.call<{ id: string }>('POST', '/training/start', { dataset_id: dataset, hyperparameters });
  await page.goto(`/training/${id}`);
  await page.getByRole('link', { name: 'To the model' }).waitFor({ timeout: 120_000 });
  await page.getByRole('img', { name: 'Losses of 25 epochs' }).waitFor();
  assert.ok(asked.length >= 3, `${asked.length} lines`);
  assert.equal(asked[0], '0');
  const resumed = asked.map(Number);
  assert.deepEqual(
    resumed,
    resumed.toSorted((a, b) => a - b),
    'each line goes on behind the last epoch',
  );
  assert.ok((resumed[2] as number) > 0);
});
