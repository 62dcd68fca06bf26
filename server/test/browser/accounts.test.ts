/* Getting in, for the first time and after forgetting the password: through the links of the mails, as people do. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { barriers } from './axe.ts';
import { launchChromium, openWindow } from './chromium.ts';
import { startHouse } from './house.ts';

test('somebody signs up, proves the address, forgets the password and chooses another', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const { page } = await openWindow(browser, house.app.main);
  const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
  const mailTo = async (recipient: string) => {
    const [mail] = await house.call<{ text: string }[]>('GET', `/admin/outbox?recipient=${recipient}`);
    return mail?.text ?? '';
  };
  const linkIn = (text: string) => /https?:\S+/.exec(text)?.[0] ?? '';

  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Make an account' }).click();
  await heading('Make an account');
  await page.getByLabel('Username').fill('ann');
  await page.getByLabel('Email').fill('ann@example.com');
  await page.getByLabel('Password').fill('a lamp in the box');
  await page.getByRole('button', { name: 'Make the account' }).click();
  await heading('Enter the code');
  assert.equal(await page.getByLabel('Email').inputValue(), 'ann@example.com');

  await page.getByLabel('Code').fill('000000');
  await page.getByRole('button', { name: 'Verify' }).click();
  await page.getByRole('alert').getByText('Invalid or expired verification code').waitFor();

  await page.goto(linkIn(await mailTo('ann@example.com')));
  await heading('Enter the code');
  assert.match(await page.getByLabel('Code').inputValue(), /^\d{6}$/);
  await page.getByRole('button', { name: 'Verify' }).click();
  await heading('Your address is verified');
  await page.getByRole('button', { name: 'Sign in' }).click();

  await page.getByRole('link', { name: 'I forgot my password' }).click();
  await page.getByLabel('Email').fill('ann@example.com');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByText('If an account exists').waitFor();
  const link = linkIn(await mailTo('ann@example.com'));
  await page.goto(link);
  await heading('Choose a new password');
  await page.getByLabel('New password').fill('another lamp 2');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await heading('Your password is changed');
  await page.goto(link);
  await page.getByLabel('New password').fill('another lamp 3');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.getByRole('alert').getByText('Invalid or expired reset token').waitFor();

  await page.goto('/sign-in');
  await page.getByLabel('Username').fill('ann');
  await page.getByLabel('Password').fill('another lamp 2');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await heading('Dashboard');
  await page.getByText('Good to see you, ann.').waitFor();
});

test('without a mail server an administrator finds the code of somebody new in the outbox', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const { page, complaints } = await openWindow(browser, house.app.main, { login: house.login });
  await page.goto('/admin');
  await page.getByRole('link', { name: 'Outbox' }).click();
  await page.getByText('Nothing was mailed yet').waitFor();
  const body = { username: 'cleo', email: 'cleo@example.com', password: 'a lamp in the box' };
  await house.call('POST', '/auth/signup', body);
  await page.reload();
  const mail = page.getByRole('listitem').filter({ hasText: 'to cleo@example.com' });
  await mail.getByText('Verify Your Email').click();
  await mail.getByRole('link', { name: /verify\?code=\d{6}/ }).waitFor();
  await mail.getByText('Kept here').waitFor();
  assert.deepEqual(await barriers(page), []);
  assert.deepEqual(complaints, []);

  const owner = await house.app.person('owner');
  const user = { id: 'usr_o', username: owner.username, email: owner.email, role: 'admin' };
  const { page: theirs } = await openWindow(browser, house.app.main, { login: { token: owner.token, user } });
  await theirs.goto('/admin/outbox');
  await theirs.getByText('For administrators of the server').waitFor();
  assert.equal(await theirs.getByRole('button', { name: 'Try again' }).count(), 0);
});

test('an address that was not proved yet is told where to enter the code', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const house = await startHouse(t);
  const body = { username: 'ben', email: 'ben@example.com', password: 'a lamp in the box' };
  await house.call('POST', '/auth/signup', body);
  const { page } = await openWindow(browser, house.app.main);
  await page.goto('/login');
  await page.getByLabel('Username').fill('ben');
  await page.getByLabel('Password').fill(body.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').getByText('Email not verified').waitFor();
  await page.getByRole('link', { name: 'Enter the code from the mail' }).click();
  await page.getByRole('heading', { level: 1, name: 'Enter the code' }).waitFor();
});
