/* Every page while the server fails: it says so, offers to try again, and that works. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { launchChromium, openWindow } from './chromium.ts';
import { callNodes } from './fleet.ts';
import { sensorCsv, startHouse } from './house.ts';

const sentence = 'The database is away for a moment.';
const doors = /\/(ml|nodes)\/api\//;
const failure = { error: sentence, code: 'INTERNAL' };

test('every page says what failed and loads when it is tried again', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const dataset = await house.upload('Hall', sensorCsv(200));
  await house.call('POST', `/datasets/${dataset}/validate`);
  const { run, model } = await house.train(dataset);
  const [evaluation] = await house.call<{ id: string }[]>('GET', '/evaluations');
  const body = { model_id: model, target_ip: '192.0.2.1' };
  const { id: deployment } = await house.call<{ id: string }>('POST', '/deployments', body);
  const edge = { name: 'Roof', device_type: 'edge' };
  const { id: node } = await callNodes<{ id: string }>(house, 'POST', '/nodes', edge);
  const { page } = await openWindow(browser, house.app.main, { login: house.login });
  const broken: string[] = [];
  page.on('pageerror', (error) => broken.push(error.message));

  await house.call('POST', '/auth/cli/init', { session_code: 'cli_let_me_in' });
  const pages = [
    // First: the code lives for two minutes.
    '/auth/verify?code=cli_let_me_in',
    '/',
    '/datasets',
    '/datasets/connect',
    `/datasets/${dataset}`,
    '/training',
    '/training/new',
    `/training/${run}`,
    '/models',
    `/models/${model}`,
    `/models/${model}/score`,
    `/models/compare?a=${model}&b=${model}`,
    '/evaluations',
    `/evaluations/${evaluation?.id}`,
    '/deployments',
    '/deployments/new',
    `/deployments/${deployment}`,
    '/assistant',
    '/inbox',
    '/billing',
    '/settings',
    '/admin',
    '/admin/outbox',
    '/media-nodes',
    `/media-nodes/${node}`,
    `/media-nodes/${node}?view=history`,
    `/media-nodes/${node}?view=commands`,
    `/media-nodes/${node}?view=events`,
    '/events',
    '/media-nodes/settings',
    '/media-nodes/assistant',
    '/topology',
    '/topology?view=list',
    '/tunnels',
  ];
  const shown = page.getByRole('main').getByText(sentence).first();
  for (const path of pages) {
    await t.test(path.replace(/(ds|mdl|tr|eval|dep)_\w+/g, '$1').replace(node, 'id'), async () => {
      await page.route(doors, (route) => route.fulfill({ status: 500, json: failure }));
      await page.goto(path);
      await shown.waitFor({ timeout: 4_000 });
      await page.unroute(doors);
      // Of what failed; a deployment's own button starts it anew.
      const again = page.getByRole('alert').getByRole('button', { name: 'Try again' });
      while ((await again.count()) > 0) {
        // What is asked for now and then may have come by itself just now, and its button is gone.
        await again
          .first()
          .click({ timeout: 2_000 })
          .catch(() => {});
        await page.waitForLoadState('networkidle');
      }
      await shown.waitFor({ state: 'detached' });
      await page.getByRole('heading', { level: 1 }).waitFor();
      assert.deepEqual(broken.splice(0), []);
    });
  }

  await t.test('the plot alone fails: the page stays, and so does the way on', async () => {
    await page.route('**/series?**', (route) => route.fulfill({ status: 500, json: failure }));
    await page.goto(`/datasets/${dataset}`);
    await shown.waitFor();
    await page.getByRole('heading', { level: 1, name: 'Hall' }).waitFor();
    await page.unroute('**/series?**');
    await page.getByRole('main').getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('group', { name: 'Plot of the readings' }).waitFor();
    await shown.waitFor({ state: 'detached' });
    assert.deepEqual(broken, []);
  });
});
