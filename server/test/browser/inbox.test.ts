/* What somebody sees of what happened meanwhile: the count in the frame, the inbox, and the pages to print. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { barriers } from './axe.ts';
import { launchChromium, openWindow, wide } from './chromium.ts';
import { sensorCsv, startHouse } from './house.ts';

test('a training ends, the inbox tells, and its report is printed', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const { page, complaints } = await openWindow(browser, house.app.main, { login: house.login });
  await page.setViewportSize(wide);
  await page.goto('/inbox');
  await page.getByText('Nothing to tell yet').waitFor();

  const dataset = await house.upload('Hall AHU-1', sensorCsv(240));
  await house.call('POST', `/datasets/${dataset}/validate`);
  const { run } = await house.train(dataset);

  const message = page.getByRole('listitem').filter({ hasText: `Training run ${run} finished successfully` });
  await message.waitFor();
  const lever = page
    .getByRole('navigation', { name: 'Rooms' })
    .first()
    .getByRole('link', { name: /^Inbox \d+ not read/ });
  await lever.waitFor();
  assert.deepEqual(await barriers(page), []);
  await message.getByRole('button', { name: 'Mark as read: Training Complete' }).click();
  await message.getByRole('button').waitFor({ state: 'detached' });
  const rest = page.getByRole('button', { name: 'Mark all as read' });
  await rest.click();
  await page.getByText('Everything is read.').waitFor();
  await lever.waitFor({ state: 'detached' });

  await message.getByRole('link', { name: 'Training Complete' }).click();
  await page.getByRole('heading', { level: 1, name: 'Hall AHU-1' }).waitFor();
  const opening = page.waitForEvent('popup');
  await page.getByRole('button', { name: 'Report' }).click();
  const report = await opening;
  await report.getByRole('heading', { name: 'Training loss curve' }).waitFor();
  const size = await report.evaluate("getComputedStyle(document.querySelector('h1')).fontSize");
  assert.equal(size, '28px', 'the stylesheet of the report is let through');
  assert.deepEqual(await barriers(report), []);
  assert.deepEqual(complaints, []);
});
