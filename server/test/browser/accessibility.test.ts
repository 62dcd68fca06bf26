/*
 * Every room of the console, with something in it, at once for a screen reader and for eyes: axe finds nothing in light, in
 * dark and on a phone, nothing is wider than the phone, and no page complains.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import { barriers } from './axe.ts';
import { launchChromium, openWindow, overflow, phone, wide } from './chromium.ts';
import { startFleet } from './fleet.ts';
import { sensorCsv, startHouse } from './house.ts';

const pathOf = (address: string) => address.slice(new URL(address).origin.length);

test('every room is open to everybody: light, dark, and on a phone', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const fit = await house.upload('Hall AHU-1', sensorCsv(240));
  await house.call('POST', `/datasets/${fit}/validate`);
  const unfit = await house.upload('Boiler 3', 'timestamp,flow\n2026-01-01,1\n2026-01-02,offline\n2026-01-03,3\n');
  const { run, model } = await house.train(fit);
  const { model: other } = await house.train(fit, 'sentinel');
  const [evaluation] = await house.call<{ id: string }[]>('GET', '/evaluations');
  await house.call('POST', `/evaluations/${evaluation?.id}/gradient`);
  const question = { message: 'Analyze my data', dataset_id: fit };
  const { conversation_id: conversation } = await house.call('POST', '/agent/chat', question);
  const { checkout_url } = await house.call<{ checkout_url: string }>('POST', '/billing/checkout', { tier: 'pro' });
  const { portal_url } = await house.call<{ portal_url: string }>('POST', '/billing/portal', {});

  const device = { name: 'Pump house', ip: '10.0.0.1', username: 'nobody', password: 'nothing' };
  await house.call('POST', '/deployments/targets', device);
  const { id: deployment } = await house.call('POST', '/deployments', { model_id: model, target_ip: '192.0.2.1' });

  const { edges, relays } = await startFleet(t, house, { edges: 1, relays: 1 });
  edges[0]?.node.event({ severity: 'warning', category: 'srt', message: 'Packets are lost' });

  await house.call('POST', '/auth/cli/init', { session_code: 'cli_open_to_all' });
  const rooms = [
    ['/', 'Dashboard'],
    // Early: the code lives for two minutes.
    ['/auth/verify?code=cli_open_to_all', 'Let a command line in'],
    ['/datasets', 'Datasets'],
    ['/datasets?upload=true', 'Upload readings'],
    ['/datasets/connect', 'Connect a source'],
    [`/datasets/${fit}`, 'Hall AHU-1'],
    [`/datasets/${fit}?view=columns`, 'Hall AHU-1'],
    [`/datasets/${fit}?view=rows`, 'Hall AHU-1'],
    [`/datasets/${fit}?view=advice`, 'Hall AHU-1'],
    [`/datasets/${unfit}`, 'Boiler 3'],
    ['/training', 'Training'],
    ['/training/new', 'Start a training'],
    [`/training/${run}`, 'Hall AHU-1'],
    ['/models', 'Models'],
    [`/models/${model}`, 'Hall AHU-1'],
    [`/models/${model}/score`, 'Score readings'],
    [`/models/compare?a=${model}&b=${other}`, 'Compare two models'],
    ['/deployments', 'Deployments'],
    ['/deployments/new', 'Deploy a model'],
    [`/deployments/${deployment}`, '192.0.2.1'],
    ['/evaluations', 'Evaluations'],
    [`/evaluations/${evaluation?.id}`, 'Hall AHU-1'],
    ['/assistant', 'Assistant'],
    [`/assistant?conversation=${conversation}`, 'Training plan'],
    ['/inbox', 'Inbox'],
    ['/billing', 'Billing'],
    ['/billing?canceled=true', 'Billing'],
    [pathOf(checkout_url), 'Sandbox checkout'],
    [pathOf(portal_url), 'Sandbox portal'],
    ['/settings', 'Settings'],
    ['/admin', 'People'],
    ['/admin/outbox', 'Outbox'],
    ['/media-nodes', 'Nodes'],
    ['/media-nodes?add=true', 'Add a node'],
    [`/media-nodes/${edges[0]?.id}`, 'edge-1'],
    [`/media-nodes/${edges[0]?.id}?view=history`, 'edge-1'],
    [`/media-nodes/${edges[0]?.id}?view=config`, 'edge-1'],
    [`/media-nodes/${edges[0]?.id}?view=commands`, 'edge-1'],
    [`/media-nodes/${edges[0]?.id}?view=events`, 'edge-1'],
    [`/media-nodes/${edges[0]?.id}?view=raw`, 'edge-1'],
    [`/media-nodes/${relays[0]?.id}`, 'relay-1'],
    ['/events', 'Events'],
    ['/media-nodes/settings', 'Node settings'],
    ['/media-nodes/transfer', 'Export and import'],
    ['/media-nodes/assistant?kind=act', 'Nodes assistant'],
    ['/topology', 'Topology'],
    ['/topology?view=list', 'Topology'],
    ['/tunnels', 'Tunnels'],
    ['/tunnels?add=true', 'Make a tunnel'],
    ['/nowhere', 'This line ends here'],
  ] as const;
  const doorstep = [
    ['/sign-in', 'Sign in'],
    ['/sign-up', 'Make an account'],
    ['/verify?email=ann@example.com', 'Enter the code'],
    ['/forgot-password', 'Choose a new password'],
    ['/reset-password?token=1', 'Choose a new password'],
  ] as const;

  await t.test('the palette finds a training and a deployment', async () => {
    const { page, complaints } = await openWindow(browser, house.app.main, { login: house.login });
    await page.goto('/');
    await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor();
    for (const [typed, group, address] of [
      ['hall training', 'Trainings', `/training/${run}`],
      ['192.0.2.1', 'Deployments', `/deployments/${deployment}`],
    ] as const) {
      await page.keyboard.press('Control+k');
      const palette = page.getByRole('dialog', { name: 'Find or do' });
      await palette.getByRole('combobox').fill(typed);
      const found = palette.getByRole('group', { name: group }).getByRole('option');
      await found.last().waitFor();
      assert.deepEqual(await barriers(page), [], typed);
      await found.last().click();
      await page.waitForURL(`**${address}`);
    }
    assert.deepEqual(complaints, []);
  });

  for (const [paths, login] of [
    [rooms, house.login],
    [doorstep, undefined],
  ] as const) {
    const { page, complaints } = await openWindow(browser, house.app.main, login && { login });
    for (const [path, heading] of paths) {
      await t.test(
        path.replace(/(ds|mdl|tr|eval|cs|bps|dep)_\w+/g, '$1').replace(/[\da-f]{8}-[\da-f-]{27}/, 'id'),
        async () => {
          await page.setViewportSize(wide);
          await page.goto(path);
          await page.getByRole('heading', { name: heading }).first().waitFor();
          await page.waitForLoadState('networkidle');
          for (const theme of ['light', 'dark']) {
            await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
            assert.deepEqual(await barriers(page), [], theme);
          }
          await page.setViewportSize(phone);
          assert.deepEqual(await barriers(page), [], 'phone');
          assert.equal(await overflow(page), 0, 'wider than the phone');
          assert.deepEqual(complaints.splice(0), []);
        },
      );
    }
  }
});
