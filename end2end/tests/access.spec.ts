import { foundCompany, invite, join, pair, person, settle } from '../support/people.ts';
import { mark, open, sameDocument } from '../support/page.ts';
import { invitationRow, memberRow, refused, roleButton } from '../support/team.ts';
import { expect, test } from '../support/test.ts';

test('a foreign Company and none at all are the same page', async ({ enter, house }) => {
  const [kevins, stranger] = [await enter(), await enter({ allows: [404] })];
  const slug = await foundCompany(kevins, await settle(kevins, house, person('Kevin')), 'Encom');
  await settle(stranger, house, person('Sam'));
  for (const rest of ['', '/team', '/team/invite', '/billing', '/leave']) {
    const pages = [];
    for (const name of [slug, 'no-such-house']) {
      const answer = await stranger.goto(`/c/${name}${rest}`);
      expect(answer?.status(), rest).toBe(404);
      pages.push((await stranger.locator('main').innerText()).replaceAll(name, '…'));
    }
    expect(pages[0], rest).toBe(pages[1]);
    expect(pages[0], rest).toContain('Not found');
  }
});

test('an unknown address and a made-up secret are pages too', async ({ enter }) => {
  const page = await enter({ allows: [404] });
  for (const path of ['/nowhere', '/c', '/confirm/x', '/reset/made-up', '/login/link/made-up', '/invitations/made-up']) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByRole('heading', { level: 1, name: 'Not found' }), path).toBeVisible();
  }
});

test('who is not signed in goes to the sign-in, and back to where they wanted', async ({ enter, house }) => {
  const page = await enter();
  const kevin = await settle(page, house, person('Kevin'));
  const slug = await foundCompany(page, kevin, 'Encom');
  await page.context().clearCookies();
  await page.goto(`/c/${slug}/team`);
  await page.getByLabel('E-mail address').fill(kevin.email);
  await page.getByLabel('Password', { exact: true }).fill(kevin.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(`/c/${slug}/team`);
});

test('a Developer sees no way to invite, and reads why', async ({ enter, house }) => {
  const [kevins, devs] = [await enter(), await enter({ allows: [403] })];
  const { slug, member } = await pair(kevins, devs, house, 'Developer');
  await open(devs, `/c/${slug}/team`);
  await expect(devs.getByText('The whole team is shown to Owners and Admins.')).toBeVisible();
  await expect(devs.getByText('Invite people')).toHaveCount(0);
  await expect(devs.getByRole('button', { name: /^Role of/ })).toHaveCount(0);
  await expect(devs.getByText('Dismiss')).toHaveCount(0);
  await expect(memberRow(devs, member.name)).toContainText('Developer');
  await devs.goto(`/c/${slug}/team/invite`);
  await refused(devs, /Only Owners and Admins can do this/);
  await devs.goto(`/c/${slug}/billing`);
  await refused(devs, /This is open to Owners and Billing members/);
});

test('an Admin sees what only Owners may, greyed out with the reason', async ({ enter, house }) => {
  const [kevins, admins, devs] = [await enter(), await enter(), await enter()];
  const { slug, owner } = await pair(kevins, admins, house, 'Admin');
  const grace = await join(kevins, house, slug, devs, person('Grace Hopper'), 'Developer');
  await open(admins, `/c/${slug}/team`);
  await expect(memberRow(admins, owner.name)).toContainText('Only an Owner can change their own role.');
  await roleButton(admins, grace.name).click();
  const menu = admins.getByRole('menu', { name: `Role of ${grace.name}` });
  await expect(menu.getByRole('menuitemradio', { name: /^Developer/ })).toBeChecked();
  await expect(menu.getByRole('menuitemradio', { name: /^Admin/ })).toBeEnabled();
  for (const role of [/^Owner/, /^Billing/]) {
    await expect(menu.getByRole('menuitemradio', { name: role })).toBeDisabled();
    await expect(menu.getByRole('menuitemradio', { name: role })).toContainText('Only an Owner can do this.');
  }
  await admins.keyboard.press('Escape');
  await open(admins, `/c/${slug}/team/invite`);
  for (const role of [/^Owner/, /^Billing/]) await expect(admins.getByRole('radio', { name: role })).toBeDisabled();
  await expect(admins.getByText('Only an Owner can do this.')).toHaveCount(2);
});

test('the role menu works by keyboard alone', async ({ enter, house }) => {
  const [kevins, anas] = [await enter(), await enter()];
  const { slug, member } = await pair(kevins, anas, house, 'Developer');
  await open(kevins, `/c/${slug}/team`);
  const button = roleButton(kevins, member.name);
  await button.focus();
  await kevins.keyboard.press('Enter');
  const menu = kevins.getByRole('menu', { name: `Role of ${member.name}` });
  await expect(menu.getByRole('menuitemradio', { name: /^Developer/ })).toBeFocused();
  await kevins.keyboard.press('ArrowDown');
  await expect(menu.getByRole('menuitemradio', { name: /^Billing/ })).toBeFocused();
  await kevins.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(button).toBeFocused();

  await kevins.keyboard.press('Enter');
  await kevins.keyboard.press('ArrowUp');
  await expect(menu.getByRole('menuitemradio', { name: /^Admin/ })).toBeFocused();
  await kevins.keyboard.press('Enter');
  await expect(roleButton(kevins, member.name, 'Admin')).toBeFocused();
  await expect(memberRow(kevins, member.name)).toHaveAttribute('aria-busy', 'false');
  await expect(kevins.getByRole('status').filter({ hasText: `${member.name} is now an Admin.` })).toBeAttached();
});

const PASTED = `ada@burrows.example, Grace Hopper <grace@burrows.example>; "Kay, Alan" <alan@burrows.example>
joan@burrows.example\thedy@burrows.example
<margaret@burrows.example>,barbara@burrows.example  ; ADA@burrows.example
radia@burrows.example;frances@burrows.example,katherine@burrows.example`;

test('ten people are invited by keyboard: one paste, one submit', async ({ enter, house }) => {
  const page = await enter({ permissions: ['clipboard-read', 'clipboard-write'] });
  const slug = await foundCompany(page, await settle(page, house, person('Kevin')), 'Encom');
  await open(page, `/c/${slug}/team`);
  await mark(page);
  const button = page.getByRole('link', { name: 'Invite people' });
  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Invite people to Encom' });
  const box = dialog.getByLabel('E-mail addresses');
  await expect(box).toBeFocused();
  await page.evaluate((text) => navigator.clipboard.writeText(text), PASTED);
  await page.keyboard.press('Control+V');
  const chips = dialog.getByRole('list', { name: 'Addresses' }).getByRole('listitem');
  await expect(chips).toHaveCount(10);
  await expect(chips.filter({ hasText: 'not an address' })).toHaveCount(0);

  await page.keyboard.press('Backspace');
  await expect(chips).toHaveCount(9);
  await page.keyboard.type('katherine@burrows.example ');
  await expect(chips).toHaveCount(10);
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('10 sent.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
  await expect(page.getByRole('table', { name: /^Invitations/ }).getByRole('row')).toHaveCount(11);
  await sameDocument(page);
});

test('dialogs give the focus back, and nothing happened', async ({ enter, house }) => {
  const [kevins, anas] = [await enter(), await enter()];
  const { slug, member } = await pair(kevins, anas, house, 'Developer');
  const email = person('Sam').email;
  await invite(kevins, house, slug, email, 'Admin');
  await open(kevins, `/c/${slug}/team`);
  for (const [row, words] of [
    [memberRow(kevins, member.name), /^Dismiss/],
    [invitationRow(kevins, email), /^Edit/],
    [invitationRow(kevins, email), /^Revoke/],
  ] as const) {
    const link = row.getByRole('link', { name: words });
    for (const leave of ['Escape', 'Cancel']) {
      await link.focus();
      await kevins.keyboard.press('Enter');
      const dialog = kevins.getByRole('dialog');
      await expect(dialog).toBeVisible();
      if (leave === 'Escape') await kevins.keyboard.press('Escape');
      else await dialog.getByRole('link', { name: 'Cancel' }).press('Enter');
      await expect(dialog).toBeHidden();
      await expect(link).toBeFocused();
    }
  }
  await expect(memberRow(kevins, member.name)).toBeVisible();
  await expect(invitationRow(kevins, email)).toBeVisible();
});
