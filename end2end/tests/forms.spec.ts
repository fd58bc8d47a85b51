import { companyOf, FORMS } from '../support/bad_input.ts';
import { BREAKOUTS, complains, field, send, unharmed } from '../support/forms.ts';
import { open } from '../support/page.ts';
import { act, foundCompany, person, settle } from '../support/people.ts';
import { linkIn } from '../support/post.ts';
import { expect, test } from '../support/test.ts';

for (const bad of FORMS) {
  test(`bad input: ${bad.name}`, async ({ enter, house }) => {
    const page = await enter({ allows: [422], javaScriptEnabled: false });
    if (bad.isPrivate) await settle(page, house, person('Ada Lovelace'));
    await page.goto(await bad.path(page));
    const form = bad.form?.(page) ?? page.locator('main');
    await send(form, bad.typed, bad.button);
    await complains(page, bad, form);
  });

  const { lively } = bad;
  if (!lively) continue;
  test(`bad input with script: ${bad.name}`, async ({ enter, house }) => {
    const page = await enter({ allows: [422] });
    await settle(page, house, person('Ada Lovelace'));
    const form = await lively(page);
    await send(form, bad.typed, bad.button);
    await complains(page, bad, form);
  });
}

test('bad input: a new password by the mailed link', async ({ enter, house }) => {
  const page = await enter({ allows: [422] });
  const ada = await settle(page, house, person('Ada'));
  await page.context().clearCookies();
  await act(page, 'ask_reset', { email: ada.email });
  await page.goto(linkIn(await house.post.waitForMail(ada.email, 'Choose a new password')));
  const typed = { 'New password': 'short' };
  const bad = { name: '', path: () => '', button: 'Set new password', typed, wrong: { 'New password': /at least 15/ } };
  await send(page.locator('main'), typed, bad.button);
  await complains(page, bad, page.locator('main'));
});

test('what was corrected goes through, with nothing typed twice', async ({ enter, house }) => {
  const page = await enter({ allows: [422], javaScriptEnabled: false });
  const ada = await settle(page, house, person('Ada'));
  await page.goto('/companies/new');
  const main = page.locator('main');
  const typed = {
    'Company name': 'Analytical Engines & Söhne',
    'Name on the invoice': 'Analytical Engines',
    'Street and number': '',
    'Postal code': '10115',
    'Town or city': 'Berlin',
    'E-mail address for invoices': ada.email,
  };
  await field(main, 'Country').selectOption('Germany');
  await send(main, typed, 'Set up company');
  await expect(field(main, 'Country')).toHaveValue('DE');
  await send(main, { 'Street and number': 'Burrow Lane 1' }, 'Set up company');
  await expect(page).toHaveURL('/c/analytical-engines-soehne');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Analytical Engines & Söhne');
});

test('text that wants to be markup stays text in every form', async ({ enter, house }) => {
  const page = await enter({ allows: [422], javaScriptEnabled: false });
  const text = BREAKOUTS.join(' ');
  const all = (...labels: string[]) => Object.fromEntries(labels.map((label) => [label, text]));
  const stays = async (path: string, typed: Record<string, string>, button: string, form = page.locator('main')) => {
    await page.goto(path);
    await send(form, typed, button);
    await expect(page.getByRole('heading', { name: 'There is a problem' })).toBeVisible();
    for (const label of Object.keys(typed)) await expect(field(form, label), label).toHaveValue(text);
    await unharmed(page);
  };
  await stays('/signup', all('First name', 'Last name', 'E-mail address'), 'Create account');
  await stays('/login', all('E-mail address'), 'Sign in');
  await stays('/login/link', all('E-mail address'), 'Mail me the link');
  await stays('/reset', all('E-mail address'), 'Mail me the link');
  await settle(page, house, person('Ada'));
  const region = (name: string) => page.getByRole('region', { name });
  await stays('/account', all('First name', 'Last name'), 'Save name', region('Name'));
  await stays('/account', all('New e-mail address'), 'Mail me the link', region('E-mail address'));
  const company = ['Company name', 'Name in addresses', 'Name on the invoice', 'Street and number', 'Postal code'];
  const rest = ['Town or city', 'VAT number', 'E-mail address for invoices'];
  await stays('/companies/new', all(...company, ...rest), 'Set up company');
  const slug = await companyOf(page);
  const long = { 'E-mail addresses': text, Note: text.repeat(4) };
  await page.goto(`/c/${slug}/team/invite`);
  await send(page.locator('main'), long, 'Send invitations');
  for (const [label, typed] of Object.entries(long)) await expect(field(page.locator('main'), label)).toHaveValue(typed);
  await unharmed(page);
});

test('text that wants to be markup stays text wherever it is shown', async ({ enter, house }) => {
  const [page, guest] = [await enter(), await enter()];
  const ada = await settle(page, house, { ...person('Ada'), first: BREAKOUTS[0]!.slice(0, 60), last: BREAKOUTS[1]! });
  const name = BREAKOUTS[4]!;
  const slug = await foundCompany(page, ada, name);
  const grace = person('Grace');
  const note = BREAKOUTS.join(' ');
  await act(page, 'invite', { slug, addresses: grace.email, role: 'admin', note });
  const mail = await house.post.waitForMail(grace.email, /invites you to/);
  expect(mail.html).not.toMatch(/<[^>]*data-xss/);
  for (const path of ['/', '/account', `/c/${slug}`, `/c/${slug}/team`, `/c/${slug}/team/invite`, `/c/${slug}/billing`, `/c/${slug}/leave`]) {
    await open(page, path);
    await unharmed(page);
  }
  await guest.goto(linkIn(mail));
  await expect(guest.getByText(BREAKOUTS[5]!)).toBeVisible();
  await unharmed(guest);
});
