/* An installation that nobody has put anything into: every page that lists something says what would be there, and leads on. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { barriers } from './axe.ts';
import { launchChromium, openWindow, phone } from './chromium.ts';
import { startHouse } from './house.ts';

/** Where, what is said there, and the way on: a link or a button. */
const rooms: readonly { path: string; says: string | RegExp; way?: string }[] = [
  { path: '/', says: 'Everything begins with it', way: 'Choose a file' },
  { path: '/datasets', says: 'No readings yet', way: 'Upload readings' },
  { path: '/training', says: 'Nothing was trained yet', way: 'To the datasets' },
  { path: '/training/new', says: 'No dataset is ready', way: 'To the datasets' },
  { path: '/models', says: 'No models yet', way: 'To the training' },
  { path: '/models/compare', says: 'There are no two models yet', way: 'To the training' },
  { path: '/evaluations', says: 'Nothing was judged yet', way: 'To the training' },
  { path: '/deployments', says: 'No device is registered', way: 'Register a device' },
  { path: '/deployments', says: 'Nothing was deployed yet', way: 'Deploy a model' },
  { path: '/deployments/new', says: 'There is no model yet', way: 'To the training' },
  { path: '/assistant', says: 'and there are none yet', way: 'Upload readings' },
  { path: '/inbox', says: 'Nothing to tell yet', way: 'To the training' },
  { path: '/media-nodes', says: 'No node is registered yet', way: 'Add a node' },
  { path: '/topology', says: 'There is nothing to connect yet', way: 'Add a node' },
  { path: '/tunnels', says: 'There is no tunnel yet', way: 'Make a tunnel' },
  { path: '/events', says: 'Nothing was reported yet' },
  { path: '/admin/outbox', says: 'Nothing was mailed yet', way: 'To the people' },
  // The first of their kind are there from the beginning: the tokens of the plan, this session, this person.
  { path: '/billing', says: 'Tokens of the plan' },
  { path: '/settings', says: 'Where you are signed in', way: 'Set it up' },
  { path: '/admin', says: '1 person', way: 'Add a person' },
];

test('every page of an empty installation says what belongs there and leads on', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const { page, complaints } = await openWindow(browser, house.app.main, { login: house.login });
  const main = page.getByRole('main');

  await t.test('no room is left out', async () => {
    await page.goto('/');
    const levers = page.getByRole('navigation', { name: 'Rooms' }).first().getByRole('link');
    await levers.last().waitFor();
    const paths = await levers.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    assert.ok(paths.length > 10);
    const known = rooms.map(({ path }) => path);
    assert.deepEqual(
      paths.filter((path) => !known.includes(path)),
      [],
    );
  });

  for (const { path, says, way } of rooms) {
    await t.test(`${path}: ${says}`, async () => {
      await page.setViewportSize(phone);
      await page.goto(path);
      await main.getByText(says).first().waitFor();
      await page.waitForLoadState('networkidle');
      assert.equal(await main.getByRole('alert').count(), 0);
      assert.equal(await main.getByRole('status', { name: 'Loading' }).count(), 0, 'it is still loading');
      assert.deepEqual(await barriers(page), []);
      assert.deepEqual(complaints, []);
      if (!way) return;
      const before = page.url();
      const door = main.getByRole('link', { name: way }).or(main.getByRole('button', { name: way }));
      await door.last().click();
      // The way on is another page, a dialog, or a form that opens in its place.
      await Promise.any([
        page.waitForURL(({ href }) => href !== before),
        page.getByRole('dialog').waitFor(),
        page.getByAltText('QR code for your authenticator app').waitFor(),
      ]);
      assert.deepEqual(complaints.splice(0), []);
    });
  }
});
