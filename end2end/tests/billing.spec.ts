import { open } from '../support/page.ts';
import { foundCompany, person, settle } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test('a Billing Contact is added, changed, archived and brought back', async ({ enter, house }) => {
  const page = await enter();
  const kevin = await settle(page, house, person('Kevin Flynn'));
  const slug = await foundCompany(page, kevin, 'Encom');
  const card = (name: string) =>
    page.getByRole('main').locator('section').filter({ has: page.getByRole('heading', { level: 2, name }) });

  await open(page, `/c/${slug}/billing`);
  await page.getByRole('link', { name: 'Add a billing contact' }).click();
  await page.getByLabel('Country').selectOption('Germany');
  await page.getByLabel('Name on the invoice').fill('Dillinger Systems');
  await page.getByLabel('Street and number').fill('Grid 1');
  await page.getByLabel('Postal code').fill('10115');
  await page.getByLabel('Town or city').fill('Berlin');
  await page.getByLabel(/^Send invoices also to/).fill('books@encom.example');
  await page.getByRole('button', { name: 'Add billing contact' }).click();
  await expect(page.getByText('The billing contact was added.')).toBeVisible();
  await expect(card('Dillinger Systems')).toContainText('books@encom.example');

  await page.getByRole('link', { name: 'Edit Dillinger Systems' }).click();
  await expect(page.getByLabel(/^Send invoices also to/)).toHaveValue('books@encom.example');
  await page.getByLabel('Street and number').fill('Grid 2');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('The billing contact was changed.')).toBeVisible();
  await expect(card('Dillinger Systems')).toContainText('Grid 2');
  await house.post.waitForMail(kevin.email, 'Billing data of Encom changed');

  await page.getByRole('link', { name: 'Edit Dillinger Systems' }).click();
  await page.getByRole('button', { name: 'Archive billing contact' }).click();
  await expect(page.getByText('The billing contact was archived.')).toBeVisible();
  await expect(card('Dillinger Systems')).toContainText('Archived');

  await page.getByRole('link', { name: 'Edit Encom' }).click();
  await expect(page.getByRole('button', { name: 'Archive billing contact' }), 'one can always pay').toHaveCount(0);
  await page.goBack();
  await page.getByRole('link', { name: 'Edit Dillinger Systems' }).click();
  await page.getByRole('button', { name: 'Restore billing contact' }).click();
  await expect(page.getByText('The billing contact was restored.')).toBeVisible();
  await expect(card('Dillinger Systems')).not.toContainText('Archived');
});
