import { inviteAndAccept, newAddress, withinTheBudget } from '../support/both_sides.ts';
import { asked, fillAddress, ADDRESS } from '../support/clients.ts';
import { looksRight } from '../support/looks.ts';
import { open } from '../support/page.ts';
import { ACCEPT, hasTitle, letBank } from '../support/pay.ts';
import { foundCompany, person, settle } from '../support/people.ts';
import { expect, test, type Page } from '../support/test.ts';

// Outside of the demo cards are taken by Stripe, which is far away from here.
test.use({ demo: true });

const CHECKED = 'Your way to pay is being checked';
const LEFT = 'You left the payment page';

test('a client without script pays with a card that the bank asks about', async ({ enter, house }) => {
  const [kevins, anas] = [await enter(), await enter({ javaScriptEnabled: false })];
  const ana = person('Ana Alves');
  const { app, path, kevin } = await asked(kevins, house, ana.email);

  await test.step('she chooses the card and goes on at the provider', async () => {
    await goToPay(anas, path);
    await anas.getByRole('link', { name: 'Back without a card' }).click();
    await hasTitle(anas, LEFT);
    await anas.getByRole('link', { name: 'Back to the payment page' }).click();
  });

  await test.step('her bank asks, and she agrees', async () => {
    await letBank(anas, 'The bank asks me to agree');
    await hasTitle(anas, 'Your bank');
    await anas.getByRole('button', { name: 'Yes, it is me' }).click();
  });

  await test.step('the page looks again by itself until it is done', async () => {
    await hasTitle(anas, `Done. You own ${app}.`);
    await house.post.waitForMail(ana.email, `You own ${app}`);
    await house.post.waitForMail(kevin.email, `${ana.email} took over ${app}`);
  });

  await test.step('she goes on signed in, and finds her card at the billing', async () => {
    await anas.getByRole('button', { name: 'Go on' }).click();
    await expect(anas.getByRole('link', { name: 'Open Alves Bakery' })).toBeVisible();
    await anas.getByRole('link', { name: 'Billing' }).click();
    await expect(anas.getByRole('main')).toContainText(/Visa.*3155, in EUR/);
  });
});

test('a bank that declines costs nothing but another try', async ({ enter, house }) => {
  const [kevins, anas] = [await enter(), await enter({ allows: [422] })];
  const { app, path } = await asked(kevins, house, person('Ana Alves').email);
  await goToPay(anas, path);
  await letBank(anas, 'The bank does not agree');
  await expect(anas.getByRole('alert')).toHaveText('The bank did not agree. Choose something else.');
  await letBank(anas, /^The bank agrees$/);
  await hasTitle(anas, `Done. You own ${app}.`);
});

test('who leaves the payment page can pay by bank transfer', async ({ enter, house }) => {
  const [kevins, anas] = [await enter(), await enter()];
  const { app, path } = await asked(kevins, house, person('Ana Alves').email);
  await goToPay(anas, path);
  const provider = anas.url();
  await anas.getByRole('link', { name: 'Back without a card' }).click();
  await hasTitle(anas, LEFT);
  await anas.getByRole('link', { name: 'Pay in another way' }).click();
  await expect(anas.getByLabel('Street and number'), 'nothing is typed twice').toHaveValue(ADDRESS['address-line1']);
  await anas.getByRole('radio', { name: /^Bank transfer/ }).check();
  await anas.getByRole('button', { name: ACCEPT }).click();
  await hasTitle(anas, `Done. You own ${app}.`);

  await anas.goto(provider);
  await letBank(anas, /^The bank agrees$/);
  await expect(anas.getByRole('heading', { level: 1 }), 'a card that comes too late buys nothing').not.toHaveText(/^Done/);
  await expect(anas.getByRole('main')).toContainText('Nothing was charged by that.');
  await anas.getByRole('link', { name: 'Go on' }).click();
  await anas.getByRole('link', { name: 'Billing' }).click();
  await expect(anas.getByRole('main')).toContainText('Bank transfer on invoice, in EUR');
});

test('an Owner pays with a card from now on, and by bank transfer again', async ({ enter, house }) => {
  const page = await enter();
  const slug = await foundCompany(page, await settle(page, house, person('Kevin Flynn')), 'Encom');
  const method = page.getByRole('region', { name: 'Payment method' });

  await open(page, `/c/${slug}/billing`);
  await page.getByRole('link', { name: 'Edit Encom' }).click();
  await expect(method).toContainText('Bank transfer on invoice.');
  await method.getByRole('button', { name: 'Pay with a card' }).click();
  await letBank(page, /^The bank agrees$/);
  await expect(method).toContainText('A card or an account is being entered.');
  await expect(async () => {
    await method.getByRole('link', { name: 'Look again' }).click();
    await expect(method).toContainText(/Visa.*4242/, { timeout: 500 });
  }, 'the provider is asked as soon as somebody is back').toPass({ timeout: 10_000 });
  await expect(page.getByRole('main')).not.toContainText('Bank transfer on invoice');
  await looksRight(page, 'card a billing contact that pays with a card');

  await open(page, `/c/${slug}/billing`);
  await expect(page.getByRole('main')).toContainText(/Visa.*4242, in EUR/);
  await page.getByRole('link', { name: 'Edit Encom' }).click();
  await method.getByRole('button', { name: 'Pay by bank transfer again' }).click();
  await expect(page.getByText('The billing contact was changed.')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Bank transfer on invoice, in EUR');
});

test('a new Billing Contact begins with a card', async ({ enter, house }) => {
  const page = await enter();
  const slug = await foundCompany(page, await settle(page, house, person('Kevin Flynn')), 'Encom');
  await open(page, `/c/${slug}/billing/new`);
  await page.getByLabel('Country').selectOption('DE');
  for (const [label, value] of [
    ['Name on the invoice', 'Encom Labs'],
    ['Street and number', 'Oven Lane 1'],
    ['Postal code', '10115'],
    ['Town or city', 'Berlin'],
  ] as const) {
    await page.getByLabel(label).fill(value);
  }
  await page.getByRole('radio', { name: /^Card/ }).check();
  await page.getByRole('button', { name: 'Add billing contact' }).click();
  await page.getByRole('link', { name: 'Back without a card' }).click();
  await expect(page.getByRole('main')).toContainText('You left the payment page. Nothing was saved');
  await page.getByRole('button', { name: 'Pay with a card' }).click();
  await letBank(page, /^The bank agrees$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Encom Labs');
});

test('thirty-five seconds by card: the page of the payment provider included', async ({ enter, house }) => {
  const sides = await inviteAndAccept(await enter(), await enter(), house, newAddress(), undefined, 'by card');
  withinTheBudget('by card', sides);
  const pages = sides.loads.filter((load) => load.startsWith('GET') && load !== 'GET /requests/paying');
  expect(pages, 'between landing and done there is the provider alone').toEqual([
    expect.stringMatching(/^GET \/demo\/pay\//),
  ]);
});

test('every page on the way of a card looks right', async ({ enter, house }) => {
  const [kevins, anas] = [await enter(), await enter({ allows: [422] })];
  const { app, path } = await asked(kevins, house, person('Ana Alves').email);
  await anas.goto(path);
  await looksRight(anas, 'card a payment request');
  await goToPay(anas, path);
  await looksRight(anas, 'card the payment page');
  await letBank(anas, 'The bank does not agree');
  await looksRight(anas, 'card the payment page, declined');

  await anas.getByRole('link', { name: 'Back without a card' }).click();
  await hasTitle(anas, LEFT);
  await looksRight(anas, 'card left');
  await anas.getByRole('link', { name: 'Back to the payment page' }).click();
  await letBank(anas, 'The bank agrees, after twenty seconds');
  await hasTitle(anas, CHECKED);
  await staying(anas, () => looksRight(anas, 'card being checked'));
  await anas.getByRole('link', { name: 'Back to the payment page' }).click();
  await letBank(anas, 'The bank asks me to agree');
  await looksRight(anas, 'card the bank asks');
  await anas.getByRole('button', { name: 'Yes, it is me' }).click();
  await hasTitle(anas, `Done. You own ${app}.`);
  await looksRight(anas, 'card done');
});

/** Accepts the request with a card, up to the page of the payment provider. */
async function goToPay(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await fillAddress(page);
  await page.getByRole('radio', { name: /^Card/ }).check();
  await page.getByRole('button', { name: ACCEPT }).click();
}

/** Loads the page without what makes it look again, so that there is time to look at it. */
async function staying(page: Page, look: () => Promise<void>): Promise<void> {
  const here = new URL(page.url()).pathname;
  await page.route(`**${here}`, async (route) => {
    const response = await route.fetch();
    const { refresh: _, ...headers } = response.headers();
    await route.fulfill({ response, headers });
  });
  await page.reload();
  await look();
  await page.unroute(`**${here}`);
}
