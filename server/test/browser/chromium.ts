import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A Chromium of this machine; undefined, and the test skipped, where there is none. */
export async function launchChromium(t: Pick<TestContext, 'after' | 'skip'>): Promise<Browser | undefined> {
  const executablePath = findProgram('chromium', 'chromium-browser', 'google-chrome');
  if (!executablePath) {
    t.skip('chromium not installed');
    return undefined;
  }
  const browser = await chromium.launch({ executablePath, args: flags });
  t.after(() => browser.close());
  return browser;
}

function findProgram(...names: string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

export const wide = { width: 1440, height: 900 };
export const phone = { width: 375, height: 812 };

export type Window = {
  context: BrowserContext;
  page: Page;
  /** What the page complained about: broken scripts, things its policy refused, errors in its console. */
  complaints: string[];
};

/** What the browser keeps of somebody who is signed in. */
export type Login = { token: string; user: { id: string; username: string; email: string; role: string } };

/** A window of its own at the console of `url`, signed in where a login is given. */
export async function openWindow(
  browser: Browser,
  url: string,
  { viewport = wide, login }: { viewport?: { width: number; height: number }; login?: Login } = {},
): Promise<Window> {
  const context = await browser.newContext({ baseURL: url, viewport, reducedMotion: 'reduce' });
  if (login) {
    const kept = JSON.stringify(JSON.stringify(login));
    // Only once a window: signing out must last.
    await context.addInitScript({
      content: `if (!localStorage.getItem('test.entered')) {
        localStorage.setItem('test.entered', '1');
        localStorage.setItem('signalbox.session', ${kept});
      }`,
    });
  }
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return { context, page, complaints };
}

/** Lets go of a file over an element, as a person does with the mouse. */
export async function dropFile(page: Page, selector: string, file: { name: string; content: string }): Promise<void> {
  const dataTransfer = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([${JSON.stringify(file.content)}], ${JSON.stringify(file.name)}, { type: 'text/csv' }));
    return transfer;
  })()`);
  for (const type of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent(selector, type, { dataTransfer });
}

/** How far the page is wider than the window: it must not be. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - innerWidth') as Promise<number>;
}
