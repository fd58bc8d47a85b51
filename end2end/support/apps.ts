import { expect, type Locator, type Page } from '@playwright/test';
import { act } from './people.ts';

let count = 0;

/** Gives a Company a paid App, through the doors. Nothing else in this house has its name, which it gives back. */
export async function equip(page: Page, slug: string): Promise<string> {
  count += 1;
  const [contact] = (await act(page, 'billing', { slug })) as { id: string }[];
  const form = { slug, app_name: `grid-${count}`, plan: 'standard', payer: contact!.id };
  return (await act(page, 'create_app', form)) as string;
}

/** The tab of a page of an App. */
export function appTab(page: Page, app: string, words: string): Locator {
  return page.getByRole('navigation', { name: app }).getByRole('link', { name: words });
}

/** Opens what is folded under these words. */
export async function unfold(within: Page | Locator, words: string | RegExp): Promise<void> {
  await within.locator('summary').filter({ hasText: words }).click();
}

/** A row of a list by what stands in it. */
export function row(within: Page | Locator, text: string): Locator {
  return within.getByRole('listitem').filter({ hasText: text });
}

/** What stands beside a term. */
export async function fact(within: Page | Locator, term: string, value: string | RegExp): Promise<void> {
  const terms = within.locator('.facts__row').filter({ has: within.locator('dt', { hasText: term }) });
  await expect(terms.getByRole('definition')).toContainText(value);
}
