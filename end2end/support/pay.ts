import { readFile } from 'node:fs/promises';
import type { Locator } from '@playwright/test';
import { expect, type Page } from './test.ts';

/** The words of the button that accepts a payment request. */
export const ACCEPT = /^Accept and pay [\d.]+ EUR per month plus any VAT$/;

/** What the page is about. */
export async function hasTitle(page: Page, title: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
}

/** Chooses on the page of the payment provider what the bank of a card does. */
export async function letBank(page: Page, does: string | RegExp): Promise<void> {
  await atTheProvider(page, page.getByRole('radio', { name: does }), 'Save this card');
}

/** Chooses on the page of the payment provider what an account does. */
export async function letAccount(page: Page, does: string): Promise<void> {
  await atTheProvider(page, page.getByRole('radio', { name: does, exact: true }), 'Save this account');
}

async function atTheProvider(page: Page, choice: Locator, button: string): Promise<void> {
  await hasTitle(page, 'Payment provider of the demo');
  await choice.check();
  await page.getByRole('button', { name: button }).click();
}

/** What the browser saves when this is pressed. */
export async function taken(page: Page, press: () => Promise<void>): Promise<Buffer> {
  const saved = page.waitForEvent('download');
  await press();
  return readFile(await (await saved).path());
}
