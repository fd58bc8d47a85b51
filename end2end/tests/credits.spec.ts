import { enterAs, looksRight } from '../support/looks.ts';
import { taken } from '../support/pay.ts';
import { expect, test, type Page } from '../support/test.ts';

// The demo has a past: invoices that were issued, one of Flynn Web Studio that is paid and partly credited.
test.use({ demo: true });

const OLGA = { email: 'olga@warren.example', password: 'a burrow with many doors' };
const KEVIN = { ...OLGA, email: 'kevin@warren.example' };
const DESK = '/operator/credits';

for (const javaScriptEnabled of [true, false]) {
  test(`a wrong invoice is credited, read and paid back, ${javaScriptEnabled ? 'with' : 'without'} script`, async ({ enter }) => {
    const [olgas, kevins] = [await enter({ javaScriptEnabled }), await enter({ javaScriptEnabled })];
    await enterAs(olgas, OLGA);
    await enterAs(kevins, KEVIN);
    const reason = `A day too many, ${javaScriptEnabled ? 'said' : 'written'}`;
    let note = '';

    await test.step('the operator credits one line', async () => {
      await settle(olgas);
      const invoice = await newestInvoice(kevins);
      await olgas.goto(DESK);
      const known = await notes(olgas);
      await olgas.getByLabel('Correct an invoice, by its number').fill(invoice);
      await olgas.getByRole('button', { name: 'Find' }).click();
      const card = olgas.getByRole('region', { name: `Invoice ${invoice} · Flynn Web Studio` });
      await card.getByLabel(/^flynn-site, Small/).fill('1.00');
      await card.getByLabel('Why; its payer reads it').fill(reason);
      if (javaScriptEnabled) await looksRight(olgas, 'crediting an invoice');
      await card.getByRole('button', { name: 'Credit these amounts' }).click();
      await expect(olgas.getByRole('listitem').filter({ hasText: '1.19 EUR left' })).toBeVisible();
      const fresh = (await notes(olgas)).filter((one) => !known.includes(one));
      expect(fresh).toHaveLength(1);
      note = fresh[0]!;
    });

    await test.step('the Owner finds it in the archive, and takes it along', async () => {
      await kevins.goto('/c/flynn/billing');
      await kevins.getByRole('link', { name: /^Invoices/ }).first().click();
      const row = kevins.getByRole('listitem').filter({ hasText: note });
      await expect(row).toContainText('−1.19 EUR');
      await expect(row).toContainText('1.19 EUR left for the next invoice');
      if (javaScriptEnabled) await looksRight(kevins, 'an archive with credit notes');
      await row.getByRole('link', { name: note, exact: true }).click();
      await expect(kevins.getByRole('heading', { level: 1 })).toHaveText(`Credit note ${note}`);
      await expect(kevins.getByRole('main')).toContainText(reason);
      if (javaScriptEnabled) await looksRight(kevins, 'a credit note');
      const link = (name: string) => kevins.getByRole('link', { name, exact: true }).click();
      expect((await taken(kevins, () => link('PDF'))).subarray(0, 5).toString()).toBe('%PDF-');
      const xml = (await taken(kevins, () => link('E-invoice (XML)'))).toString();
      for (const part of ['CrossIndustryInvoice', '>381<', note, '1.19', reason]) expect(xml).toContain(part);
    });

    await test.step('the operator pays it back by hand, and the Owner reads that', async () => {
      await olgas.goto(DESK);
      const row = olgas.getByRole('listitem').filter({ hasText: note });
      await row.getByText('Pay back').click();
      if (javaScriptEnabled) await looksRight(olgas, 'credit notes that wait');
      await row.getByRole('button', { name: 'Record it' }).click();
      await expect(olgas.getByRole('listitem').filter({ hasText: note })).toHaveCount(0);
      await kevins.reload();
      await expect(kevins.getByRole('main')).toContainText(/Paid back\s*1\.19 EUR on/);
      await expect(kevins.getByRole('main')).not.toContainText('for the next invoice, or to be paid back');
    });
  });
}

/** Notes that nothing of Flynn Web Studio is open: on the first days of a month a credit would pay its newest invoice. */
async function settle(operator: Page): Promise<void> {
  await operator.goto('/operator/invoices');
  const open = operator.getByRole('listitem').filter({ hasText: 'Flynn Web Studio' });
  for (let left = await open.count(); left > 0; left -= 1) {
    await open.first().getByText('Settle').click();
    await open.first().getByRole('button', { name: 'Record payment' }).click();
    await expect(open).toHaveCount(left - 1);
  }
}

/** The number of the newest invoice in the archive of Flynn Web Studio. */
async function newestInvoice(owner: Page): Promise<string> {
  await owner.goto('/c/flynn/billing');
  await owner.getByRole('link', { name: /^Invoices/ }).first().click();
  return await owner.getByRole('link', { name: /^W-\d+$/ }).first().innerText();
}

/** The numbers of the credit notes of which something is left. */
async function notes(page: Page): Promise<string[]> {
  return [...(await page.getByRole('main').innerText()).matchAll(/CN-\d+(?= ·)/g)].map(([number]) => number);
}
