import { appTab, equip, fact, row, unfold } from '../support/apps.ts';
import { isLive, open } from '../support/page.ts';
import { act, foundCompany, pair, person, settle } from '../support/people.ts';
import { chooseRole, memberRow, roleButton } from '../support/team.ts';
import { expect, test } from '../support/test.ts';

test('an App is created and configured, and a change is undone', async ({ enter, house }) => {
  const page = await enter({ allows: [422] });
  const slug = await foundCompany(page, await settle(page, house, person('Kevin Flynn')), 'Encom');
  const app = `space-paranoids-${slug}`;
  await open(page, `/c/${slug}/apps`);
  await page.getByRole('link', { name: 'Create an App' }).click();
  const paid = page.getByRole('region', { name: 'Paid App' });
  await paid.getByLabel('Name of the App').fill(app);
  await paid.getByLabel('Plan').selectOption({ index: 1 });
  await paid.getByRole('button', { name: 'Create App' }).click();
  await expect(page.getByRole('heading', { level: 1, name: app })).toBeVisible();

  await appTab(page, app, 'Settings').click();
  const variables = page.getByRole('region', { name: 'Environment variables' });
  await unfold(variables, 'Add a variable');
  const form = (button: string) => variables.locator('form').filter({ has: page.getByRole('button', { name: button }) });
  const readable = form('Add variable');
  await readable.getByLabel('Name of the variable').fill('not a name');
  await readable.getByLabel('Value', { exact: true }).fill('End of line.');
  await readable.getByRole('button').click();
  await expect(readable.getByRole('heading', { name: 'There is a problem' })).toBeVisible();
  await expect(readable.getByLabel('Value', { exact: true }), 'nothing is typed twice').toHaveValue('End of line.');
  await readable.getByLabel('Name of the variable').fill('GREETING');
  await readable.getByRole('button').click();
  await expect(variables.getByText('The variable was saved.')).toBeVisible();
  await expect(row(variables, 'GREETING')).toContainText('End of line.');

  await unfold(variables, 'Add a secret');
  const secret = 'tron-lives-in-here';
  house.secrets.add(secret);
  await form('Add secret').getByLabel('Name of the variable').fill('MASTER_KEY');
  await form('Add secret').getByLabel('Secret value').fill(secret);
  await form('Add secret').getByRole('button').click();
  await expect(row(variables, 'MASTER_KEY')).toContainText('Secret, last changed');
  expect(await page.content()).not.toContain(secret);

  const history = page.getByRole('region', { name: 'History' });
  await history.getByRole('button', { name: 'Undo version 2' }).click();
  await expect(row(variables, 'MASTER_KEY')).toHaveCount(0);
  await expect(row(variables, 'GREETING')).toBeVisible();
  await expect(history).toContainText('Version 3');

  const domains = page.getByRole('region', { name: 'Domains' });
  await domains.getByLabel('Domain', { exact: true }).fill('www.encom.example');
  await domains.getByRole('button', { name: 'Add domain' }).click();
  await expect(row(domains, 'www.encom.example')).toContainText('set a CNAME record');
  await domains.getByRole('button', { name: 'Remove www.encom.example' }).click();
  await expect(row(domains, 'www.encom.example')).toHaveCount(0);
});

test('an App gets another plan and another payer, moves, and ends', async ({ enter, house }) => {
  const page = await enter({ allows: [422] });
  const kevin = await settle(page, house, person('Kevin Flynn'));
  const slug = await foundCompany(page, kevin, 'Encom');
  const there = await foundCompany(page, kevin, 'Flynn’s Arcade');
  const address = { street: 'Grid 1', postal_code: '10115', city: 'Berlin', country: 'DE', vat_number: '' };
  await act(page, 'create_billing_contact', { slug, billing_name: 'Dillinger Systems', ...address, billing_email: kevin.email });
  const app = await equip(page, slug);

  await open(page, `/c/${slug}/apps/${app}`);
  await appTab(page, app, 'Scaling').click();
  const plans = page.getByRole('table', { name: 'What each plan costs' });
  const now = plans.getByRole('row').filter({ has: page.getByText('Now', { exact: true }) });
  const before = await now.innerText();
  await page.getByLabel('Plan', { exact: true }).selectOption({ index: 0 });
  await page.getByRole('button', { name: 'Scale App' }).click();
  await expect(page.getByText('The App has another plan now.')).toBeVisible();
  await expect(now).toHaveCount(1);
  expect(await now.innerText()).not.toBe(before);

  await appTab(page, app, 'Billing').click();
  await page.getByLabel('Billing contact').selectOption('Dillinger Systems, in EUR');
  await page.getByRole('button', { name: 'Change payer' }).click();
  await expect(page.getByText('Saved. The new one pays from tomorrow.')).toBeVisible();

  await appTab(page, app, 'Overview').click();
  await page.getByRole('link', { name: 'Move App' }).click();
  await fact(page, 'Who pays which days', 'the new billing contact from the next day');
  await page.getByRole('button', { name: `Move ${app} to Flynn’s Arcade` }).click();
  await expect(page).toHaveURL(`/c/${there}/apps/${app}`);
  await fact(page, 'Paid by', 'Flynn’s Arcade');

  await page.getByRole('link', { name: 'Delete App' }).click();
  await page.getByLabel('Name of the App').fill('another');
  await page.getByRole('button', { name: 'Delete App' }).click();
  await expect(page.getByRole('heading', { name: 'There is a problem' })).toBeVisible();
  await page.getByLabel('Name of the App').fill(app);
  await page.getByRole('button', { name: 'Delete App' }).click();
  await expect(page).toHaveURL(`/c/${there}/apps`);
  await expect(page.getByRole('heading', { name: 'No Apps yet' })).toBeVisible();
});

test('an Admin becomes a Developer of one App, and sees the others go', async ({ enter, house }) => {
  // Her page may still ask for what only an Admin sees.
  const [kevins, anas] = [await enter(), await enter({ allows: [403] })];
  const { slug, member } = await pair(kevins, anas, house, 'Admin');
  const [app, other] = [await equip(kevins, slug), await equip(kevins, slug)];
  await open(kevins, `/c/${slug}/team`);
  await open(anas, `/c/${slug}/apps`);
  await isLive(kevins);
  await isLive(anas);
  await expect(anas.getByRole('link', { name: other })).toBeVisible();

  await chooseRole(kevins, member.name, 'Developer');
  const dialog = kevins.getByRole('dialog', { name: `Apps of ${member.name}` });
  await expect(anas.getByRole('heading', { name: 'No Apps yet' })).toBeVisible();
  await dialog.getByLabel(app).check();
  await dialog.getByRole('button', { name: 'Save Apps' }).click();
  await expect(memberRow(kevins, member.name)).toContainText('1 of 2 Apps');
  await expect(anas.getByRole('link', { name: app })).toBeVisible();
  await expect(anas.getByRole('link', { name: other })).toHaveCount(0);

  await kevins.goto(`/c/${slug}/apps/${app}`);
  await expect(row(kevins.getByRole('region', { name: 'Who has access' }), member.name)).toContainText('Developer');
  await kevins.getByRole('link', { name: 'Change it on the team page' }).click();
  await expect(roleButton(kevins, member.name, 'Developer')).toBeVisible();
});
