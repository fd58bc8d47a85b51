import { confirm, fillSignUp, person, signUp } from '../support/people.ts';
import { hydrated, isLive, mark, open, sameDocument, within } from '../support/page.ts';
import { linkIn } from '../support/post.ts';
import { chooseRole, ended, fillCompany, invitationRow, loads, memberRow, myRole, roleButton, streams } from '../support/team.ts';
import { expect, test } from '../support/test.ts';

/** How soon another browser shows what happened here. */
const SOON = 1000;

test('two people in two browsers: from sign-up to dismissal, and nothing reloads', async ({ enter, house }) => {
  const [kevins, anas] = [await enter(), await enter()];
  const [kevin, ana] = [person('Kevin Flynn'), person('Ana Alves')];
  house.secrets.add(kevin.password).add(ana.password);

  await test.step('Kevin signs up and sets up a Company', async () => {
    await signUp(kevins, kevin);
    await confirm(kevins, house, kevin);
    await open(kevins, '/companies/new');
    await fillCompany(kevins, 'Flynn’s Arcade');
    await expect(kevins).toHaveURL('/c/flynn-s-arcade');
    await hydrated(kevins);
    await mark(kevins);
    await expect(kevins.getByRole('heading', { level: 1, name: 'Flynn’s Arcade' })).toBeVisible();
  });

  await test.step('Kevin invites Ana as Developer', async () => {
    await kevins.getByRole('link', { name: /^Team/ }).click();
    await kevins.getByRole('link', { name: 'Invite people' }).click();
    const dialog = kevins.getByRole('dialog', { name: /^Invite people to/ });
    await dialog.getByLabel('E-mail addresses').fill(`Ana Alves <${ana.email}>`);
    await dialog.getByRole('radio', { name: /^Developer/ }).check();
    await dialog.getByLabel(/^Note/).fill('Welcome to the grid.');
    await dialog.getByRole('button', { name: 'Send 1 invitation' }).click();
    await expect(dialog.getByText('1 sent.')).toBeVisible();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(invitationRow(kevins, ana.email)).toContainText('Developer');
    await isLive(kevins);
  });

  await test.step('Ana opens the mailed link and signs up, and Kevin sees her appear', async () => {
    const mail = await house.post.waitForMail(ana.email, 'Kevin Flynn invites you to Flynn’s Arcade');
    expect(mail.text).toContain('Welcome to the grid.');
    await anas.goto(linkIn(mail));
    await expect(anas.getByRole('heading', { level: 1 })).toHaveText('Kevin Flynn invites you to Flynn’s Arcade');
    await expect(anas.getByLabel('E-mail address')).toHaveValue(ana.email);
    // The server has accepted for her when it answers the form.
    const accepted = anas.waitForResponse((answer) => answer.request().method() === 'POST');
    await within(SOON, () => Promise.all([fillSignUp(anas, ana), accepted]), memberRow(kevins, ana.name));
    await expect(invitationRow(kevins, ana.email)).toHaveCount(0);
    await expect(anas).toHaveURL('/c/flynn-s-arcade');
    await hydrated(anas);
    await isLive(anas);
    await expect(myRole(anas, 'Developer')).toBeVisible();
    await house.post.waitForMail(kevin.email, 'Ana Alves joined Flynn’s Arcade');
    await house.post.waitForMail(ana.email, 'Welcome to Flynn’s Arcade');
  });

  await mark(anas);
  const anasStreams = streams(anas);
  const [kevinsLoads, anasLoads] = [loads(kevins), loads(anas)];

  await test.step('Kevin makes her an Admin with two clicks, and she sees it', async () => {
    await within(SOON, () => chooseRole(kevins, ana.name, 'Admin'), myRole(anas, 'Admin'));
    await expect(roleButton(kevins, ana.name, 'Admin')).toBeVisible();
    await house.post.waitForMail(ana.email, 'You are now an Admin of Flynn’s Arcade');
  });

  await test.step('Kevin dismisses her, and she reads that it has ended', async () => {
    await memberRow(kevins, ana.name).getByRole('link', { name: `Dismiss ${ana.name}` }).click();
    const dialog = kevins.getByRole('dialog', { name: `Dismiss ${ana.name} from Flynn’s Arcade?` });
    await within(SOON, () => dialog.getByRole('button', { name: `Dismiss ${ana.name}` }).click(), ended(anas));
    await expect(memberRow(kevins, ana.name)).toHaveCount(0);
    await house.post.waitForMail(ana.email, 'Your access to Flynn’s Arcade has ended');
    expect(anasStreams.open(), 'the stream of the Company is over').toBe(0);
  });

  expect(kevinsLoads() + anasLoads(), 'documents loaded').toBe(0);
  await sameDocument(kevins);
  await sameDocument(anas);
});

test('an invitation is answered once: it is resent, edited, revoked and declined', async ({ enter, house }) => {
  const [kevins, anas] = [await enter(), await enter({ allows: [404, 410] })];
  const [kevin, ana] = [person('Kevin Flynn'), person('Ana Alves')];
  await signUp(kevins, kevin);
  await confirm(kevins, house, kevin);
  await open(kevins, '/companies/new');
  await fillCompany(kevins, 'Encom');
  await kevins.getByRole('link', { name: /^Team/ }).click();
  const send = async () => {
    await kevins.getByRole('link', { name: 'Invite people' }).click();
    const dialog = kevins.getByRole('dialog', { name: /^Invite people to/ });
    await dialog.getByLabel('E-mail addresses').fill(ana.email);
    await dialog.getByRole('button', { name: 'Send 1 invitation' }).click();
    await expect(dialog.getByText('1 sent.')).toBeVisible();
    await dialog.getByRole('button', { name: 'Close' }).click();
  };
  const mailed = async () => linkIn(await house.post.waitForMail(ana.email, 'Kevin Flynn invites you to Encom'));
  await send();
  const row = invitationRow(kevins, ana.email);
  const first = await mailed();
  await row.getByRole('button', { name: /^Resend/ }).click();
  await expect(row.getByText('Sent again.')).toBeVisible();
  const second = await mailed();
  expect(second).not.toBe(first);
  await anas.goto(first);
  await expect(anas.getByRole('button')).toHaveCount(0);

  await row.getByRole('link', { name: /^Edit/ }).click();
  const edit = kevins.getByRole('dialog', { name: `Change the invitation to ${ana.email}` });
  await edit.getByLabel('Role').selectOption('Admin');
  await edit.getByRole('button', { name: 'Save and send' }).click();
  await expect(row).toContainText('Admin');
  const third = await mailed();
  await anas.goto(third);
  await expect(anas.getByText('As an Admin.')).toBeVisible();

  await row.getByRole('link', { name: /^Revoke/ }).click();
  await kevins.getByRole('dialog', { name: /^Revoke/ }).getByRole('button', { name: 'Revoke invitation' }).click();
  await expect(row).toHaveCount(0);
  await anas.goto(third);
  await expect(anas.getByText('This invitation was withdrawn by the sender.')).toBeVisible();

  await send();
  await anas.goto(await mailed());
  await within(SOON, () => anas.getByRole('button', { name: 'Decline invitation' }).click(), kevins.getByText('No invitations waiting'));
  await expect(anas.getByRole('heading', { name: 'You declined the invitation' })).toBeVisible();
  await house.post.waitForMail(kevin.email, `${ana.email} declined to join Encom`);
});
