import { act, confirm, person, settle, signIn, signUp } from '../support/people.ts';
import { hydrated, open } from '../support/page.ts';
import { linkIn } from '../support/post.ts';
import { expect, test } from '../support/test.ts';

test('somebody signs up, looks around, confirms, and signs out', async ({ enter, house }) => {
  const page = await enter();
  const ada = person('Ada Lovelace');
  await signUp(page, ada);
  await hydrated(page);
  await expect(page.getByRole('status').filter({ hasText: 'Confirm your e-mail address.' })).toContainText(ada.email);
  await page.getByRole('button', { name: 'Send again' }).click();
  await expect(page.getByText('The mail was sent again.')).toBeVisible();
  // The second link replaces the first.
  await house.post.waitForMail(ada.email, 'Confirm your e-mail address');
  await confirm(page, house, ada);
  await page.getByRole('link', { name: 'Go to your overview' }).click();
  await hydrated(page);
  await expect(page.getByText('Send again')).toBeHidden();

  await page.getByRole('button', { name: ada.name }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page).toHaveURL('/login');
  await page.goto('/');
  await expect(page).toHaveURL('/login');
});

test('a mailed link signs in, once, and the house learns where that was', async ({ enter, house }) => {
  const page = await enter({ allows: [410], timezoneId: 'Europe/Berlin' });
  const ada = await settle(page, house, person('Ada'));
  await page.context().clearCookies();
  await page.goto('/login/link');
  await page.getByLabel('E-mail address').fill(ada.email.toUpperCase());
  await page.getByRole('button', { name: 'Mail me the link' }).click();
  await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible();
  const link = linkIn(await house.post.waitForMail(ada.email, 'Your sign-in link'));
  // Programs that read mails open links too.
  await page.request.get(link);
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/');
  await page.goto(link);
  await expect(page.getByText('This link was already used.')).toBeVisible();
  await page.goto('/account');
  await expect(page.getByRole('combobox', { name: 'Time zone' })).toHaveValue('Europe/Berlin');
  await act(page, 'ask_sign_in_link', { email: ada.email });
  expect((await house.post.waitForMail(ada.email, 'Your sign-in link')).text).toMatch(/Works until: .* CES?T/);
});

test('a forgotten password is replaced, and the old one is worth nothing', async ({ enter, house }) => {
  const page = await enter({ allows: [410, 422] });
  const ada = await settle(page, house, person('Ada'));
  await page.context().clearCookies();
  await page.goto('/reset');
  await page.getByLabel('E-mail address').fill(ada.email);
  await page.getByRole('button', { name: 'Mail me the link' }).click();
  const link = linkIn(await house.post.waitForMail(ada.email, 'Choose a new password'));
  await page.goto(link);
  const fresh = { ...ada, password: 'quite another burrow' };
  await page.getByLabel('New password').fill(fresh.password);
  await page.getByRole('button', { name: 'Set new password' }).click();
  await expect(page.getByRole('heading', { name: 'Your new password is set' })).toBeVisible();
  await page.goto('/login');
  await page.getByLabel('E-mail address').fill(ada.email);
  await page.getByLabel('Password', { exact: true }).fill(ada.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('do not fit together');
  await signIn(page, fresh);
  await page.goto(link);
  await expect(page.getByText('This link was already used.')).toBeVisible();
});

test('who has an account and who has not get the same answer', async ({ enter, house }) => {
  const page = await enter({ allows: [422] });
  const ada = await settle(page, house, person('Ada'));
  await page.context().clearCookies();
  const answers = [];
  for (const { email } of [ada, person('Nobody')]) {
    for (const path of ['/login/link', '/reset']) {
      await page.goto(path);
      await page.getByLabel('E-mail address').fill(email);
      await page.getByRole('button', { name: 'Mail me the link' }).click();
      await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible();
      answers.push((await page.locator('main').innerText()).replace(email, '…'));
    }
    await page.goto('/login');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password', { exact: true }).fill('not the password at all');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    answers.push((await page.getByRole('alert').innerText()).replace(email, '…'));
  }
  expect(answers.slice(0, 3)).toEqual(answers.slice(3));
});

test('the account page changes name, address and password', async ({ enter, house }) => {
  const page = await enter();
  const ada = await settle(page, house, person('Ada Lovelace'));
  await open(page, '/account');
  const name = page.getByRole('region', { name: 'Name' });
  await name.getByLabel('First name').fill('Augusta');
  await name.getByRole('button', { name: 'Save name' }).click();
  await expect(name.getByText('Your name was saved.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Augusta Lovelace' })).toBeVisible();

  const password = page.getByRole('region', { name: 'Password' });
  await password.getByLabel('Current password').fill(ada.password);
  await password.getByLabel('New password').fill('quite another burrow');
  await password.getByRole('button', { name: 'Change password' }).click();
  await expect(password.getByText('Your password was changed.')).toBeVisible();

  const address = page.getByRole('region', { name: 'E-mail address' });
  const moved = person('Augusta').email;
  await address.getByLabel('New e-mail address').fill(moved);
  await address.getByRole('button', { name: 'Mail me the link' }).click();
  await expect(address.getByText('We mailed a link to the new address.')).toBeVisible();
  await page.goto(linkIn(await house.post.waitForMail(moved, 'Confirm your new e-mail address')));
  await page.getByRole('button', { name: 'Confirm address' }).click();
  await expect(page.getByRole('heading', { name: 'Your address is confirmed' })).toBeVisible();
  await house.post.waitForMail(ada.email, 'The e-mail address of your account was changed');
  await open(page, '/account');
  await expect(page.getByRole('region', { name: 'E-mail address' })).toContainText(moved);
});

test('a session on another device can be ended from here', async ({ enter, house }) => {
  const [here, there] = [await enter(), await enter({ allows: [401] })];
  const ada = await settle(here, house, person('Ada'));
  await signIn(there, ada);
  await open(here, '/account');
  const sessions = here.getByRole('region', { name: 'Where you are signed in' });
  await expect(sessions.getByRole('listitem')).toHaveCount(2);
  await sessions.getByRole('button', { name: /^Sign out/ }).first().click();
  await expect(sessions.getByRole('listitem')).toHaveCount(1);
  await there.goto('/account');
  await expect(there).toHaveURL(/\/login/);
});
