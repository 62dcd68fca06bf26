/* Readings that live in another system: tried, looked at, imported, and imported again from the connection that was kept. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import test from 'node:test';
import { barriers } from './axe.ts';
import { launchChromium, openWindow, overflow, phone, wide } from './chromium.ts';
import { startHouse } from './house.ts';

test('somebody imports from a database file, and again from the connection that was kept', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const folder = join(house.app.dataFolder, 'imports');
  await mkdir(folder);
  const database = new DatabaseSync(join(folder, 'plant.db'));
  database.exec(`create table readings (timestamp text, flow real, note text);
    insert into readings values ('2026-01-01T00:00:00Z', 1.5, 'a'), ('2026-01-02T00:00:00Z', 2.5, 'b')`);
  database.close();

  const { page, complaints } = await openWindow(browser, house.app.main, { login: house.login });
  await page.goto('/datasets');
  await page.getByRole('link', { name: 'Connect a source' }).click();
  await page.getByRole('heading', { level: 1, name: 'Connect a source' }).waitFor();
  await page.getByText('SQLite file').click();
  await page.getByRole('textbox', { name: 'File' }).fill('nothing.db');
  await page.getByRole('textbox', { name: 'Query' }).fill('select * from readings');
  await page.getByRole('button', { name: 'Test the connection' }).click();
  await page.getByRole('alert').getByText('There is no such SQLite file').waitFor();
  complaints.splice(0); // the browser logs the 400

  await page.getByRole('textbox', { name: 'File' }).fill('plant.db');
  await page.getByRole('button', { name: 'Test the connection' }).click();
  await page.getByText('These are its first rows').waitFor();
  await page.getByRole('checkbox', { name: 'note' }).uncheck();
  await page.getByLabel('Name of the dataset').fill('Plant');
  await page.getByRole('checkbox', { name: 'Keep this connection' }).check();
  for (const [size, theme] of [
    [wide, 'light'],
    [phone, 'dark'],
  ] as const) {
    await page.setViewportSize(size);
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
    assert.deepEqual(await barriers(page), [], theme);
    assert.equal(await overflow(page), 0);
    if (process.env.SCREENSHOTS)
      await page.screenshot({ path: `${process.env.SCREENSHOTS}/connect-${theme}.png`, fullPage: true });
  }
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Plant' }).waitFor();
  const datasets = await house.call<{ columns: string[]; source: string }[]>('GET', '/datasets');
  assert.deepEqual(
    datasets.map(({ columns, source }) => [source, columns]),
    [['sqlite', ['timestamp', 'flow']]],
  );

  await page.goto('/datasets/connect');
  await page.getByLabel('Connection', { exact: true }).selectOption({ label: 'Plant (SQLite file)' });
  await page.getByRole('textbox', { name: 'Query' }).fill('select * from readings where flow > 2');
  await page.getByRole('button', { name: 'Test the connection' }).click();
  await page.getByLabel('Name of the dataset').fill('Plant again');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Plant again' }).waitFor();
  assert.deepEqual(complaints, []);
});
