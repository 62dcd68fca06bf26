/* The plot of a long record: what the browser is given, asks for and draws. How fast it is, bench/console.ts measures. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { Page } from 'playwright-core';
import { launchChromium, openWindow, phone } from './chromium.ts';
import { startHouse } from './house.ts';

const rows = 50_000;
const spikeAt = 31_234;
const spike = 900;
/** The console asks for so many buckets. */
const points = 1000;
const sensors = ['supply', 'return'];

type Answer = { x: number[]; series: { column: string; min: number[]; max: number[] }[] };
type Asked = { url: URL; answer: Answer };

function recordWithSpike(): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const time = new Date(Date.UTC(2026, 0, 1) + row * 1000).toISOString();
    const supply = row === spikeAt ? spike : 20 + Math.sin(row / 500) + 0.3 * Math.sin(row * 1.7);
    return `${time},${supply.toFixed(3)},${(22 + Math.cos(row / 900)).toFixed(3)}`;
  });
  return `time,${sensors.join(',')}\n${lines.join('\n')}\n`;
}

/** Adds up the lines drawn on any canvas, in `drawn`. */
const countLines = `globalThis.drawn = 0;
  const lineTo = Path2D.prototype.lineTo;
  Path2D.prototype.lineTo = function (...args) { drawn++; return lineTo.apply(this, args); };`;

test('a plot of 50,000 rows shows a spike of one row, draws no more points for more rows, and asks once for a turn of the wheel', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const id = await house.upload('Long', recordWithSpike());
  const { page, context, complaints } = await openWindow(browser, house.app.main, { login: house.login });
  await context.addInitScript({ content: countLines });
  const asked: Asked[] = [];
  const sent: string[] = [];
  page.on('request', (request) => request.url().includes('/series') && sent.push(request.url()));
  page.on('response', async (response) => {
    if (!response.url().includes('/series') || !response.ok()) return;
    const answer = (await response.json().catch(() => undefined)) as Answer | undefined;
    if (answer) asked.push({ url: new URL(response.url()), answer });
  });
  const latest = () => asked.at(-1)?.answer as Answer;
  const plot = page.getByRole('group', { name: 'Plot of the readings' });
  const settled = () => page.locator('[aria-label="Plot of the readings"][aria-busy=false]').waitFor();

  await page.goto(`/datasets/${id}`);
  await settled();
  await t.test('the overview holds the spike, in a bounded number of points', async () => {
    await until(() => asked.length === 1);
    assert.ok(latest().x.length <= points);
    assert.equal(Math.max(...(latest().series[0]?.max ?? [])), spike);
  });
  const drawnByOverview = (await page.evaluate('drawn')) as number;

  await plot.locator('.u-over').first().scrollIntoViewIfNeeded();
  const box = (await plot.locator('.u-over').first().boundingBox()) as { x: number; y: number; width: number };
  /** Where on the screen the spike is now. */
  const placeOfSpike = () => {
    const { searchParams } = (asked.at(-1) as Asked).url;
    const start = Date.UTC(2026, 0, 1);
    const from = Date.parse(searchParams.get('from') ?? '') || start;
    const to = Date.parse(searchParams.get('to') ?? '') || start + (rows - 1) * 1000;
    return box.x + (box.width * (start + spikeAt * 1000 - from)) / (to - from);
  };
  const middle = box.x + box.width / 2;
  await page.mouse.move(middle, box.y + 40);

  await t.test('the bare wheel scrolls the page', async () => {
    const before = sent.length;
    const scrolled = (await page.evaluate('scrollY')) as number;
    await page.mouse.wheel(0, scrolled > 0 ? -40 : 40);
    await until(async () => (await page.evaluate('scrollY')) !== scrolled);
    assert.equal(sent.length, before);
    await page.mouse.wheel(0, scrolled > 0 ? 40 : -40);
    await until(async () => (await page.evaluate('scrollY')) === scrolled);
  });

  await t.test('a burst of the wheel with Ctrl makes one request, and keeps what is under the pointer', async () => {
    // Twice, because a pixel of the overview is forty rows.
    for (const turns of [15, 40]) {
      const before = sent.length;
      await burst(page, placeOfSpike(), box.y + 40, turns);
      await settled();
      await until(() => asked.length === sent.length);
      assert.equal(sent.length - before, 1);
      assert.equal(Math.max(...(latest().series[0]?.max ?? [])), spike);
    }
  });

  await t.test('close enough, every point is a row as it was read', async () => {
    const { x, series } = latest();
    assert.ok(x.length >= 3 && x.length < 20, `${x.length} points`);
    for (const { min, max } of series) assert.deepEqual(min, max);
    assert.ok(x.includes(Date.UTC(2026, 0, 1) + spikeAt * 1000));
    await page.getByText(/\d+ rows, each as it was read/).waitFor();
  });

  await t.test(
    'keys, a dragged plot and the buttons move along, and out again to the overview without asking',
    async () => {
      const range = page.locator('p[aria-live]').first();
      let before = await range.textContent();
      const changed = async (what: string) => {
        await until(async () => (await range.textContent()) !== before, what);
        await settled();
        before = await range.textContent();
      };
      await plot.focus();
      await page.keyboard.press('ArrowRight');
      await changed('arrow');
      await page.keyboard.press('-');
      await changed('minus');
      // The focus may have scrolled the page.
      await plot.locator('.u-over').first().hover();
      await page.keyboard.down('Shift');
      await page.mouse.down();
      await page.mouse.move(middle - 300, box.y + 40, { steps: 3 });
      await page.mouse.up();
      await page.keyboard.up('Shift');
      await changed('Shift and dragging');
      await page.getByRole('button', { name: 'Earlier' }).click();
      await changed('Earlier');
      const sentSoFar = sent.length;
      await page.keyboard.press('Tab');
      await plot.focus();
      await page.keyboard.press('0');
      await changed('everything');
      assert.equal(sent.length, sentSoFar);
    },
  );

  await t.test('a drawing never has more points than two answers, whatever the range', async () => {
    await page.evaluate('drawn = 0');
    await page.getByRole('button', { name: 'Closer' }).click();
    await settled();
    const drawings = 6;
    const most = drawings * Math.max(drawnByOverview, 2 * points * sensors.length);
    assert.ok(((await page.evaluate('drawn')) as number) <= most);
    for (const { answer } of asked) assert.ok(answer.x.length <= points);
  });
  assert.deepEqual(complaints, []);
});

/** In the page, all in one go, so that a slow machine cannot put a rest between two turns of the wheel. */
async function burst(page: Page, x: number, y: number, turns: number): Promise<void> {
  const init = { clientX: x, clientY: y, deltaY: -100, ctrlKey: true, bubbles: true, cancelable: true };
  await page.evaluate(`for (let turn = 0; turn < ${turns}; turn++)
    document.querySelector('.u-over').dispatchEvent(new WheelEvent('wheel', ${JSON.stringify(init)}))`);
}

test('on a phone one finger moves the plot along and two look closer', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const id = await house.upload('Long', recordWithSpike());
  const { page, context } = await openWindow(browser, house.app.main, { login: house.login, viewport: phone });
  await page.goto(`/datasets/${id}`);
  const range = page.locator('p[aria-live]').first();
  const whole = await range.textContent();
  const over = page.locator('.u-over').first();
  await over.scrollIntoViewIfNeeded();
  const box = (await over.boundingBox()) as { x: number; y: number; width: number };
  const devtools = await context.newCDPSession(page);
  const touch = (type: string, ...xs: number[]) =>
    devtools.send('Input.dispatchTouchEvent', {
      type: type as 'touchStart',
      touchPoints: xs.map((x, id) => ({ x: box.x + x * box.width, y: box.y + 40, id })),
    });
  await touch('touchStart', 0.4, 0.6);
  await touch('touchMove', 0.3, 0.7);
  await touch('touchMove', 0.1, 0.9);
  await touch('touchEnd');
  await until(async () => (await range.textContent()) !== whole);
  const closer = await range.textContent();
  await touch('touchStart', 0.4);
  for (const x of [0.5, 0.6, 0.7]) await touch('touchMove', x);
  await touch('touchEnd');
  await until(async () => (await range.textContent()) !== closer);
});

async function until(condition: () => boolean | Promise<boolean>, what = 'it'): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`${what} never came to be`);
}
