import { expect, type Locator, type Page } from '@playwright/test';
import { goodWords } from './page.ts';

/** One form of the product, and what is wrong with what is typed into it. */
export interface BadInput {
  /** The form: its title in the test's name. */
  name: string;
  /** Whether only who is signed in sees it. */
  isPrivate?: boolean;
  /** The page, made ready so that the form is there. */
  path: (page: Page) => Promise<string> | string;
  /** The part of the page with the form. */
  form?: (page: Page) => Locator;
  /** The same form where the browser's program answers it, if there is such a place: goes there and gives it back. */
  lively?: (page: Page) => Promise<Locator>;
  /** The words of the button that sends. */
  button: string;
  /** What is typed, by label. */
  typed: Record<string, string>;
  /** What stands beside a field then, by label. */
  wrong: Record<string, RegExp>;
}

/** Text that breaks out of markup wherever it is written down without care. */
export const BREAKOUTS = [
  '</textarea><script data-xss>alert(1)</script>',
  '"><img src=x data-xss onerror=alert(1)>',
  "'><svg data-xss onload=alert(1)>",
  '</title><script data-xss>alert(1)</script>',
  '--><b data-xss>bold</b>',
  '&lt;b data-xss&gt; &amp;amp; {{7*7}} ${7*7}',
];

/** Fills fields by their labels, and sends. */
export async function send(form: Locator, typed: Record<string, string>, button: string): Promise<void> {
  for (const [label, text] of Object.entries(typed)) await field(form, label).fill(text);
  await form.getByRole('button', { name: button, exact: true }).click();
}

/** A field by the words of its label; those of optional fields end with "optional". */
export function field(form: Locator, label: string): Locator {
  const words = label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return form.getByLabel(new RegExp(`^\\s*${words}(\\s+optional)?\\s*$`));
}

/** The form says what is wrong, on top and beside each field, and keeps what was typed. */
export async function complains(page: Page, { typed, wrong }: BadInput, form: Locator): Promise<void> {
  const summary = form.getByRole('alert').filter({ has: page.getByRole('heading', { name: 'There is a problem' }) });
  await expect(summary).toBeVisible();
  await expect(summary).toBeFocused();
  await expect(page).toHaveTitle(/^Error: /);
  await expect(summary.getByRole('link')).toHaveCount(Object.keys(wrong).length);
  for (const [label, why] of Object.entries(wrong)) {
    await expect(field(form, label), label).toHaveAttribute('aria-invalid', 'true');
    await expect(field(form, label), label).toHaveAccessibleDescription(why);
  }
  for (const [label, text] of Object.entries(typed)) {
    const isSecret = (await field(form, label).getAttribute('type')) === 'password';
    if (!isSecret) await expect(field(form, label), label).toHaveValue(text);
  }
  await goodWords(page);
  // A link in the summary leads to its field.
  const first = Object.keys(wrong)[0]!;
  await summary.getByRole('link').first().click();
  await expect(field(form, first)).toBeFocused();
}

/** Nothing that was typed has become markup. */
export async function unharmed(page: Page): Promise<void> {
  await expect(page.locator('[data-xss]')).toHaveCount(0);
}
