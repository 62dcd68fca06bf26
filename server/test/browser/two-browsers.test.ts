/* Hazard: two browsers work on the same things. Each sees what the other did, and acting on what is gone is answered in a sentence. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { launchChromium, openWindow } from './chromium.ts';
import { sensorCsv, startHouse } from './house.ts';

test('two browsers edit the same thing', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const dataset = await house.upload('Hall', sensorCsv(200));
  await house.call('POST', `/datasets/${dataset}/validate`);
  const { model } = await house.train(dataset);
  const one = await openWindow(browser, house.app.main, { login: house.login });
  const other = await openWindow(browser, house.app.main, { login: house.login });
  const both = [one.page, other.page] as const;

  await t.test('both stop the same run: both see it stopped, and neither is left with a way to stop it', async () => {
    const hyperparameters = { epochs: 10_000, hidden_dim: 4, sequence_length: 5, early_stopping_patience: 0 };
    const { id } = await house.call<{ id: string }>('POST', '/training/start', {
      dataset_id: dataset,
      hyperparameters,
    });
    for (const page of both) {
      await page.goto(`/training/${id}`);
      await page.getByRole('button', { name: /^(Stop|Take out of the line)$/ }).click();
      await page.getByRole('dialog', { name: /this run/ }).waitFor();
    }
    // Held before either is pressed: whoever comes second may find the question answered and gone, and that is well, too.
    const confirm = both.map((page) => page.getByRole('button', { name: /^(Stop it|Take it out)$/ }).elementHandle());
    const buttons = await Promise.all(confirm);
    await Promise.all(buttons.map((button) => button?.dispatchEvent('click')));
    for (const page of both) {
      await page.getByText('Stopped').first().waitFor();
      await page.getByRole('button', { name: /^(Stop|Take out of the line)$/ }).waitFor({ state: 'detached' });
    }
  });

  await t.test('a model that is renamed in one is called so in the other', async () => {
    for (const page of both) await page.goto(`/models/${model}`);
    await one.page.getByRole('button', { name: 'Rename' }).click();
    const dialog = one.page.getByRole('dialog', { name: 'Rename the model' });
    await dialog.getByLabel('Name').fill('Night shift');
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await other.page.getByRole('heading', { level: 1, name: 'Night shift' }).waitFor();
  });

  await t.test('what one deletes is gone for the other, who is told and led on', async () => {
    const spare = await house.upload('Spare', sensorCsv(60));
    for (const page of both) await page.goto(`/datasets/${spare}`);
    await other.page.getByRole('heading', { level: 1, name: 'Spare' }).waitFor();
    await one.page.getByRole('button', { name: 'Delete' }).click();
    await one.page.getByRole('button', { name: 'Delete the dataset' }).click();
    await one.page.getByText('Deleted “Spare”.').waitFor();
    // Whoever goes on cannot take it back.
    await one.page.reload();
    await other.page.getByRole('heading', { name: 'Dataset not found' }).waitFor();
    assert.equal(await other.page.getByRole('tab').count(), 0, 'nothing of it looks alive');
    await other.page.getByRole('link', { name: 'Datasets' }).last().click();
    await other.page.getByRole('heading', { level: 1, name: 'Datasets' }).waitFor();
    assert.equal(await other.page.getByRole('link', { name: 'Spare' }).count(), 0);
  });
});
