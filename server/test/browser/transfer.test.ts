/* A tenant moves house by the console: exported in one installation, looked at and imported in another. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { barriers } from './axe.ts';
import { launchChromium, openWindow, overflow, phone, wide } from './chromium.ts';
import { callNodes } from './fleet.ts';
import { startHouse } from './house.ts';

const passphrase = 'a lamp in the box';

test('everything is exported, looked at elsewhere before anything changes, imported, and conflicts are told', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const [from, to] = [await startHouse(t), await startHouse(t)];
  await callNodes(from, 'POST', '/nodes', { name: 'edge-oslo', device_type: 'edge' });
  const guest = {
    username: 'guest',
    password: 'Passw0rd.x',
    display_name: 'Guest',
    role: 'viewer',
    is_temporary: false,
  };
  const { id: guestId } = await callNodes<{ id: string }>(from, 'POST', '/users', guest);

  const old = await openWindow(browser, from.app.main, { login: from.login });
  await old.page.goto('/media-nodes/settings');
  await old.page.getByRole('link', { name: 'Export and import' }).click();
  const save = old.page.getByRole('button', { name: 'Export' });
  await save.click();
  await old.page.getByText('At least 12 characters').waitFor();
  await old.page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await old.page.getByLabel('The passphrase again').fill('a lamp in the fox');
  await old.page.getByText('It is not the same as above.').waitFor();
  await old.page.getByLabel('The passphrase again').fill(passphrase);
  const saved = async () => {
    const [download] = await Promise.all([old.page.waitForEvent('download'), save.click()]);
    assert.match(download.suggestedFilename(), /^signalbox-export-\d{4}-\d\d-\d\d\.json$/);
    return readFile(await download.path(), 'utf8');
  };
  const secretly = await saved();
  await old.page.getByText('Without', { exact: true }).click();
  const openly = await saved();
  assert.ok(secretly.includes('"encryption"') && !openly.includes('"encryption"'));

  const { page, complaints } = await openWindow(browser, to.app.main, { login: to.login });
  await page.goto('/media-nodes/transfer');
  const choose = (content: string) =>
    page
      .getByLabel('The file')
      .setInputFiles({ name: 'export.json', mimeType: 'application/json', buffer: Buffer.from(content) });
  const look = page.getByRole('button', { name: 'See what would be done' });
  await choose(secretly.slice(0, -20));
  await page.getByRole('alert').getByText('it is not JSON').waitFor();

  await choose(secretly);
  await page.getByText(/It holds: .*Nodes 1/).waitFor();
  await page.getByLabel('Its passphrase').fill('not the passphrase');
  await look.click();
  await page.getByRole('alert').getByText('The passphrase is wrong').waitFor();
  // The browser itself tells of an answer with status 400.
  complaints.splice(0);
  await page.getByLabel('Its passphrase').fill(passphrase);
  await look.click();
  await page.getByText('This would be done. Nothing has changed yet.').waitFor();
  const row = (name: string) => page.getByRole('table', { name: 'By kind' }).getByRole('row', { name });
  assert.match((await row('Nodes').textContent()) ?? '', /^Nodes1000$/);
  assert.deepEqual(await callNodes(to, 'GET', '/nodes'), []);
  for (const size of [wide, phone]) {
    await page.setViewportSize(size);
    for (const theme of ['light', 'dark']) {
      await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
      assert.deepEqual(await barriers(page), [], theme);
    }
    assert.equal(await overflow(page), 0);
  }
  await page.getByRole('button', { name: 'Import it' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Import it' }).click();
  await page.getByText('The import is done.').waitFor();
  const nodes = await callNodes<{ name: string }[]>(to, 'GET', '/nodes');
  assert.deepEqual(
    nodes.map(({ name }) => name),
    ['edge-oslo'],
  );

  await choose(openly);
  await look.click();
  await page.getByText('All of it is here already; there is nothing to import.').waitFor();
  await choose(openly.replaceAll(guestId, randomUUID()));
  await look.click();
  await page.getByText('It cannot be taken over as it is.').waitFor();
  await page.getByRole('region', { name: 'Conflicts' }).getByText('the username guest is taken').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Import it' }).count(), 0);
  assert.deepEqual(await barriers(page), [], 'with conflicts');
  assert.deepEqual([...complaints, ...old.complaints], []);
});
