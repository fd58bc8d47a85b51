import { asked, fillAddress } from '../support/clients.ts';
import { looksRight } from '../support/looks.ts';
import { open } from '../support/page.ts';
import { ACCEPT, hasTitle, letAccount } from '../support/pay.ts';
import { foundCompany, person, settle } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

// Outside of the demo mandates are given to Stripe, which is far away from here.
test.use({ demo: true });

const ACCOUNT = /SEPA direct debit, IBAN ending in 3000/;

test('a client without script gives a mandate, and owns what is then paid from it', async ({ enter, house }) => {
  const [kevins, anas] = [await enter(), await enter({ javaScriptEnabled: false, allows: [422] })];
  const ana = person('Ana Alves');
  const { app, path } = await asked(kevins, house, ana.email);

  await test.step('she reads what a mandate is before she goes to give it', async () => {
    await anas.goto(path);
    await fillAddress(anas);
    await expect(anas.getByRole('main')).toContainText('Each debit is announced by mail at least 2 days before');
    await anas.getByRole('radio', { name: /^SEPA direct debit/ }).check();
    await anas.getByRole('button', { name: ACCEPT }).click();
  });

  await test.step('a bank that does not agree costs another try', async () => {
    await letAccount(anas, 'The bank does not agree');
    await expect(anas.getByRole('alert')).toHaveText('The bank did not agree. Choose something else.');
    await letAccount(anas, 'The account pays, three days after each debit');
    await hasTitle(anas, `Done. You own ${app}.`);
    await house.post.waitForMail(ana.email, `You own ${app}`);
  });

  await test.step('her billing names the account and the mandate, and never the number', async () => {
    await anas.getByRole('button', { name: 'Go on' }).click();
    await anas.getByRole('link', { name: 'Billing' }).click();
    await expect(anas.getByRole('main')).toContainText(ACCOUNT);
    await anas.getByRole('link', { name: 'Edit Alves Bakery' }).click();
    const method = anas.getByRole('region', { name: 'Payment method' });
    await expect(method).toContainText(/bank \d+ in DE, mandate \S+\. It is debited six days after an invoice is issued\./);
    expect(await anas.content()).not.toContain('DE89370400440532013000');
  });
});

test('an Owner pays by direct debit from now on, and by bank transfer again', async ({ enter, house }) => {
  const page = await enter();
  const slug = await foundCompany(page, await settle(page, house, person('Kevin Flynn')), 'Encom');
  const method = page.getByRole('region', { name: 'Payment method' });

  await open(page, `/c/${slug}/billing`);
  await page.getByRole('link', { name: 'Edit Encom' }).click();
  await method.getByRole('button', { name: 'Pay by SEPA direct debit' }).click();
  await hasTitle(page, 'Payment provider of the demo');
  await looksRight(page, 'debit the payment page');
  await letAccount(page, 'The account pays, three days after each debit');
  await expect(async () => {
    await method.getByRole('link', { name: 'Look again' }).click();
    await expect(method).toContainText(ACCOUNT, { timeout: 500 });
  }, 'the provider is asked as soon as somebody is back').toPass({ timeout: 10_000 });
  await looksRight(page, 'debit a billing contact that pays by direct debit');

  await method.getByRole('button', { name: 'Pay by bank transfer again' }).click();
  await expect(page.getByText('The billing contact was changed.')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Bank transfer on invoice, in EUR');
});
