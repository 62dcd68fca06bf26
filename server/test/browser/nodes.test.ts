/* The rooms of the nodes door: live nodes, one node's page, events and the settings, with simulated edges and relays. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { barriers } from './axe.ts';
import { launchChromium, openWindow } from './chromium.ts';
import { callNodes, startFleet } from './fleet.ts';
import { startHouse } from './house.ts';

test('a node is added, registers, is watched, commanded, configured, and deleted with a way back', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const { page, complaints } = await openWindow(browser, house.app.main, { login: house.login });
  await page.goto('/media-nodes');
  await page.getByText('No node is registered yet').waitFor();
  await page.getByRole('button', { name: 'Add a node' }).last().click();
  await page.getByLabel('Name').fill('edge-new');
  await page.getByRole('dialog').getByRole('button', { name: 'Add the node' }).click();
  const shown = page.getByRole('dialog');
  await shown.getByText('"accept_self_signed_cert": true').waitFor();
  await shown.getByText('BILBYCAST_ALLOW_INSECURE=1').waitFor();
  await shown.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('listitem').filter({ hasText: 'edge-new' }).getByText('Not registered yet').waitFor();

  const { edges } = await startFleet(t, house, { edges: 1, relays: 1 });
  const [edge] = edges;
  assert.ok(edge);
  const plate = page.getByRole('listitem').filter({ hasText: 'edge-1' });
  await plate.getByText('Online').waitFor();
  await plate.getByText('bit/s').waitFor();
  await page.getByText('Table', { exact: true }).click();
  await page.getByLabel('Type').selectOption('edge');
  await page.getByRole('row').filter({ hasText: 'relay-1' }).waitFor({ state: 'detached' });
  assert.deepEqual(await barriers(page), []);
  await page.reload();
  await page.getByRole('table').getByRole('link', { name: 'edge-1' }).click();

  const heading = page.getByRole('heading', { level: 1 });
  await heading.getByText('edge-1').waitFor();
  await page.getByText('receiving').first().waitFor();
  await page.getByRole('button', { name: /^Stop / }).click();
  await page.getByRole('button', { name: /^Start / }).waitFor();

  await page.getByRole('tab', { name: 'Commands' }).click();
  const given = page.getByRole('list', { name: 'Given commands' });
  await given.getByRole('listitem').filter({ hasText: 'stop_flow' }).getByText('Done').waitFor();
  await page.getByRole('button', { name: /^start_flow/ }).click();
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('The node has done it.').waitFor();

  await page.getByRole('tab', { name: 'History' }).click();
  await page.getByRole('img', { name: /^Bitrate over time: .*bit\/s/ }).waitFor();
  await page.getByLabel('Of what').selectOption('flow-1');
  await page.getByRole('img', { name: /^Round trip over time: .*ms/ }).waitFor();
  await page.getByText('7 days', { exact: true }).click();
  await page.waitForURL(/span=week/);
  await page.getByRole('img', { name: /^Round trip over time: .*ms/ }).waitFor();

  await page.getByRole('tab', { name: 'Configuration' }).click();
  const editor = page.getByLabel('Configuration of edge-1');
  const config = await editor.inputValue();
  await editor.fill(config.replace('"flows": [', '"flows": ['.concat('{"id": "bad", "input": {}},')));
  await page.getByText('this node ignores “input” in a flow').waitFor();
  assert.ok(await page.getByRole('button', { name: 'Send to the node' }).isDisabled());
  await editor.fill(config.replace('"device_name": "edge-1"', '"device_name": "Roof"'));
  await page.getByLabel('Lines that differ').getByText('"device_name": "Roof"').waitFor();
  await page.getByRole('button', { name: 'Send to the node' }).click();
  await page.getByText('edge-1 took the configuration over.').waitFor();
  // It is read back before the node goes away: otherwise that fails.
  await page.getByLabel('Lines that differ').waitFor({ state: 'detached' });

  await edge.node.stop();
  await page.getByText(/It is offline; it was last seen/).waitFor();
  await page.getByRole('tab', { name: 'Live' }).click();
  await page.getByRole('heading', { name: 'It is offline' }).waitFor();

  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete the node' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  // Its plate has a second link with its name when its alerts are counted already.
  await page.getByRole('link', { name: 'edge-1', exact: true }).waitFor();
  assert.deepEqual(complaints, []);
});

test('warnings are counted, filtered and acknowledged together', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const { edges } = await startFleet(t, house, { edges: 2, relays: 0 });
  for (const { node, name } of edges)
    for (const kind of ['lost', 'late'])
      node.event({ severity: 'warning', category: 'srt', message: `Packets of ${name} are ${kind}` });
  const { page, complaints } = await openWindow(browser, house.app.main, { login: house.login });
  await page.goto('/events');
  const lever = page.getByRole('navigation', { name: 'Rooms' }).first();
  await lever.getByRole('link', { name: 'Events 4 not acknowledged' }).waitFor();
  await page.getByLabel('Node', { exact: true }).selectOption('edge-1');
  await page.getByLabel('Severity').selectOption('warning');
  const list = page.getByRole('list', { name: 'Events' }).getByRole('listitem');
  await list.filter({ hasText: 'edge-2' }).first().waitFor({ state: 'detached' });
  await page.getByLabel('All 2 of this page').check();
  await page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
  await page.getByText('2 events acknowledged.').waitFor();
  await lever.getByRole('link', { name: 'Events 2 not acknowledged' }).waitFor();
  await page.getByLabel('Not acknowledged').check();
  await page.getByText('No event is like that').waitFor();
  await page.getByRole('button', { name: 'Show all events' }).click();
  await page.getByRole('button', { name: 'Acknowledge: Packets of edge-2 are late' }).click();
  await lever.getByRole('link', { name: 'Events 1 not acknowledged' }).waitFor();
  assert.deepEqual(complaints, []);
});

test('an administrator changes how nodes are treated, and sees the certificate', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const { page } = await openWindow(browser, house.app.main, { login: house.login });
  await page.goto('/media-nodes/settings');
  await page.getByLabel('Events are kept (days)').fill('7');
  await page.getByRole('button', { name: 'Keep the settings' }).click();
  await page.getByText('The settings hold from now on.').waitFor();
  const kept = await callNodes<{ events_retention_days: number }>(house, 'GET', '/settings');
  assert.equal(kept.events_retention_days, 7);
  await page.getByText('Itself: nodes have to be told to trust it').waitFor();
  await page.getByText('Use another certificate').click();
  await page.getByLabel('Certificate', { exact: true }).fill('nonsense');
  await page.getByLabel('Private key').fill('nonsense');
  await page.getByRole('button', { name: 'Use this certificate' }).click();
  await page.getByRole('alert').waitFor();
});
