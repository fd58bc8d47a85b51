import { House, STOPS_WITHIN } from '../support/house.ts';
import { act, foundCompany, join, person, settle, signIn } from '../support/people.ts';
import { isLive, mark, open, sameDocument, within } from '../support/page.ts';
import { chooseRole, ended, memberRow, myRole, roleButton, streams } from '../support/team.ts';
import { expect, test } from '../support/test.ts';

const SOON = 1000;

test('a tab holds one stream, wherever one goes in it', async ({ enter, house }) => {
  const page = await enter();
  const slug = await foundCompany(page, await settle(page, house, person('Kevin')), 'Encom');
  const mine = streams(page);
  await open(page, '/');
  await isLive(page);
  expect(mine.open()).toBe(1);
  await mark(page);
  await page.getByRole('link', { name: 'Encom' }).click();
  await expect(page).toHaveURL(`/c/${slug}`);
  for (const tab of [/^Team/, 'Apps', 'Overview']) {
    await page.getByRole('link', { name: tab }).click();
    await expect(page.getByRole('link', { name: tab })).toHaveAttribute('aria-current', 'page');
    await isLive(page);
    await expect.poll(() => mine.open()).toBe(1);
  }
  await sameDocument(page);
});

test('what one tab does, all tabs of all people show', async ({ enter, house }) => {
  // Her page may still ask for what only an Admin sees.
  const [kevins, anas] = [await enter(), await enter({ allows: [403] })];
  const slug = await foundCompany(kevins, await settle(kevins, house, person('Kevin Flynn')), 'Encom');
  const ana = await join(kevins, house, slug, anas, person('Ana Alves'), 'Admin');
  const second = await kevins.context().newPage();
  for (const page of [kevins, second, anas]) {
    await open(page, `/c/${slug}/team`);
    await isLive(page);
  }
  await within(SOON, () => chooseRole(kevins, ana.name, 'Developer'), roleButton(second, ana.name, 'Developer'));
  // Her own page now shows what a Developer sees.
  await expect(anas.getByText('The whole team is shown to Owners and Admins.')).toBeVisible();
  await open(anas, `/c/${slug}`);
  await isLive(anas);
  await within(SOON, () => chooseRole(second, ana.name, 'Billing'), myRole(anas, 'Billing'));
  await expect(roleButton(kevins, ana.name, 'Billing')).toBeVisible();
});

test('a new Company shows in the other tab, and so does another name', async ({ enter, house }) => {
  const page = await enter();
  const kevin = await settle(page, house, person('Kevin Flynn'));
  const other = await page.context().newPage();
  await open(other, '/');
  await isLive(other);
  await within(SOON, () => foundCompany(page, kevin, 'Encom'), other.getByRole('link', { name: 'Encom' }));
  const rename = () => act(page, 'change_name', { first_name: 'Clu', last_name: '' });
  await within(SOON, rename, other.getByRole('button', { name: 'Clu' }));
});

test('signing out in one tab ends the other one', async ({ enter, house }) => {
  const page = await enter({ allows: [401] });
  const slug = await foundCompany(page, await settle(page, house, person('Kevin')), 'Encom');
  const other = await page.context().newPage();
  await open(page, '/');
  await open(other, `/c/${slug}/team`);
  await isLive(other);
  const others = streams(other);
  const out = async () => {
    await page.getByRole('button', { name: 'Kevin' }).click();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  };
  await within(SOON, out, other.getByRole('heading', { name: 'You are signed out' }));
  expect(others.open()).toBe(0);
});

test('a session ended from another device ends there at once', async ({ enter, house }) => {
  const [here, there] = [await enter(), await enter({ allows: [401] })];
  const kevin = await settle(here, house, person('Kevin'));
  await signIn(there, kevin);
  await open(there, '/');
  await isLive(there);
  await open(here, '/account');
  const all = here.getByRole('button', { name: 'Sign out everywhere else' });
  await within(SOON, () => all.click(), there.getByRole('heading', { name: 'You are signed out' }));
});

test('who leaves in one tab reads in the other that it has ended', async ({ enter, house }) => {
  const [kevins, anas] = [await enter(), await enter()];
  const slug = await foundCompany(kevins, await settle(kevins, house, person('Kevin Flynn')), 'Encom');
  const ana = await join(kevins, house, slug, anas, person('Ana Alves'), 'Admin');
  const other = await anas.context().newPage();
  await open(kevins, `/c/${slug}/team`);
  await open(other, `/c/${slug}/team`);
  await isLive(kevins);
  await isLive(other);
  await open(anas, `/c/${slug}/leave`);
  await within(SOON, () => anas.getByRole('button', { name: /^Leave / }).click(), ended(other));
  await expect(memberRow(kevins, ana.name)).toHaveCount(0);
});

test('the server stops in time with streams open, and tabs find it again', async ({ enter, engine }) => {
  const house = await House.open(engine);
  try {
    const page = await enter({ baseURL: house.url, breaks: /live|ERR_/ });
    const slug = await foundCompany(page, await settle(page, house, person('Kevin')), 'Encom');
    await open(page, `/c/${slug}/team`);
    await isLive(page);
    await mark(page);
    expect(await house.stop()).toBeLessThan(STOPS_WITHIN);
    await page.getByText('Not connected', { exact: true }).waitFor({ state: 'attached' });
    await house.start();
    await isLive(page);
    await sameDocument(page);
    await page.close();
  } finally {
    await house.close();
  }
});
