/* The main job without a mouse: every step can be reached, seen and taken with the keyboard alone. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { Page } from 'playwright-core';
import { launchChromium, openWindow } from './chromium.ts';
import { password, sensorCsv, startHouse } from './house.ts';

const MOST_TABS = 80;

/** What has the focus: its name as a screen reader says it, and whether eyes can tell. */
const focused = `(() => {
  const element = document.activeElement;
  const label = element.labels?.[0]?.textContent ?? '';
  const name = element.getAttribute('aria-label') || label || element.textContent || '';
  const style = getComputedStyle(element);
  const frame = getComputedStyle(element.closest('label') ?? element);
  const isSeen = [style, frame].some((one) => one.outlineStyle !== 'none') || element.matches('.sr-only');
  return { name: name.trim(), tag: element.tagName, isSeen };
})()`;
type Focused = { name: string; tag: string; isSeen: boolean };

/** Presses Tab until the thing of that name has the focus. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const passed: string[] = [];
  for (let i = 0; i < MOST_TABS; i++) {
    await page.keyboard.press('Tab');
    const at = (await page.evaluate(focused)) as Focused;
    if (at.tag !== 'BODY') assert.ok(at.isSeen, `nobody sees that the focus is on “${at.name}”`);
    if (typeof name === 'string' ? at.name === name : name.test(at.name)) return;
    passed.push(at.name.slice(0, 40));
  }
  assert.fail(`Tab does not reach ${name}; it passes ${passed.join(' | ')}`);
}

test('sign in, upload, validate, start a training and stop it, with the keyboard alone', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const { page } = await openWindow(browser, house.app.main);
  const { keyboard } = page;
  const heading = page.getByRole('heading', { level: 1 });
  const arriveAt = async (name: string) => {
    await heading.getByText(name, { exact: true }).waitFor();
    assert.equal(((await page.evaluate(focused)) as Focused).name, name, 'the heading of the new page has the focus');
  };

  await page.goto('/sign-in');
  await page.getByLabel('Username').waitFor();
  await keyboard.type('admin');
  await keyboard.press('Tab');
  await keyboard.type(password);
  await keyboard.press('Enter');
  await heading.getByText('Dashboard').waitFor();

  await keyboard.press('Tab');
  await keyboard.press('Enter'); // Skip to content
  await tabTo(page, 'Upload readings');
  await keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Upload readings' }).waitFor();
  await page.setInputFiles('input[type=file]', {
    name: 'hall.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(sensorCsv(300)),
  });
  await tabTo(page, 'Upload');
  await keyboard.press('Enter');
  await page.getByText('300 rows arrived').waitFor();

  await keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Find or do' }).getByRole('combobox').waitFor();
  await keyboard.type('hall');
  await page.getByRole('option', { name: 'Hall', selected: true }).waitFor();
  await keyboard.press('Enter');
  await arriveAt('Hall');
  await tabTo(page, 'Validate');
  await keyboard.press('Enter');
  await page.getByText('nothing is amiss').waitFor();

  await tabTo(page, 'Readings');
  await keyboard.press('ArrowRight');
  await page.getByRole('tab', { name: 'Columns', selected: true }).waitFor();
  await keyboard.press('End');
  await page.getByRole('tab', { name: 'What to train', selected: true }).waitFor();

  await keyboard.press('g');
  await keyboard.press('t');
  await arriveAt('Training');
  await keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await keys.getByText('Go to Deployments').waitFor();
  await keyboard.press('Escape');
  await keys.waitFor({ state: 'detached' });
  await tabTo(page, 'Start a training');
  await keyboard.press('Enter');
  await arriveAt('Start a training');
  await tabTo(page, /^(LSTM|GRU|Sentinel)/);
  await keyboard.press('ArrowDown');
  await tabTo(page, 'Epochs');
  await keyboard.press('Control+a');
  await keyboard.type('10000');
  await tabTo(page, 'Start the training');
  await keyboard.press('Enter');
  await arriveAt('Hall');
  await tabTo(page, /^(Stop|Take out of the line)$/);
  await keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: /this run/ });
  await dialog.waitFor();
  await keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  assert.match(((await page.evaluate(focused)) as Focused).name, /^(Stop|Take out)/, 'the focus comes back');
  await keyboard.press('Enter');
  await tabTo(page, /^(Stop it|Take it out)$/);
  await keyboard.press('Enter');
  await page.getByText('Stopped').first().waitFor();
});
