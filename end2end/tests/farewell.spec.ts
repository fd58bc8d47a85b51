import { readFileSync } from 'node:fs';
import { open } from '../support/page.ts';
import { foundCompany, join, person, settle } from '../support/people.ts';
import { memberRow } from '../support/team.ts';
import { expect, test } from '../support/test.ts';

test('somebody takes their data along and closes their account', async ({ enter, house }) => {
  const [kevins, anas] = [await enter({ allows: [404] }), await enter({ allows: [422] })];
  const slug = await foundCompany(kevins, await settle(kevins, house, person('Kevin Flynn')), 'Encom');
  const ana = await join(kevins, house, slug, anas, person('Ana Alves'), 'Admin');

  await open(kevins, '/account/close');
  await expect(kevins.getByText('You cannot close your account yet.')).toBeVisible();
  await expect(kevins.getByRole('button', { name: 'Close my account' })).toHaveCount(0);

  await open(anas, '/account/close');
  await anas.getByRole('link', { name: 'Download a copy of your data' }).click();
  const [file] = await Promise.all([
    anas.waitForEvent('download'),
    anas.getByRole('link', { name: 'Download the file' }).click(),
  ]);
  const data = readFileSync(await file.path(), 'utf8');
  expect(JSON.stringify(JSON.parse(data))).toContain(ana.email);
  expect(data).not.toContain(ana.password);

  await anas.getByRole('navigation', { name: 'Account' }).getByRole('link', { name: 'Close account' }).click();
  await expect(anas.getByText('Encom as Admin')).toBeVisible();
  await anas.getByRole('link', { name: 'Keep it' }).click();
  await expect(anas).toHaveURL('/account');
  await open(anas, '/account/close');
  await anas.getByLabel('Your e-mail address').fill('somebody@else.example');
  await anas.getByRole('button', { name: 'Close my account' }).click();
  await expect(anas.getByRole('heading', { name: 'There is a problem' })).toBeVisible();
  await anas.getByLabel('Your e-mail address').fill(ana.email);
  await anas.getByRole('button', { name: 'Close my account' }).click();
  await expect(anas).toHaveURL('/login');
  await anas.getByLabel('E-mail address').fill(ana.email);
  await anas.getByLabel('Password', { exact: true }).fill(ana.password);
  await anas.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(anas.getByText('do not fit together').first()).toBeVisible();
  await open(kevins, `/c/${slug}/team`);
  await expect(memberRow(kevins, ana.name)).toHaveCount(0);
});
