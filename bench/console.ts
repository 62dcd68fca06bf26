import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { launchChromium, openWindow, wide } from '../server/test/browser/chromium.ts';
import { spawnServer } from '../server/test/support/spawn-server.ts';
import { merge, often, type Recorded, record, recorder, trace } from './console/frames.ts';
import { logIn, percentile } from './support.ts';
import type { BenchResult, Figure } from './types.ts';

const rows = 1_000_000;
const sensors = ['supply_temp', 'return_temp', 'fan_speed', 'static_pressure'];
const spikeRow = 612_345;
const spike = 999;
const password = 'bench password 1';
const queries = 15;
/** Longest frame anybody may have to wait for because of what the page does: of its own computing, not of others on the machine. */
const longestMs = 50;

type Gesture = { name: string; act(page: Page, plot: Box): Promise<void> };
type Box = { x: number; y: number; width: number; height: number };

/**
 * A person looking around in a plot of a million rows: how long the frames are meanwhile, next to those of an empty page
 * under the same mouse; and how long it takes until the new readings are on the screen.
 */
export async function run(): Promise<BenchResult> {
  const cleanups: (() => Promise<void>)[] = [];
  const t = {
    after: (fn: () => Promise<void>) => void cleanups.unshift(fn),
    skip() {
      throw new Error('This bench looks through Chromium: install chromium.');
    },
  };
  try {
    const server = await spawnServer(t, {
      env: { SIGNALBOX_ADMIN_PASSWORD: password, SIGNALBOX_LOG_LEVEL: 'warn' },
    });
    const base = `${server.urls.main}/ml/api/v1`;
    const { token, user } = await logIn(server.urls.main, password);
    const headers = { authorization: `Bearer ${token}` };
    const id = await upload(base, headers);
    const browser = await launchChromium(t);
    if (!browser) throw new Error('no Chromium');
    const seriesMs = await timeSeries(`${base}/datasets/${id}/series?points=1000`, headers);

    const { page, context } = await openWindow(browser, server.urls.main, { viewport: wide, login: { token, user } });
    await context.addInitScript({ content: recorder });
    await page.goto(`/datasets/${id}`);
    await page.locator('[aria-label="Plot of the readings"][aria-busy=false]').waitFor();
    const over = page.locator('.u-over').first();
    await over.scrollIntoViewIfNeeded();
    await page.locator('.u-over').last().scrollIntoViewIfNeeded();
    const box = (await over.boundingBox()) as Box;
    const blank = await context.newPage();
    await blank.goto('about:blank');
    await blank.evaluate(recorder);

    const stopTracing = await trace(await context.newCDPSession(page));
    const ours: (Recorded & { name: string })[] = [];
    const empty: Recorded[] = [];
    for (const gesture of gestures) {
      // Turn by turn, so that whatever else the machine does falls on both.
      await blank.bringToFront();
      empty.push(await record(blank, () => gesture.act(blank, box)));
      await page.bringToFront();
      ours.push({ name: gesture.name, ...(await record(page, () => gesture.act(page, box))) });
    }
    const tasks = await stopTracing();
    const longestTask = Math.max(...tasks);
    const all = merge(ours);
    const none = merge(empty);
    return {
      name: 'Console: a plot of a million rows',
      conditions: {
        record: `${rows.toLocaleString('en')} rows × ${sensors.length} sensors, one spike of one row`,
        browser: `Chromium ${browser.version()}, headless, drawn by the CPU, ${wide.width} × ${wide.height}`,
        gestures: gestures.map(({ name }) => name).join(', '),
        frames: `${all.deltas.length} of ours, ${none.deltas.length} of an empty page`,
        tasks: tasks.length,
        'load of the machine': loadavg()[0]?.toFixed(1) ?? '',
      },
      figures: [
        ...seriesMs,
        { name: 'frame, empty page, p50', value: percentile(none.deltas, 0.5), unit: 'ms' },
        { name: 'frame, empty page, p99', value: percentile(none.deltas, 0.99), unit: 'ms' },
        { name: 'frame, empty page, longest', value: Math.max(...none.deltas), unit: 'ms' },
        { name: 'frame, p50', value: percentile(all.deltas, 0.5), unit: 'ms' },
        { name: 'frame, p99', value: percentile(all.deltas, 0.99), unit: 'ms' },
        { name: 'frame, longest', value: Math.max(...all.deltas), unit: 'ms' },
        ...ours.map(({ name, deltas }) => ({ name: `  ${name}, longest`, value: Math.max(...deltas), unit: 'ms' })),
        {
          name: 'longest task of the page’s main thread, its CPU time',
          value: longestTask,
          unit: 'ms',
          target: `≤ ${longestMs} ms`,
          met: longestTask <= longestMs,
        },
        { name: 'tasks over 50 ms on the clock, waiting for a core included', value: all.tasks.length, unit: '' },
        { name: 'last movement to new readings drawn, p50', value: percentile(all.waits, 0.5), unit: 'ms' },
        { name: 'last movement to new readings drawn, longest', value: Math.max(...all.waits), unit: 'ms' },
      ],
    };
  } finally {
    for (const cleanup of cleanups) await cleanup();
  }
}

const gestures: Gesture[] = [
  {
    name: 'hovering',
    act: (page, { x, y, width }) =>
      often(120, (share) => page.mouse.move(x + share * width, y + 20 + 40 * Math.sin(9 * share))),
  },
  { name: 'Ctrl and wheel in', act: (page, box) => wheel(page, box, 60, 0, -40) },
  { name: 'sideways wheel', act: (page, box) => wheel(page, box, 60, 40, 0) },
  { name: 'Ctrl and wheel out', act: (page, box) => wheel(page, box, 60, 0, 40) },
  { name: 'dragging closer', act: (page, box) => drag(page, box, 0.3, 0.7) },
  {
    name: 'Shift and dragging',
    async act(page, box) {
      await page.keyboard.down('Shift');
      for (const [from, to] of [
        [0.8, 0.2],
        [0.2, 0.8],
        [0.9, 0.1],
      ] as const)
        await drag(page, box, from, to);
      await page.keyboard.up('Shift');
    },
  },
  {
    name: 'buttons',
    async act(page) {
      for (const name of ['Closer', 'Earlier', 'Closer', 'Later', 'Later', 'Wider', 'All', 'Closer', 'Closer']) {
        const button = page.getByRole('button', { name, exact: true });
        if ((await button.count()) > 0) await button.click();
        await sleep(300);
      }
    },
  },
  {
    name: 'keys',
    async act(page) {
      const plot = page.getByRole('group', { name: 'Plot of the readings' });
      if ((await plot.count()) > 0) await plot.focus();
      const keys = ['ArrowLeft', '+', 'ArrowRight', '+', '-', '-', '0'];
      await often(keys.length * 4, (share) =>
        page.keyboard.press(keys[Math.floor(share * keys.length * 0.999)] as string),
      );
    },
  },
];

async function wheel(page: Page, { x, y, width }: Box, turns: number, deltaX: number, deltaY: number): Promise<void> {
  await page.mouse.move(x + width * 0.61, y + 40);
  if (deltaY !== 0) await page.keyboard.down('Control');
  await often(turns, () => page.mouse.wheel(deltaX, deltaY));
  if (deltaY !== 0) await page.keyboard.up('Control');
}

async function drag(page: Page, { x, y, width }: Box, from: number, to: number): Promise<void> {
  await page.mouse.move(x + width * from, y + 40);
  await page.mouse.down();
  await often(40, (share) => page.mouse.move(x + width * (from + share * (to - from)), y + 45));
  await page.mouse.up();
  await sleep(300);
}

/** How long the server takes for a plot: of everything, and of a hundredth. */
async function timeSeries(url: string, headers: Record<string, string>): Promise<Figure[]> {
  const second = (row: number) => new Date(Date.UTC(2026, 0, 1) + row * 1000).toISOString();
  const part = `&from=${second(spikeRow - rows / 200)}&to=${second(spikeRow + rows / 200)}`;
  const figures: Figure[] = [];
  for (const [name, range] of [
    ['everything', ''],
    ['a hundredth', part],
  ] as const) {
    const times: number[] = [];
    for (let i = 0; i < queries; i++) {
      const started = performance.now();
      const answer = (await (await fetch(url + range, { headers })).json()) as { series: { max: number[] }[] };
      times.push(performance.now() - started);
      if (Math.max(...(answer.series[0]?.max ?? [])) !== spike) throw new Error(`The spike is lost in ${name}.`);
    }
    figures.push({ name: `server’s answer for a plot of ${name}, median`, value: percentile(times, 0.5), unit: 'ms' });
  }
  return figures;
}

async function upload(base: string, headers: Record<string, string>): Promise<string> {
  const pieces = [`time,${sensors.join(',')}\n`];
  let text = '';
  for (let row = 0; row < rows; row++) {
    const time = new Date(Date.UTC(2026, 0, 1) + row * 1000).toISOString().replace('.000', '');
    const values = sensors.map((_, k) =>
      k === 0 && row === spikeRow
        ? spike
        : 20 + 9 * k + 5 * Math.sin(row / (20_000 + 900 * k)) + Math.sin(row * 1.7 + k),
    );
    text += `${time},${values.map((value) => value.toFixed(3)).join(',')}\n`;
    if (row % 10_000 === 9999) {
      pieces.push(text);
      text = '';
    }
  }
  const form = new FormData();
  form.set('name', 'A million');
  form.set('equipment_type', 'air_handler');
  form.set('file', new Blob([...pieces, text]), 'readings.csv');
  const answer = await fetch(`${base}/datasets`, { method: 'POST', headers, body: form });
  if (!answer.ok) throw new Error(`The upload failed: ${await answer.text()}`);
  return ((await answer.json()) as { id: string }).id;
}
