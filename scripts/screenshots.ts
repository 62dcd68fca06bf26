/*
 * node scripts/screenshots.ts
 *
 * Takes the pictures of the README anew into docs/images: a server of its own, ten days of the demo's air handler, a model
 * trained on them, and the console as it is now. Takes some minutes; needs Chromium.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { airHandler } from '../server/src/commands/demo/air-handler.ts';
import { launchChromium, openWindow } from '../server/test/browser/chromium.ts';
import { startHouse } from '../server/test/browser/house.ts';

const root = join(import.meta.dirname, '..');
const images = join(root, 'docs/images');
const viewport = { width: 1280, height: 820 };
const rows = 10 * 24 * 60;

spawnSync(process.execPath, [join(root, 'scripts/prepare.mjs')], { stdio: 'inherit' });
await using cleaning = new AsyncDisposableStack();
const context = { after: (fn: () => Promise<void>) => cleaning.defer(fn), skip: console.error };
const browser = await launchChromium(context);
if (browser) {
  const house = await startHouse(context);
  const { lines } = airHandler({ rows, seed: 7 });
  const dataset = await house.upload('Harbour hall AHU-1', `${[...lines].join('\n')}\n`);
  await house.call('POST', `/datasets/${dataset}/validate`);
  const { model } = await house.train(dataset, 'lstm_autoencoder', { epochs: 20 });
  const { page } = await openWindow(browser, house.app.main, { login: house.login, viewport });

  await page.goto(`/datasets/${dataset}`);
  await page.locator('[aria-label="Plot of the readings"][aria-busy=false]').waitFor();
  await turnLights(page, 'dark');
  for (const name of ['return_temp', 'damper_position']) await page.getByRole('checkbox', { name }).uncheck();
  await page.evaluate(`scrollBy(0, document.querySelector('[role=tablist]').getBoundingClientRect().top - 16)`);
  // The pointer rests where a sensor has drifted furthest, and every strip says what it read then.
  const plot = await page.locator('.u-over').first().boundingBox();
  if (plot) await page.mouse.move(plot.x + plot.width * 0.918, plot.y + plot.height / 2);
  await picture(page, 'readings');

  await page.goto(`/models/${model}`);
  await page.getByRole('heading', { name: 'At every threshold' }).waitFor();
  await turnLights(page, 'light');
  await picture(page, 'model');
}

async function turnLights(page: Page, light: 'light' | 'dark'): Promise<void> {
  await page.getByRole('combobox', { name: 'Room light' }).selectOption(light);
}

async function picture(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: join(images, `${name}.png`) });
  console.log(`docs/images/${name}.png`);
}
