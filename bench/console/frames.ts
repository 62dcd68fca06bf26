/* What the benches of the console share: a page under somebody's hands, its frames, and the browser's own trace of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';

const moveEveryMs = 16;

/** Times between frames; tasks of over 50 ms on the clock; waits from a movement to what was asked for. Milliseconds. */
export type Recorded = { deltas: number[]; tasks: number[]; waits: number[] };
type TraceEvent = { name: string; ph: string; pid: number; tid: number; tdur?: number; args: { name?: string } };

/**
 * Runs in the page: times between frames, tasks of over 50 ms (the browser's own measure), and from a movement to the
 * frame after the plot says that it shows what was asked for.
 */
export const recorder = `(() => {
  let last, moved, frames = [], tasks = [], waits = [], isOn = false;
  const frame = (now) => { if (isOn) { if (last) frames.push(now - last); last = now; requestAnimationFrame(frame); } };
  new PerformanceObserver((list) => { if (isOn) for (const { duration } of list.getEntries()) tasks.push(duration); })
    .observe({ type: 'longtask' });
  for (const type of ['wheel', 'mouseup', 'pointermove', 'keydown', 'click'])
    addEventListener(type, () => { moved = performance.now(); }, { capture: true, passive: true });
  const watch = () => new MutationObserver((changes) => {
    for (const { target, oldValue } of changes)
      if (oldValue === 'true' && target.getAttribute('aria-busy') === 'false' && target.role === 'group')
        requestAnimationFrame(() => { if (isOn) waits.push(performance.now() - moved); });
  }).observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: ['aria-busy'], attributeOldValue: true });
  if (document.documentElement) watch(); else addEventListener('DOMContentLoaded', watch);
  globalThis.startRecording = () => { frames = []; tasks = []; waits = []; last = undefined; isOn = true; requestAnimationFrame(frame); };
  globalThis.stopRecording = () => { isOn = false; return { deltas: frames, tasks, waits }; };
})()`;

/** CPU time in milliseconds of every task on main threads of pages until it is stopped, by the browser's own trace. */
export async function trace(devtools: CDPSession): Promise<() => Promise<number[]>> {
  const events: TraceEvent[] = [];
  const take = ({ value }: { value: unknown }) => void events.push(...(value as TraceEvent[]));
  devtools.on('Tracing.dataCollected', take);
  const categories = 'disabled-by-default-devtools.timeline,__metadata';
  await devtools.send('Tracing.start', { transferMode: 'ReportEvents', categories });
  return async () => {
    const complete = new Promise((resolve) => devtools.once('Tracing.tracingComplete', resolve));
    await devtools.send('Tracing.end');
    await complete;
    devtools.off('Tracing.dataCollected', take);
    const threadOf = ({ pid, tid }: TraceEvent) => `${pid}:${tid}`;
    const main = new Set(
      events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(threadOf),
    );
    const tasks = events.filter((event) => event.name === 'RunTask' && event.ph === 'X' && main.has(threadOf(event)));
    if (tasks.length === 0) throw new Error('The trace of the browser holds no task.');
    return tasks.map(({ tdur = 0 }) => tdur / 1000);
  };
}

export async function record(page: Page, act: () => Promise<void>): Promise<Recorded> {
  await page.evaluate('startRecording()');
  await act();
  await sleep(400);
  return (await page.evaluate('stopRecording()')) as Recorded;
}

/** As often as a mouse reports; it never hurries to make up for what came late. */
export async function often(times: number, act: (share: number) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < times; i++) await Promise.all([act(i / (times - 1)), sleep(moveEveryMs)]);
}

export function merge(parts: readonly Recorded[]): Recorded {
  return {
    deltas: parts.flatMap(({ deltas }) => deltas),
    tasks: parts.flatMap(({ tasks }) => tasks),
    waits: parts.flatMap(({ waits }) => waits),
  };
}
