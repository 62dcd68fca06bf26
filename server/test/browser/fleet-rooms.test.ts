/* How nodes hang together: tunnels made, changed, turned off and deleted, and the topology as a graph and as a list. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { barriers } from './axe.ts';
import { launchChromium, openWindow, overflow, phone, wide } from './chromium.ts';
import { callNodes, startFleet } from './fleet.ts';
import { startHouse } from './house.ts';

type Tunnel = { id: string; name: string; mode: string; status: string; enabled: boolean; ingress_listen_port: number };
type Positions = { positions: Record<string, { x: number; y: number }> };

test('a tunnel is made step by step, told to its nodes, changed, turned off, and deleted with a way back', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const { edges } = await startFleet(t, house, { edges: 2, relays: 1 });
  const { page, complaints } = await openWindow(browser, house.app.main, { login: house.login });
  await page.goto('/tunnels');
  await page.getByText('There is no tunnel yet').waitFor();
  await page.getByRole('button', { name: 'Make a tunnel' }).last().click();
  const dialog = page.getByRole('dialog');
  const next = dialog.getByRole('button', { name: 'Next' });
  await next.click();
  await dialog.getByText('Give it a name.').waitFor();
  await dialog.getByLabel('Name').fill('Oslo to Bergen');
  await next.click();
  await dialog.getByText('Its two ends').waitFor();
  await dialog.getByLabel('Traffic comes in at').selectOption('edge-1');
  await dialog.getByLabel('Port it listens at').fill('70000');
  await dialog.getByLabel('Traffic goes out at').selectOption('edge-1');
  await dialog.getByLabel('It is sent on to').fill('127.0.0.1:9100');
  await next.click();
  await dialog.getByText('A whole number from 1 to 65535.').waitFor();
  await dialog.getByText('It takes two edges').waitFor();
  await dialog.getByLabel('Port it listens at').fill('9400');
  await dialog.getByLabel('Traffic goes out at').selectOption('edge-2');
  await next.click();
  await dialog.getByLabel('Relay', { exact: true }).selectOption('relay-1');
  assert.match(await dialog.getByLabel('It is reached at').inputValue(), /^127\.0\.0\.1:\d+$/, 'as the relay reports');
  assert.deepEqual(await barriers(page), [], 'the wizard');
  await dialog.getByRole('button', { name: 'Make the tunnel' }).click();
  await page.getByText('Oslo to Bergen is made, and set up on its nodes.').waitFor();
  const plate = page.getByRole('list', { name: 'Tunnels' }).getByRole('listitem').filter({ hasText: 'Oslo to Bergen' });
  await plate.first().getByText('Active').waitFor();
  assert.equal(await plate.first().getByText('Set up').count(), 3);

  await plate.first().getByRole('link', { name: 'edge-2' }).click();
  await page.getByRole('heading', { level: 1, name: 'edge-2' }).waitFor();
  await page.getByRole('main').getByRole('link', { name: 'Tunnels' }).click();
  await page.waitForURL(/\/tunnels\?node=/);
  await plate.first().waitFor();

  // A change that one of the nodes cannot be told now.
  await edges[1]?.node.stop();
  await page.getByRole('button', { name: 'Change Oslo to Bergen' }).click();
  await next.click();
  await dialog.getByLabel('Port it listens at').fill('9401');
  await next.click();
  await dialog.getByRole('button', { name: 'Keep the changes' }).click();
  await dialog.getByText('Egress node edge-2 is not connected; it is told when it comes').waitFor();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByText('Offline: it is told when it comes').waitFor();
  const [changed] = (await callNodes<{ tunnels: Tunnel[] }>(house, 'GET', '/tunnels')).tunnels;
  assert.equal(changed?.ingress_listen_port, 9401);
  edges[1]?.node.start();
  await plate.first().getByText('Active').waitFor();

  await page.getByRole('button', { name: 'Turn off Oslo to Bergen' }).click();
  await page.getByRole('button', { name: 'Turn on Oslo to Bergen' }).waitFor();
  await plate.first().getByText('Off', { exact: true }).waitFor();

  await page.setViewportSize(phone);
  for (const theme of ['light', 'dark']) {
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
    assert.deepEqual(await barriers(page), [], theme);
  }
  assert.equal(await overflow(page), 0);
  await page.setViewportSize(wide);

  await page.getByRole('button', { name: 'Delete Oslo to Bergen' }).click();
  await page.getByRole('button', { name: 'Delete the tunnel' }).click();
  await page.getByText('There is no tunnel yet').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await plate.first().waitFor();
  assert.deepEqual(complaints, []);
});

test('nodes are moved by mouse and by keyboard, it is kept and taken back, and the list says the same', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const { edges, relays } = await startFleet(t, house, { edges: 3, relays: 1 });
  const [first, second] = edges;
  const [relay] = relays;
  assert.ok(first && second && relay);
  await callNodes(house, 'POST', '/tunnels', {
    name: 'Oslo to Bergen',
    protocol: 'udp',
    mode: 'relay',
    ingress_node_id: first.id,
    ingress_listen_port: 9400,
    egress_node_id: second.id,
    egress_forward_addr: '127.0.0.1:9100',
    relay_node_id: relay.id,
    relay_addr: '127.0.0.1:14433',
  });
  const { page, complaints } = await openWindow(browser, house.app.main, { login: house.login });
  await page.goto('/topology');
  await page.getByText('4 nodes, 1 tunnel.').waitFor();
  const plate = page.getByRole('button', { name: /^edge-1/ });
  await plate.getByText('bit/s').waitFor();
  const kept = async () => (await callNodes<Positions>(house, 'GET', '/topology/positions')).positions;
  const isKept = page.getByText('Where you put nodes is kept for you.');

  const box = await plate.boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + 60, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 90, box.y + 150, { steps: 5 });
  await page.mouse.up();
  await isKept.waitFor();
  const dragged = (await kept())[first.id];
  assert.ok(dragged);
  assert.equal(Object.keys(await kept()).length, 1, 'what nobody moved is arranged each time');
  const about = page.getByRole('main').locator('section').filter({ hasText: 'Go to the node' });
  await about.getByText('Oslo to Bergen').waitFor();

  // It is chosen since it was dragged, so keys move it; let go of, they go to the next node.
  await plate.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.waitForResponse((answer) => answer.url().endsWith('/topology/positions'));
  assert.equal((await kept())[first.id]?.x, Math.round(dragged.x / 10) * 10 + 20);
  await page.keyboard.press('Control+z');
  await page.waitForResponse((answer) => answer.url().endsWith('/topology/positions'));
  assert.deepEqual((await kept())[first.id], dragged, 'two strokes are one move');
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'Lines' }).waitFor();
  await page.keyboard.press('ArrowRight');
  const isFocused = await page.evaluate(`document.activeElement.dataset.id === ${JSON.stringify(relay.id)}`);
  assert.ok(isFocused, 'the relay stands right of it');

  await page.reload();
  await plate.waitFor();
  assert.deepEqual((await kept())[first.id], dragged);
  await page.getByRole('button', { name: 'Arrange anew' }).click();
  await page.waitForResponse((answer) => answer.url().endsWith('/topology/positions'));
  assert.deepEqual(await kept(), {});
  await page.getByRole('button', { name: 'Undo' }).click();
  await isKept.waitFor();
  assert.deepEqual((await kept())[first.id], dragged);

  for (const size of [wide, phone]) {
    await page.setViewportSize(size);
    for (const theme of ['light', 'dark']) {
      await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
      assert.deepEqual(await barriers(page), [], theme);
    }
    assert.equal(await overflow(page), 0);
  }
  await relay.node.stop();
  await page.getByRole('button', { name: /^relay-1.*Offline/ }).waitFor();
  await page.getByText('List', { exact: true }).click();
  const row = page.getByRole('row').filter({ has: page.getByRole('cell', { name: /^relay-1/ }) });
  await row.getByText('edge-1 → relay-1 → edge-2').waitFor();
  assert.deepEqual(complaints, []);
});

test('a viewer sees nodes and their places, and is told who sees the tunnels', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  await callNodes(house, 'POST', '/nodes', { name: 'edge-1', device_type: 'edge' });
  const { token, username, email } = await house.app.person('viewer', house.me.tenantId);
  const login = { token, user: { id: 'usr_viewer', username, email, role: 'viewer' } };
  const { page, complaints } = await openWindow(browser, house.app.main, { login });
  await page.goto('/topology');
  await page.getByRole('button', { name: /^edge-1.*Not registered yet/ }).waitFor();
  await page.getByText('1 node. Operators see the tunnels between them, too.').waitFor();
  await page.goto('/tunnels');
  await page.getByRole('heading', { name: 'For operators' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Make a tunnel' }).count(), 0);
  await page.goto('/media-nodes/transfer');
  await page.getByRole('heading', { name: 'For administrators' }).waitFor();
  assert.deepEqual(complaints, []);
});
