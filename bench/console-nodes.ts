import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { launchChromium, openWindow, wide } from '../server/test/browser/chromium.ts';
import { merge, often, type Recorded, record, recorder, trace } from './console/frames.ts';
import { ask, createNodes, startLoad, startNodesServer, wsOf } from './nodes/fleet.ts';
import { percentile } from './support.ts';
import type { BenchResult } from './types.ts';

const many = 200;
/** Longest frame anybody may have to wait for because of what the page does. */
const longestMs = 50;
const restMs = 6_000;

/** `plain`: what hands do meanwhile at the page without nodes; nothing when left out. */
type Scene = { name: string; act(page: Page): Promise<void>; plain?: (page: Page) => Promise<void> };

/**
 * 200 nodes that report once a second each, watched and looked through as a grid and as a table: how long the frames are
 * meanwhile, next to those of a page as long with nothing on it but names.
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
    const { server, login } = await startNodesServer(t);
    const credentials = await createNodes(server, login.token, many);
    await ask(startLoad(t), { order: 'nodes', url: wsOf(server), credentials });
    const browser = await launchChromium(t);
    if (!browser) throw new Error('no Chromium');
    const { page, context, complaints } = await openWindow(browser, server.urls.main, { viewport: wide, login });
    await context.addInitScript({ content: recorder });
    await page.goto('/media-nodes');
    await page.getByText(`${many} of ${many} nodes online.`).waitFor();
    const plain = await context.newPage();
    await plain.setContent(plainPage);
    await plain.evaluate(recorder);

    const devtools = await context.newCDPSession(page);
    const ours: (Recorded & { name: string; cpu: number[] })[] = [];
    const theirs: Recorded[] = [];
    for (const scene of scenes) {
      // Turn by turn, so that whatever else the machine does falls on both.
      await plain.bringToFront();
      theirs.push(await record(plain, () => scene.plain?.(plain) ?? sleep(restMs / 4)));
      await page.bringToFront();
      const stopTracing = await trace(devtools);
      const recorded = await record(page, () => scene.act(page));
      ours.push({ name: scene.name, ...recorded, cpu: await stopTracing() });
    }
    if (complaints.length > 0) throw new Error(`The page complained: ${complaints.join('; ')}`);
    const longest = (values: readonly number[]) => values.reduce((most, value) => Math.max(most, value), 0);
    const longestTask = longest(ours.flatMap(({ cpu }) => cpu));
    const all = merge(ours);
    const none = merge(theirs);
    const long = ({ deltas }: Recorded) => deltas.filter((delta) => delta > longestMs).length;
    return {
      name: 'Console: 200 nodes, live',
      conditions: {
        nodes: `${many}, one report of 2 KB a second each`,
        browser: `Chromium ${browser.version()}, headless, drawn by the CPU, ${wide.width} × ${wide.height}`,
        scenes: scenes.map(({ name }) => name).join(', '),
        frames: `${all.deltas.length} of ours, ${none.deltas.length} of the plain page`,
        tasks: ours.reduce((sum, { cpu }) => sum + cpu.length, 0),
        'load of the machine': loadavg()[0]?.toFixed(1) ?? '',
      },
      figures: [
        { name: 'frame, plain page, p50', value: percentile(none.deltas, 0.5), unit: 'ms' },
        { name: 'frame, plain page, p99', value: percentile(none.deltas, 0.99), unit: 'ms' },
        { name: 'frame, plain page, longest', value: longest(none.deltas), unit: 'ms' },
        { name: 'frame, p50', value: percentile(all.deltas, 0.5), unit: 'ms' },
        { name: 'frame, p99', value: percentile(all.deltas, 0.99), unit: 'ms' },
        { name: 'frame, longest', value: longest(all.deltas), unit: 'ms' },
        { name: `frames over ${longestMs} ms on the clock, plain page`, value: long(none), unit: '' },
        { name: `frames over ${longestMs} ms on the clock`, value: long(all), unit: '' },
        ...ours.map((scene) => ({ name: `  ${scene.name}`, value: long(scene), unit: '' })),
        {
          name: 'longest task of the page’s main thread, its CPU time',
          value: longestTask,
          unit: 'ms',
          target: `≤ ${longestMs} ms`,
          met: longestTask <= longestMs,
        },
        ...ours.map(({ name, cpu }) => ({ name: `  ${name}`, value: longest(cpu), unit: 'ms' })),
      ],
    };
  } finally {
    for (const cleanup of cleanups) await cleanup();
  }
}

const plainPage = `<!doctype html><title>Plain</title>${Array.from(
  { length: many / 3 },
  (_, i) => `<h2 style="height: 150px; border: 1px solid #ccc; border-radius: 8px">edge-${i}</h2>`,
).join('')}`;

const view = (page: Page, name: string) => page.getByText(name, { exact: true }).click();
const find = (page: Page) => page.getByLabel('Name, description or version');

const scenes: Scene[] = [
  { name: 'grid at rest', act: () => sleep(restMs) },
  { name: 'grid scrolled', act: scroll, plain: scroll },
  { name: 'grid searched', act: search },
  {
    name: 'to the table and back',
    async act(page) {
      for (const name of ['Table', 'Grid', 'Table']) {
        await view(page, name);
        await sleep(700);
      }
    },
  },
  { name: 'table at rest', act: () => sleep(restMs) },
  { name: 'table scrolled', act: scroll, plain: scroll },
  { name: 'table searched', act: search },
  {
    name: 'table sorted',
    async act(page) {
      for (const name of ['Bitrate', 'Bitrate', 'Alerts', 'State', 'Node']) {
        await page.getByRole('columnheader', { name }).getByRole('button').click();
        await sleep(500);
      }
    },
  },
  {
    name: 'a node and back',
    async act(page) {
      await page.getByRole('table').getByRole('link').first().click();
      await page.getByRole('tab', { name: 'Live' }).waitFor();
      await sleep(2500);
      await page.goBack();
      await page.getByRole('table').waitFor();
      await sleep(1500);
    },
  },
];

async function scroll(page: Page): Promise<void> {
  await page.mouse.move(700, 500);
  // As fast as a wheel is flung, and as a dragged scroll bar jumps.
  for (const by of [90, -90]) await often(60, () => page.mouse.wheel(0, by));
  for (const by of [1500, 1500, 1500, -1500, -1500, -1500]) {
    await page.mouse.wheel(0, by);
    await sleep(250);
  }
}

async function search(page: Page): Promise<void> {
  await find(page).pressSequentially('edge-1', { delay: 120 });
  await sleep(500);
  for (let i = 0; i < 'edge-1'.length; i++) {
    await find(page).press('Backspace');
    await sleep(120);
  }
}
