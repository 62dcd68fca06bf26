/* Asking the assistant, starting what it plans, and having an evaluation's figures computed. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { launchChromium, openWindow } from './chromium.ts';
import { sensorCsv, startHouse } from './house.ts';

test('ask about a dataset, edit the plan, start it, and delete the conversation', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const hall = await house.upload('Hall AHU-1', sensorCsv(400));
  await house.call('POST', `/datasets/${hall}/validate`);
  await house.upload('Boiler 3', sensorCsv(300));
  const { page, complaints } = await openWindow(browser, house.app.main, { login: house.login });

  await page.goto('/');
  await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await page.getByRole('heading', { level: 1, name: 'Assistant' }).waitFor();
  await page.getByText('Nothing leaves this server.').waitFor();
  await page.getByLabel('About').selectOption({ label: 'Hall AHU-1, 400 rows' });
  const question = page.getByLabel('Your question');
  await question.focus();
  await page.keyboard.type('What patterns are in the data?');
  await page.keyboard.press('Enter');
  const log = page.getByRole('log', { name: 'Conversation' });
  await log.getByText(/Quality: /).waitFor();
  await log.getByText(/Built-in assistant, /).waitFor();
  assert.equal(await page.evaluate('document.activeElement?.tagName'), 'TEXTAREA', 'the field keeps the focus');

  await page.keyboard.type('Make a training plan');
  await page.keyboard.press('Enter');
  await log.getByText('It can be started as it is.').waitFor();
  const plan = page.getByRole('region', { name: 'Training plan' }).last();
  const window = await plan.locator('dt:text-is("Window") + dd').textContent();
  await plan.getByRole('link', { name: 'Edit first' }).click();
  await page.getByRole('heading', { level: 1, name: 'Start a training' }).waitFor();
  assert.equal(await page.getByLabel('Window', { exact: true }).inputValue(), window);
  await page.goBack();
  await plan.getByRole('button', { name: 'Start training' }).click();
  await page.getByRole('heading', { level: 1, name: 'Hall AHU-1' }).waitFor();
  await page.getByRole('button', { name: 'Stop' }).first().waitFor();

  await page.goto('/assistant');
  await page.getByLabel('About').selectOption({ label: 'Boiler 3, 300 rows' });
  await page.getByRole('button', { name: 'Make a training plan' }).click();
  await page.getByRole('button', { name: 'Validate and start' }).click();
  await page.getByRole('heading', { level: 1, name: 'Boiler 3' }).waitFor();

  await page.goto('/assistant');
  await page.getByRole('link', { name: /What patterns are in the data\?/ }).click();
  await log.getByText(/Quality: /).waitFor();
  await page.getByRole('button', { name: 'Delete “What patterns are in the data?”' }).click();
  await page.getByRole('button', { name: 'Delete the conversation' }).click();
  await page.getByRole('link', { name: /What patterns/ }).waitFor({ state: 'detached' });
  assert.equal(new URL(page.url()).search, '');
  assert.deepEqual(complaints, []);
});

test('the nineteen figures of an evaluation are computed on demand, and shown with their marks', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const hall = await house.upload('Hall AHU-1', sensorCsv(240));
  await house.call('POST', `/datasets/${hall}/validate`);
  await house.train(hall);
  const [evaluation] = await house.call<{ id: string }[]>('GET', '/evaluations');
  const { page, complaints } = await openWindow(browser, house.app.main, { login: house.login });
  await page.goto(`/evaluations/${evaluation?.id}`);
  await page.getByText('Nobody asked for them yet.').waitFor();
  await page.getByRole('button', { name: 'Compute' }).click();
  const figures = page.getByRole('table', { name: 'Figures' });
  await figures.waitFor();
  assert.equal(await figures.getByRole('row').count(), 20);
  await page.getByText(/^(Reaches|Does not reach) the benchmarks for air handler$/).waitFor();
  await figures.getByRole('row', { name: /^Inference latency .* ms/ }).waitFor();
  assert.deepEqual(complaints, []);
});
