import { isLive, mark, open, sameDocument } from '../support/page.ts';
import { act, foundCompany, join, pair, person, settle } from '../support/people.ts';
import { linkIn } from '../support/post.ts';
import { memberRow, myRole, roleButton } from '../support/team.ts';
import { expect, test } from '../support/test.ts';

test('ownership is offered and accepted; then one leaves and the other reads what ended', async ({ enter, house }) => {
  const [kevins, anas, graces] = [await enter(), await enter(), await enter()];
  const { slug, owner, member } = await pair(kevins, anas, house, 'Admin');
  const grace = await join(kevins, house, slug, graces, person('Grace Hopper'), 'Developer');
  await open(kevins, `/c/${slug}/team`);
  await isLive(kevins);
  await mark(kevins);

  await test.step('the menu of the role opens the offer, ready to be sent', async () => {
    await roleButton(kevins, member.name).click();
    await kevins.getByRole('menuitem', { name: /^Offer ownership/ }).click();
    const dialog = kevins.getByRole('dialog', { name: 'Invite people to Encom' });
    await expect(dialog.getByRole('radio', { name: /^Owner/ })).toBeChecked();
    await expect(dialog.getByRole('img', { name: `Before: ${member.email} is an Admin of Encom` })).toBeVisible();
    await dialog.getByRole('button', { name: 'Send 1 invitation' }).click();
    await expect(dialog.getByText('1 sent.')).toBeVisible();
    await dialog.getByRole('button', { name: 'Back' }).click();
    await expect(roleButton(kevins, member.name)).toBeFocused();
    await sameDocument(kevins);
  });

  await test.step('she accepts, and is an Owner in both browsers', async () => {
    await anas.goto(linkIn(await house.post.waitForMail(member.email, `${owner.name} offers you ownership of Encom`)));
    await anas.getByRole('button', { name: /^Accept/ }).click();
    await expect(myRole(anas, 'Owner')).toBeVisible();
    await expect(memberRow(kevins, member.name)).toContainText('Owner');
  });

  await test.step('a dismissal leads to what was revoked', async () => {
    await memberRow(kevins, grace.name).getByRole('link', { name: `Dismiss ${grace.name}` }).click();
    await kevins.getByRole('dialog').getByRole('button', { name: `Dismiss ${grace.name}` }).click();
    await kevins.getByRole('link', { name: /^See what was revoked/ }).click();
    await expect(kevins.getByRole('heading', { level: 1, name: `${grace.name} is no longer in Encom` })).toBeVisible();
    await expect(kevins.getByText(`Dismissed by ${owner.name}`)).toBeVisible();
  });

  await test.step('he leaves, and both read the receipt', async () => {
    await kevins.goto(`/c/${slug}/leave`);
    await kevins.getByRole('button', { name: 'Leave Encom' }).click();
    await expect(kevins.getByRole('heading', { level: 1, name: 'You are no longer in Encom' })).toBeVisible();
    await anas.goto(linkIn(await house.post.waitForMail(member.email, `${owner.name} is no longer in Encom`)));
    await expect(anas.getByRole('heading', { level: 1, name: `${owner.name} is no longer in Encom` })).toBeVisible();
    await expect(anas.getByText('Secrets to change')).toBeVisible();
  });
});

test('the operator asks for a new Owner, and the Owner who is there stops it', async ({ enter, house }) => {
  const [page, operators] = [await enter(), await enter()];
  const kevin = await settle(page, house, person('Kevin Flynn'));
  const slug = await foundCompany(page, kevin, 'Encom');
  const heir = await join(page, house, slug, await enter(), person('Ed Dillinger'), 'Admin');
  const olga = person('Olga Operator');
  house.secrets.add(olga.password);
  const called = ['--email', olga.email, '--first-name', olga.first, '--last-name', olga.last];
  await house.command(['admin', 'create', ...called], `${olga.password}\n`);
  await act(operators, 'sign_in', olga as unknown as Record<string, string>);

  await open(operators, `/operator/companies/${slug}`);
  const form = operators.getByRole('region', { name: 'Recover ownership' });
  await form.getByLabel('New Owner').fill(heir.email);
  await form.getByLabel(/^Owner who is gone/).fill(kevin.email);
  await form.getByLabel('Reason').fill('He has not been seen since 1989.');
  await form.getByRole('button', { name: 'Request the recovery' }).click();
  await expect(operators.getByRole('heading', { name: /^Recovery of / })).toBeVisible();

  await page.goto(linkIn(await house.post.waitForMail(kevin.email, `${heir.name} is to become an Owner of Encom`)));
  await expect(page.getByText('He has not been seen since 1989.')).toBeVisible();
  await page.getByRole('button', { name: 'Stop the recovery' }).click();
  await expect(page.getByRole('heading', { name: 'No recovery is under way' })).toBeVisible();
  await operators.goto('/operator/recoveries');
  await expect(operators.getByText('Stopped', { exact: true })).toBeVisible();
});
