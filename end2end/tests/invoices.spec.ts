import { enterAs, looksRight } from '../support/looks.ts';
import { taken } from '../support/pay.ts';
import { expect, test } from '../support/test.ts';

// The demo has a past: invoices that were issued.
test.use({ demo: true });

const KEVIN = { email: 'kevin@warren.example', password: 'a burrow with many doors' };

for (const javaScriptEnabled of [true, false]) {
  test(`from the Company to the PDF of an invoice it is three presses at most, ${javaScriptEnabled ? 'with' : 'without'} script`, async ({ enter }) => {
    const page = await enter({ javaScriptEnabled });
    await enterAs(page, KEVIN);
    let presses = 0;
    const press = async (name: RegExp | string) => {
      presses += 1;
      await page.getByRole('link', { name }).first().click();
    };

    await test.step('the newest stands on the Billing Contact', async () => {
      await page.goto('/c/flynn');
      await press('Billing');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Billing');
      if (javaScriptEnabled) await looksRight(page, 'billing with the newest invoice');
      expect((await taken(page, () => press(/^PDF of W-/))).subarray(0, 5).toString()).toBe('%PDF-');
      expect(presses).toBe(2);
    });

    await test.step('any other one in its archive, which names the Apps', async () => {
      presses = 0;
      await page.goto('/c/flynn');
      await press('Billing');
      await press(/^Invoices of/);
      const row = page.getByRole('listitem').filter({ hasText: /^\s*W-\d+/ }).first();
      await expect(row).toContainText('flynn-site');
      if (javaScriptEnabled) await looksRight(page, 'an archive with files');
      expect((await taken(page, () => press(/^PDF of W-/))).subarray(0, 5).toString()).toBe('%PDF-');
      expect(presses).toBeLessThanOrEqual(3);
    });

    await test.step('and there is a way back', async () => {
      await page.getByRole('main').getByRole('link', { name: /^W-\d+$/ }).first().click();
      await page.getByRole('link', { name: 'All invoices' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Invoices');
    });
  });
}
