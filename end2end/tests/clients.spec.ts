import { inviteAndAccept, newAddress, withinTheBudget } from '../support/both_sides.ts';
import { asked, fillAddress, mailedPath, withTrial, ADDRESS } from '../support/clients.ts';
import { ACCEPT } from '../support/pay.ts';
import { act, foundCompany, person, settle, signIn } from '../support/people.ts';
import { linkIn } from '../support/post.ts';
import { expect, test } from '../support/test.ts';

for (const javaScriptEnabled of [true, false]) {
  test(`both sides of a client invite, ${javaScriptEnabled ? 'with' : 'without'} script`, async ({ enter, house }) => {
    const [kevins, anas] = [await enter({ javaScriptEnabled }), await enter({ javaScriptEnabled, allows: [422] })];
    const ana = person('Ana Alves');
    const { kevin, app } = await withTrial(kevins, house);

    await test.step('Kevin asks Ana', async () => {
      await kevins.goto(`/apps/${app}`);
      await kevins.getByRole('link', { name: 'Invite a client' }).click();
      await kevins.getByLabel('Client’s e-mail address').fill(ana.email);
      await kevins.keyboard.press('Enter');
      await expect(kevins.getByRole('heading', { name: `Sent to ${ana.email}` })).toBeVisible();
      await house.post.waitForMail(kevin.email, `You asked ${ana.email} to take over ${app}`);
    });

    await test.step('in Berlin he reads the deadline by the clocks there, if his browser could say so', async () => {
      const berlins = await enter({ javaScriptEnabled, timezoneId: 'Europe/Berlin' });
      await signIn(berlins, kevin);
      await berlins.goto(`/apps/${app}/client`);
      const clocks = javaScriptEnabled ? /\d\d:\d\d CES?T\./ : /\d\d:\d\d UTC\./;
      await expect(berlins.getByText(/Expires in \d+ days, on/)).toContainText(clocks);
    });

    await test.step('he looks at what she sees', async () => {
      await kevins.getByRole('link', { name: 'Preview what your client sees' }).click();
      await expect(kevins.getByRole('heading', { level: 1 })).toHaveText(`Kevin Flynn asks you to take over ${app}`);
      await expect(kevins.getByText('Nothing here can be pressed.')).toBeVisible();
    });

    await test.step('Ana forgets the country, and nothing she typed is lost', async () => {
      await anas.goto(await mailedPath(house, ana.email));
      await expect(anas.getByRole('heading', { level: 1 })).toHaveText(`Kevin Flynn asks you to take over ${app}`);
      await fillAddress(anas);
      await anas.getByLabel('Country').selectOption('');
      await anas.getByRole('button', { name: ACCEPT }).click();
      await expect(anas.getByRole('heading', { name: 'There is a problem' })).toBeVisible();
      await expect(anas.getByLabel('Full name')).toHaveValue(ADDRESS.name);
      await expect(anas.getByLabel('Street and number')).toHaveValue(ADDRESS['address-line1']);
    });

    await test.step('Ana accepts, and owns the App', async () => {
      await anas.getByLabel('Country').selectOption('DE');
      await anas.getByRole('button', { name: ACCEPT }).click();
      await expect(anas.getByRole('heading', { level: 1 })).toHaveText(`Done. You own ${app}.`);
      await house.post.waitForMail(ana.email, `You own ${app}`);
      await house.post.waitForMail(kevin.email, `${ana.email} took over ${app}`);
    });

    await test.step('she sets a password', async () => {
      house.secrets.add(ana.password);
      await anas.getByLabel('Password', { exact: true }).fill(ana.password);
      await anas.getByRole('button', { name: 'Set password' }).click();
      await expect(anas.getByText('Your password is set.')).toBeVisible();
    });

    const home = await test.step('she sees her Company with the App', async () => {
      await anas.getByRole('link', { name: /^Open / }).click();
      await expect(anas.getByRole('heading', { level: 1, name: 'Alves Bakery' })).toBeVisible();
      const home = new URL(anas.url()).pathname;
      await anas.goto(`${home}/apps`);
      await expect(anas.getByRole('link', { name: app })).toBeVisible();
      return home;
    });

    await test.step('and Kevin is Admin there', async () => {
      await kevins.goto(home);
      await expect(kevins.getByText('Your role is Admin.')).toBeVisible();
      await kevins.goto(`${home}/apps/${app}/settings`);
      await expect(kevins.getByRole('heading', { level: 1 })).toBeVisible();
    });
  });
}

test('a client who is here already signs in and pays with what they have', async ({ enter, house }) => {
  const [kevins, anas] = [await enter(), await enter({ allows: [422] })];
  const ana = await settle(anas, house, person('Ana Alves'));
  const slug = await foundCompany(anas, ana, 'Alves Bakery');
  await anas.context().clearCookies();
  const { app, path } = await asked(kevins, house, ana.email);
  await anas.goto(path);
  await expect(anas.getByRole('heading', { name: 'Sign in to answer' })).toBeVisible();
  await anas.getByLabel('Password', { exact: true }).fill('not the password');
  await anas.getByRole('button', { name: 'Sign in' }).click();
  await expect(anas.getByRole('heading', { name: 'There is a problem' })).toBeVisible();
  await anas.getByLabel('Password', { exact: true }).fill(ana.password);
  await anas.getByRole('button', { name: 'Sign in' }).click();
  await expect(anas.getByRole('radio', { name: /^Alves Bakery/ })).toBeChecked();
  await expect(anas.getByLabel('Street and number')).toBeHidden();
  await anas.getByRole('radio', { name: /^A new company/ }).check();
  await expect(anas.getByLabel('Street and number')).toBeVisible();
  await kevins.goto(`/apps/${app}/client`);
  await expect(kevins.getByText('Has signed in')).toBeVisible();
  await anas.getByRole('radio', { name: /^Alves Bakery/ }).check();
  await anas.getByRole('button', { name: ACCEPT }).click();
  await expect(anas.getByRole('heading', { level: 1 })).toHaveText(`Done. You own ${app}.`);
  await anas.goto(`/c/${slug}/apps`);
  await expect(anas.getByRole('link', { name: app })).toBeVisible();
});

test('a client declines and says why, and asks again later', async ({ enter, house }) => {
  const [kevins, anas] = [await enter(), await enter({ allows: [410] })];
  const ana = person('Ana Alves');
  const { app, path, kevin } = await asked(kevins, house, ana.email);
  await anas.goto(path);
  await anas.getByText('Decline', { exact: true }).click();
  await anas.getByLabel(/^Reason/).fill('Too dear for a bakery');
  await anas.getByRole('button', { name: 'Decline request' }).click();
  await expect(anas.getByRole('heading', { name: 'You declined the request' })).toBeVisible();
  const mail = await house.post.waitForMail(kevin.email, `${ana.email} declined to take over ${app}`);
  expect(mail.text).toContain('Too dear for a bakery');
  await kevins.goto(`/apps/${app}/client`);
  await expect(kevins.getByText('Too dear for a bakery')).toBeVisible();
  await anas.goto(path);
  await anas.getByRole('button', { name: 'Ask for a new link' }).click();
  await expect(anas.getByRole('heading', { name: 'You asked for a new link' })).toBeVisible();
  const wish = await house.post.waitForMail(kevin.email, `${ana.email} asks for a new link`);
  await kevins.goto(linkIn(wish));
  await expect(kevins.getByLabel('Client’s e-mail address')).toBeFocused();
});

test('somebody else pays', async ({ enter, house }) => {
  const [kevins, anas, bookkeepers] = [await enter(), await enter({ allows: [404] }), await enter()];
  const [ana, books] = [person('Ana Alves'), person('Bo Books')];
  const { app, path, kevin } = await asked(kevins, house, ana.email);
  await anas.goto(path);
  await anas.getByText('Someone else pays').click();
  await anas.getByLabel('E-mail address of who pays').fill(books.email);
  await anas.getByRole('button', { name: 'Send it there' }).click();
  await expect(anas.getByRole('heading', { name: 'The request is on its way' })).toBeVisible();
  await house.post.waitForMail(kevin.email, `${ana.email} lets ${books.email} pay for ${app}`);
  await anas.goto(path);
  await expect(anas.getByRole('button')).toHaveCount(0);
  await bookkeepers.goto(await mailedPath(house, books.email));
  await fillAddress(bookkeepers);
  await bookkeepers.getByRole('button', { name: ACCEPT }).click();
  await expect(bookkeepers.getByRole('heading', { level: 1 })).toHaveText(`Done. You own ${app}.`);
});

test('a copied link asks for the code that is mailed', async ({ enter, house }) => {
  const [kevins, anas] = [await enter(), await enter({ allows: [422] })];
  const ana = person('Ana Alves');
  const { app } = await asked(kevins, house, ana.email);
  await kevins.goto(`/apps/${app}/client`);
  await kevins.getByRole('button', { name: 'Copy link' }).click();
  const link = (await kevins.locator('.code-line__text').innerText()).trim();
  house.secrets.add(link.split('/').pop()!);
  await anas.goto(link);
  await expect(anas.getByRole('button', { name: ACCEPT })).toHaveCount(0);
  await anas.getByRole('button', { name: 'Mail me a code' }).click();
  const mail = await house.post.waitForMail(ana.email, 'Your code for the payment request');
  const code = /^Code: (\d{6})$/m.exec(mail.text)![1]!;
  await fillAddress(anas);
  // Declining and letting somebody else pay ask for it too, further down.
  const typed = anas.locator('form', { has: anas.getByRole('button', { name: ACCEPT }) }).getByLabel('Code', { exact: true });
  await typed.fill(code === '000000' ? '111111' : '000000');
  await anas.getByRole('button', { name: ACCEPT }).click();
  await expect(anas.getByRole('heading', { name: 'There is a problem' })).toBeVisible();
  await typed.fill(`${code.slice(0, 3)} ${code.slice(3)}`);
  await anas.getByRole('button', { name: ACCEPT }).click();
  await expect(anas.getByRole('heading', { level: 1 })).toHaveText(`Done. You own ${app}.`);
});

test('withdrawing right after sending undoes it', async ({ enter, house }) => {
  const kevins = await enter();
  const ana = person('Ana Alves');
  const { app } = await asked(kevins, house, ana.email);
  await kevins.goto(`/apps/${app}/client`);
  await kevins.getByRole('link', { name: 'Withdraw' }).click();
  await expect(kevins.getByRole('heading', { name: `Withdraw the request to ${ana.email}?` })).toBeVisible();
  await kevins.getByRole('button', { name: 'Withdraw request' }).click();
  await expect(kevins.getByText('The request was withdrawn. Nothing has changed.')).toBeVisible();
  await expect(kevins.getByLabel('Client’s e-mail address')).toBeVisible();
  await house.post.waitForMail(ana.email, 'The request of Kevin Flynn was withdrawn');
});

test('who is asked sees it at home, and switches the account on the page', async ({ enter, house }) => {
  const [kevins, anas] = [await enter(), await enter()];
  const ana = await settle(anas, house, person('Ana Alves'));
  const { app, path } = await asked(kevins, house, ana.email);
  await anas.goto('/');
  const row = anas.getByRole('region', { name: 'Payment requests' }).getByRole('listitem');
  await expect(row).toContainText(`Kevin Flynn asks you to take over ${app}`);
  await row.getByRole('button', { name: /^Mail me the link again/ }).click();
  await expect(row.getByText('Mail sent')).toBeVisible();
  expect(await mailedPath(house, ana.email)).toBe(path);
  await kevins.goto(path);
  await expect(kevins.getByRole('heading', { name: 'This request is for another address' })).toBeVisible();
  await kevins.getByRole('button', { name: 'Switch account' }).click();
  await expect(kevins).toHaveURL(path);
  await expect(kevins.getByRole('heading', { name: 'Sign in to answer' })).toBeVisible();
});

test('thirty-five seconds: both sides stay within the budget', async ({ enter, house }) => {
  const sides = await inviteAndAccept(await enter(), await enter(), house, newAddress());
  withinTheBudget('by transfer', sides);
  const { path, loads } = sides;
  expect(loads, 'between landing and done there is the post alone').toEqual([`POST ${path}`, `GET ${path}`]);
});

test('a link of a trial in a Company is Owner’s and Admin’s to send, and listed', async ({ enter, house }) => {
  const kevins = await enter();
  const kevin = await settle(kevins, house, person('Kevin Flynn'));
  const slug = await foundCompany(kevins, kevin, 'Flynn Web Studio');
  const app = (await act(kevins, 'start_trial', { slug, app_name: `studio-${slug}` })) as string;
  const ana = person('Ana Alves');
  await kevins.goto(`/c/${slug}/apps/${app}`);
  await kevins.getByRole('link', { name: 'Invite a client' }).click();
  await kevins.getByLabel('Client’s e-mail address').fill(ana.email);
  await kevins.getByText('Add a note, company name, plan or expiry').click();
  await kevins.getByLabel('Expires after, in days').fill('2');
  await kevins.getByLabel('Plan').selectOption('large');
  await kevins.getByRole('button', { name: 'Send request' }).click();
  await expect(kevins.getByRole('heading', { name: `Sent to ${ana.email}` })).toBeVisible();
  await expect(kevins.getByText('Expires in 2 days')).toBeVisible();
  await kevins.goto(`/c/${slug}/apps`);
  await kevins.getByRole('link', { name: 'Client requests' }).click();
  await expect(kevins.getByRole('link', { name: app })).toBeVisible();
  await expect(kevins.getByText(`To ${ana.email}`)).toBeVisible();
  const mail = await house.post.waitForMail(ana.email, /79\.00 EUR a month/);
  expect(mail.text).toContain('Keeps access: Kevin Flynn (Admin)');
});
