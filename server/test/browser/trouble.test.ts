/* What the console says when something is wrong, and how one gets on from there. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { launchChromium, openWindow } from './chromium.ts';
import { password, sensorCsv, startHouse } from './house.ts';

test('trouble is told in a sentence, and there is a way on', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const fit = await house.upload('Hall', sensorCsv(200));
  await house.call('POST', `/datasets/${fit}/validate`);
  const { page, context } = await openWindow(browser, house.app.main, { login: house.login });
  const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor();

  await t.test('the server does not answer', async () => {
    await page.route('**/ml/api/**', (route) => route.abort());
    await page.goto('/datasets');
    await page.getByText('Signalbox does not answer').waitFor();
    await page.unroute('**/ml/api/**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('link', { name: 'Hall' }).waitFor();
  });

  await t.test('what is asked for does not exist', async () => {
    await page.goto('/models/mdl_none');
    await page.getByText('Model not found').waitFor();
    await page.getByRole('link', { name: 'Models' }).last().click();
    await heading('Models');
  });

  await t.test('a dataset is not fit: each finding says what to do about it', async () => {
    const unfit = await house.upload('Boiler', 'timestamp,flow\n2026-01-01,1\n2026-01-02,offline\n2026-01-03,\n');
    await page.goto(`/datasets/${unfit}`);
    await page.getByRole('button', { name: 'Validate' }).click();
    await page.getByText('Not fit for training yet').waitFor();
    await page.getByText("Column 'flow': mixed types detected (numeric: 1, string: 1)").waitFor();
    await page.getByText('Clear those cells or write numbers into them').waitFor();
    await page.getByText('A gap is filled with the reading before it').waitFor();
  });

  await t.test('a file that is no table is refused before it is sent, and one without rows by the server', async () => {
    await page.goto('/datasets?upload=true');
    const input = page.locator('input[type=file]');
    await input.setInputFiles({ name: 'plan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') });
    await page.getByText('This is no CSV file').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Upload', exact: true }).isDisabled(), true);
    await page.getByRole('button', { name: 'Leave out plan.pdf' }).click();
    await input.setInputFiles({ name: 'null.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n\0,1\n') });
    await page.getByRole('button', { name: 'Upload', exact: true }).click();
    const tray = page.getByRole('region', { name: 'Uploads' });
    assert.ok(((await tray.getByRole('status').textContent()) ?? '').length > 20);
    await tray.getByRole('button', { name: 'Take Null off the list' }).click();
  });

  await t.test('a session that was ended elsewhere leads to the sign-in page, and back to the same place', async () => {
    await page.goto(`/datasets/${fit}?view=columns`);
    await heading('Hall');
    await house.app.request('POST', '/api/v1/auth/logout', { token: house.me.token });
    await page.goto(`/datasets/${fit}?view=columns`);
    await heading('Sign in');
    await page.getByLabel('Username').fill('admin');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await heading('Hall');
    await page.getByRole('tab', { name: 'Columns', selected: true }).waitFor();
  });

  await t.test('signing out in one window signs out the others', async () => {
    const second = await context.newPage();
    await second.goto('/models');
    await second.getByRole('heading', { level: 1, name: 'Models' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await heading('Sign in');
    await second.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  });

  await t.test('who may only look is shown nothing to change', async () => {
    const viewer = await house.app.person('viewer', house.me.tenantId);
    const user = { id: 'usr_v', username: viewer.username, email: viewer.email, role: 'viewer' };
    const { page: theirs } = await openWindow(browser, house.app.main, { login: { token: viewer.token, user } });
    for (const [path, name] of [
      ['/datasets', 'Datasets'],
      ['/training', 'Training'],
      ['/deployments', 'Deployments'],
    ] as const) {
      await theirs.goto(path);
      await theirs.getByRole('heading', { level: 1, name }).waitFor();
      await theirs.waitForLoadState('networkidle');
      const levers = /^(Upload|Start|Deploy|Register|Delete|Validate)/;
      assert.equal(await theirs.getByRole('main').getByRole('button', { name: levers }).count(), 0, path);
      assert.equal(await theirs.getByRole('main').getByRole('link', { name: levers }).count(), 0, path);
    }
  });

  await t.test('an answer that was lost on the way is asked for again without a word', async () => {
    await page.getByLabel('Username').fill('admin');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await heading('Dashboard');
    let lost = 0;
    await page.route('**/ml/api/v1/deployments/targets', (route) => (lost++ === 0 ? route.abort() : route.continue()));
    await page.goto('/deployments');
    await page.getByText('No device is registered').waitFor();
    assert.equal(lost, 2);
  });
});
