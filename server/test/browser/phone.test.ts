/* The main job on a phone, 375 pixels wide, with a thumb. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { launchChromium, openWindow, overflow, phone } from './chromium.ts';
import { password, sensorCsv, startHouse } from './house.ts';

test('sign in, upload, validate, and walk through every room on a phone', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const { page, complaints } = await openWindow(browser, house.app.main, { viewport: phone });
  const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
  const bar = page.getByRole('navigation', { name: 'Rooms' });

  await page.goto('/');
  await page.getByLabel('Username').fill('admin');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await heading('Dashboard');

  await bar.getByRole('link', { name: 'Datasets' }).click();
  await heading('Datasets');
  await page.getByRole('button', { name: 'Upload readings' }).first().click();
  const form = page.getByRole('dialog', { name: 'Upload readings' });
  await form
    .locator('input[type=file]')
    .setInputFiles({ name: 'hall.csv', mimeType: 'text/csv', buffer: Buffer.from(sensorCsv(300)) });
  await form.getByRole('button', { name: 'Upload', exact: true }).click();
  await page.getByText('300 rows arrived').waitFor();
  await page.getByRole('region', { name: 'Uploads' }).getByRole('link', { name: 'Hall' }).click();
  await heading('Hall');
  await page.getByRole('button', { name: 'Take Hall off the list' }).click();
  await page.getByRole('button', { name: 'Validate' }).click();
  await page.getByText('nothing is amiss').waitFor();
  for (const tab of ['Columns', 'Rows', 'What to train', 'Readings']) {
    await page.getByRole('tab', { name: tab }).click();
    assert.equal(await overflow(page), 0, tab);
  }

  for (const room of ['Training', 'Models']) {
    await bar.getByRole('link', { name: room }).click();
    await heading(room);
  }
  for (const room of ['Evaluations', 'Deployments']) {
    await bar.getByRole('button', { name: 'More' }).click();
    await page.getByRole('dialog').getByRole('link', { name: room }).click();
    await heading(room);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  await bar.getByRole('button', { name: 'More' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await heading('Sign in');
  assert.deepEqual(complaints, []);
});
