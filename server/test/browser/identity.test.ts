/* One's own account and other people's: the second factor, the password, sessions, a command line, and an administrator. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { generateSync } from 'otplib';
import { launchChromium, openWindow } from './chromium.ts';
import { password, startHouse } from './house.ts';

test('somebody turns the second factor on, and gets in with a code and with a recovery code', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const { page, complaints } = await openWindow(browser, house.app.main, { login: house.login });
  await page.goto('/settings');
  await page.getByRole('button', { name: 'Set it up' }).click();
  await page.getByAltText('QR code for your authenticator app').waitFor();
  const secret = (await page.locator('.select-all').textContent()) ?? '';
  /*
   * Made when it is typed, and never older than what counted before: the first is of this half minute, the second of the
   * next one. However long a loaded machine takes from here to there, neither is used or too old when it arrives.
   */
  const code = (halfMinutesAhead: number) =>
    generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + 30 * halfMinutesAhead });
  await page.getByLabel('Code that the app shows now').fill('000000');
  await page.getByRole('button', { name: 'Turn it on' }).click();
  await page.getByRole('alert').getByText('Invalid MFA code').waitFor();
  await page.getByLabel('Code that the app shows now').fill(code(0));
  await page.getByRole('button', { name: 'Turn it on' }).click();
  const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await codes.first().waitFor();
  assert.equal(await codes.count(), 10);
  const recoveryCode = (await codes.first().textContent()) ?? '';
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByText('10 recovery codes left').waitFor();

  for (const secondFactor of [() => code(1), () => recoveryCode]) {
    await page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
    await page.getByLabel('Username').fill(house.me.username);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Enter your code' }).waitFor();
    await page.getByLabel('Code').fill('123123');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Code').fill(secondFactor());
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor();
  }
  assert.deepEqual(
    complaints.filter((complaint) => !/40[01]/.test(complaint)),
    [],
  );
});

test('a wrong current password does not sign out; the right one signs out everywhere else', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  await house.app.logIn(house.me.username);
  const { page } = await openWindow(browser, house.app.main, { login: house.login });
  await page.goto('/settings');
  const sessions = page.getByRole('list', { name: 'Sessions' }).getByRole('listitem');
  await sessions.first().waitFor();
  assert.equal(await sessions.count(), 2);
  await page.getByLabel('Current password').fill('wrong');
  await page.getByLabel('New password').fill('a new lamp 22');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.getByRole('alert').getByText('Current password is incorrect').waitFor();
  await page.getByLabel('Current password').fill(password);
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.getByText('You are signed out everywhere else.').waitFor();
  await sessions.nth(1).waitFor({ state: 'detached' });
  assert.equal(await sessions.count(), 1);
});

test('a preference is kept at once, and a command line is let in', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const { page } = await openWindow(browser, house.app.main, { login: house.login });
  await page.goto('/settings');
  await page.getByLabel('Time zone').selectOption('Europe/Berlin');
  await page.waitForResponse((response) => response.url().endsWith('/profile/preferences') && response.ok());
  const kept = await house.call<{ timezone: string }>('GET', '/profile/preferences');
  assert.equal(kept.timezone, 'Europe/Berlin');

  const code = 'cli_journey_1234';
  const { verify_url } = await house.call<{ verify_url: string }>('POST', '/auth/cli/init', { session_code: code });
  await page.goto(verify_url);
  await page.getByText(code).waitFor();
  await page.getByRole('button', { name: 'Let it in' }).click();
  await page.getByRole('heading', { name: 'It is in' }).waitFor();
  const polled = await house.call<{ status: string }>('GET', `/auth/cli/poll?code=${code}`);
  assert.equal(polled.status, 'verified');
});

test('an administrator adds somebody, shuts them out, and deletes them', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const { page } = await openWindow(browser, house.app.main, { login: house.login });
  await page.goto('/admin');
  await page.getByRole('button', { name: 'Add a person' }).click();
  await page.getByLabel('Username').fill('cora');
  await page.getByLabel('Email').fill('cora@example.com');
  await page.getByLabel('First password').fill('a lamp in the box');
  await page.getByRole('button', { name: 'Add the person' }).click();
  const row = page.getByRole('row').filter({ hasText: 'cora' });
  await row.getByText('May sign in').waitFor();

  await row.getByRole('button', { name: 'cora' }).click();
  await page.getByLabel('Shut out: may not sign in').check();
  // Somebody else is quicker.
  await house.call('PUT', '/admin/users/cora', { role: 'viewer' });
  await page.getByRole('button', { name: 'Keep the changes' }).click();
  await page.getByRole('alert').getByText('was changed meanwhile').waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('radio', { name: /Viewer/, checked: true }).waitFor();
  await page.getByLabel('Shut out: may not sign in').check();
  await page.getByRole('button', { name: 'Keep the changes' }).click();
  await row.getByText('Shut out', { exact: true }).waitFor();

  await row.getByRole('button', { name: 'cora' }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete the person' }).click();
  await row.waitFor({ state: 'detached' });
});
