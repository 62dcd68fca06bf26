/* The nodes assistant: questions about live nodes, actions shown before they are done, and keys of one's own. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { startFakeLlm } from '../support/fake-llm.ts';
import { barriers } from './axe.ts';
import { launchChromium, openWindow, overflow, phone, wide } from './chromium.ts';
import { callNodes, startFleet } from './fleet.ts';
import { startHouse } from './house.ts';

test('somebody asks, sees what would be done, applies it, and sees when a node refuses', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const { edges } = await startFleet(t, house, { edges: 2, relays: 1 });
  const [edge] = edges;
  assert.ok(edge);
  const { page, complaints } = await openWindow(browser, house.app.main, { login: house.login });
  await page.goto('/media-nodes');
  await page.getByRole('link', { name: 'Assistant' }).last().click();
  await page.getByRole('heading', { name: 'Nodes assistant' }).waitFor();
  await page.getByText('Nothing leaves it').waitFor();
  await page.getByRole('button', { name: 'Which nodes are offline?' }).click();
  const answers = page.getByRole('log', { name: 'Answers' });
  await answers.getByText('All 3 nodes are online.').waitFor();
  await answers.getByText(/The built-in assistant, from what the nodes report at/).waitFor();

  await page.goto(`/media-nodes/${edge.id}`);
  await page.getByText('receiving').first().waitFor();
  await page.getByRole('link', { name: 'Assistant' }).last().click();
  await page.getByText('Find what is wrong').click();
  await page.getByRole('button', { name: 'Packets are lost' }).click();
  await answers.getByText(/I looked at “edge-1”/).waitFor();

  await page.getByText('Do something').click();
  const field = page.getByLabel('What is to be done');
  await field.fill('stop the flow Main programme');
  await field.press('Enter');
  const proposed = page.getByRole('region', { name: 'Proposed actions' });
  await proposed.getByText('This would be done').waitFor();
  await proposed.getByText('Stop the flow “Main programme” (flow-1) on edge-1').waitFor();
  await proposed.getByText('What changes, in detail').click();
  await proposed.getByLabel('Lines that differ').getByText('"enabled": false').waitFor();
  const given = () => callNodes<{ action: { type: string } }[]>(house, 'GET', `/nodes/${edge.id}/commands`);
  assert.deepEqual(await given(), [], 'nothing is sent before it is applied');

  for (const theme of ['light', 'dark']) {
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
    for (const viewport of [wide, phone]) {
      await page.setViewportSize(viewport);
      assert.deepEqual(await barriers(page), [], `${theme} ${viewport.width}`);
      assert.equal(await overflow(page), 0);
      const folder = process.env.SCREENSHOTS;
      if (folder) await page.screenshot({ path: `${folder}/${theme}-${viewport.width}.png`, fullPage: true });
    }
  }
  await page.setViewportSize(wide);
  await proposed.getByRole('button', { name: 'Apply' }).click();
  await proposed.getByText('It is done.').waitFor();
  assert.deepEqual(
    (await given()).map(({ action }) => action.type),
    ['stop_flow'],
  );

  await field.fill('delete the flow Main programme');
  await field.press('Enter');
  const second = proposed.first();
  await second.getByText('Deletes something').waitFor();
  // Somebody else is faster.
  await callNodes(house, 'POST', `/nodes/${edge.id}/command`, { action: { type: 'delete_flow', flow_id: 'flow-1' } });
  await second.getByRole('button', { name: 'Apply' }).click();
  await page.getByRole('button', { name: 'Apply it' }).click();
  await second
    .getByRole('alert')
    .getByText(/not found|not running/)
    .waitFor();
  await second.getByRole('button', { name: 'Try the rest again' }).waitFor();
  assert.deepEqual(
    complaints.filter((one) => !/422/.test(one)),
    [],
  );
});

test('a key of one’s own is stored, used for what is asked, never shown, and deleted', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const llm = await startFakeLlm(t);
  const house = await startHouse(t, { OPENAI_BASE_URL: llm.url, SIGNALBOX_LLM_MODEL: 'openai/house' });
  const { page } = await openWindow(browser, house.app.main, { login: house.login });
  await page.goto('/settings');
  await page.getByLabel('Key', { exact: true }).fill('sk-of-the-browser');
  await page.getByLabel('Model').fill('my-model');
  await page.getByRole('button', { name: 'Store the key' }).click();
  await page.getByText('The key of OpenAI is stored.').waitFor();
  await page.getByRole('list', { name: 'Stored keys' }).getByText('my-model').waitFor();
  assert.ok(!(await page.content()).includes('sk-of-the-browser'));

  await page.goto('/media-nodes/assistant');
  await page.getByText('OpenAI answers, looking into what you may see').waitFor();
  llm.will({ text: 'I have looked.' });
  await page.getByLabel('Your question').fill('How are my nodes?');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await page.getByText('I have looked.').waitFor();
  await page.getByText('OpenAI, my-model').waitFor();
  assert.equal(llm.requests[0]?.headers.authorization, 'Bearer sk-of-the-browser');
  llm.will({ text: JSON.stringify({ action: 'stop_flow', flow_id: 'f1' }) }, { status: 500, body: '{}' });
  await page.getByText('Do something').click();
  await page.getByLabel('What is to be done').fill('Stop it');
  await page.getByRole('button', { name: 'Propose' }).click();
  await page.getByText('No node was named').waitFor();
  await page.getByLabel('What is to be done').fill('Stop it');
  await page.getByRole('button', { name: 'Propose' }).click();
  await page.getByText('The built-in assistant answers instead.').waitFor();

  await page.goto('/settings');
  await page.getByRole('button', { name: 'Delete the key of OpenAI' }).click();
  await page.getByRole('button', { name: 'Delete the key', exact: true }).click();
  await page.getByText('None yet: the built-in assistant').waitFor();
});
