import { confirm, fillSignUp, person, signUp } from '../support/people.ts';
import { linkIn } from '../support/post.ts';
import { chooseRole, fillCompany, invitationRow, memberRow, myRole, roleButton } from '../support/team.ts';
import { expect, test } from '../support/test.ts';

test('the same journey without script', async ({ enter, house }) => {
  const [kevins, anas] = [
    await enter({ javaScriptEnabled: false, allows: [422] }),
    await enter({ javaScriptEnabled: false, allows: [404, 422] }),
  ];
  const [kevin, ana] = [person('Kevin Flynn'), person('Ana Alves')];
  house.secrets.add(kevin.password).add(ana.password);

  await test.step('sign up; a short password costs nothing but itself', async () => {
    await kevins.goto('/signup');
    await fillSignUp(kevins, { ...kevin, password: 'too short' });
    await expect(kevins.getByRole('heading', { name: 'There is a problem' })).toBeVisible();
    await expect(kevins.getByLabel('First name')).toHaveValue(kevin.first);
    await expect(kevins.getByLabel('E-mail address')).toHaveValue(kevin.email);
    await expect(kevins.getByLabel(/terms of service/)).toBeChecked();
    await kevins.getByLabel('Password', { exact: true }).fill(kevin.password);
    await kevins.getByRole('button', { name: 'Create account' }).click();
    await expect(kevins.getByRole('heading', { level: 1, name: 'Your companies' })).toBeVisible();
    await confirm(kevins, house, kevin);
  });

  const slug = await test.step('set up a Company', async () => {
    await kevins.goto('/companies/new');
    const name = `Arcade ${kevin.email.replace(/\D/g, '')}`;
    await fillCompany(kevins, name);
    await expect(kevins.getByRole('heading', { level: 1, name })).toBeVisible();
    return new URL(kevins.url()).pathname.split('/').pop()!;
  });

  await test.step('invite two, one of them wrong', async () => {
    await kevins.getByRole('link', { name: /^Team/ }).click();
    await kevins.getByRole('link', { name: 'Invite people' }).click();
    await kevins.getByLabel('E-mail addresses').fill(`${ana.email}\nnobody@`);
    await kevins.getByRole('radio', { name: /^Developer/ }).check();
    await kevins.getByLabel(/^Note/).fill('Welcome to the grid.');
    await kevins.getByRole('button', { name: /^Send/ }).click();
    await expect(kevins.getByText('1 sent, 1 not sent.')).toBeVisible();
    await kevins.getByRole('link', { name: 'Back to the team' }).click();
    await expect(invitationRow(kevins, ana.email)).toContainText('Developer');
  });

  await test.step('sign up by the mailed link, which accepts', async () => {
    await anas.goto(linkIn(await house.post.waitForMail(ana.email, /^Kevin Flynn invites you to/)));
    await fillSignUp(anas, { ...ana, password: 'short' });
    await expect(anas.getByRole('heading', { name: 'There is a problem' })).toBeVisible();
    await expect(anas.getByLabel('First name')).toHaveValue(ana.first);
    await anas.getByLabel('Password', { exact: true }).fill(ana.password);
    await anas.getByRole('button', { name: 'Create account' }).click();
    await expect(anas).toHaveURL(`/c/${slug}`);
    await expect(myRole(anas, 'Developer')).toBeVisible();
  });

  await test.step('change her role', async () => {
    await kevins.goto(`/c/${slug}/team`);
    await chooseRole(kevins, ana.name, 'Admin');
    await expect(roleButton(kevins, ana.name, 'Admin')).toBeVisible();
    await anas.reload();
    await expect(myRole(anas, 'Admin')).toBeVisible();
  });

  await test.step('dismiss her', async () => {
    await memberRow(kevins, ana.name).getByRole('link', { name: `Dismiss ${ana.name}` }).click();
    await expect(kevins.getByRole('heading', { name: /^Dismiss Ana Alves from/ })).toBeVisible();
    await kevins.getByRole('button', { name: `Dismiss ${ana.name}` }).click();
    await expect(memberRow(kevins, ana.name)).toHaveCount(0);
    const answer = await anas.reload();
    expect(answer?.status()).toBe(404);
  });

  await test.step('she comes back, and leaves by herself', async () => {
    await kevins.goto(`/c/${slug}/team/invite`);
    await kevins.getByLabel('E-mail addresses').fill(ana.email);
    await kevins.getByRole('button', { name: /^Send/ }).click();
    await expect(kevins.getByText('1 sent.')).toBeVisible();
    await anas.goto(linkIn(await house.post.waitForMail(ana.email, /^Kevin Flynn invites you to/)));
    await anas.getByRole('button', { name: 'Accept invitation' }).click();
    await anas.getByRole('link', { name: 'Leave company' }).click();
    await expect(anas.locator('main')).toContainText('all access to');
    await anas.getByRole('button', { name: /^Leave / }).click();
    await expect(anas).toHaveURL(/\/departures\//);
    await expect(anas.getByRole('heading', { name: /^You are no longer in/ })).toBeVisible();
  });

  await test.step('the last Owner cannot leave, and reads why', async () => {
    await kevins.goto(`/c/${slug}/leave`);
    await expect(kevins.getByText('You are the last Owner.')).toBeVisible();
    await expect(kevins.getByRole('button', { name: /^Leave / })).toHaveCount(0);
  });
});

test('menus open, and one signs out, without script', async ({ enter }) => {
  const page = await enter({ javaScriptEnabled: false });
  const ada = person('Ada Lovelace');
  await signUp(page, ada);
  await page.getByRole('button', { name: ada.name }).click();
  await page.getByRole('button', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('button', { name: ada.name }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page).toHaveURL('/login');
});
