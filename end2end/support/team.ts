import { expect, type Locator, type Page } from '@playwright/test';
import type { Role } from './people.ts';

/** The row of a member in the team table. */
export function memberRow(page: Page, name: string): Locator {
  return page.getByRole('table', { name: 'Members' }).getByRole('row').filter({ hasText: name });
}

/** The row of an address in the list of open invitations. */
export function invitationRow(page: Page, email: string): Locator {
  const table = page.getByRole('table', { name: /^Invitations/ });
  return table.getByRole('row').filter({ has: page.getByText(email, { exact: true }) });
}

/** The button that shows a member's role and opens the menu. */
export function roleButton(page: Page, name: string, role?: Role): Locator {
  return page.getByRole('button', { name: role ? `Role of ${name}: ${role}` : `Role of ${name}:` });
}

/** Gives a member another role: two clicks. */
export async function chooseRole(page: Page, name: string, role: Role): Promise<void> {
  await roleButton(page, name).click();
  await page.getByRole('menu', { name: `Role of ${name}` }).getByRole('menuitemradio', { name: new RegExp(`^${role}`) }).click();
}

/** Fills in the form for a new Company. Its billing address is always the same. */
export async function fillCompany(page: Page, name: string): Promise<void> {
  await page.getByLabel('Company name').fill(name);
  await page.getByLabel('Country').selectOption('Germany');
  await page.getByLabel('Name on the invoice').fill(name);
  await page.getByLabel('Street and number').fill('Burrow Lane 1');
  await page.getByLabel('Postal code').fill('10115');
  await page.getByLabel('Town or city').fill('Berlin');
  await page.getByRole('button', { name: 'Set up company' }).click();
}

/** Counts the documents this tab loads from now on. */
export function loads(page: Page): () => number {
  let count = 0;
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) count += 1;
  });
  return () => count;
}

/** The streams that this tab holds open. */
export function streams(page: Page): { open: () => number } {
  const open = new Set<unknown>();
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/live') open.add(request);
  });
  for (const event of ['requestfinished', 'requestfailed'] as const) {
    page.on(event as 'requestfinished', (request) => void open.delete(request));
  }
  return { open: () => open.size };
}

/** What somebody reads of their own role on the overview of a Company. */
export function myRole(page: Page, role: Role): Locator {
  return page.getByText(`Your role is ${role}.`);
}

/** What somebody reads whose access has ended. */
export function ended(page: Page): Locator {
  return page.getByRole('heading', { name: 'Your access to this Company has ended' });
}

/** The page says that this is not open to the reader, and why. */
export async function refused(page: Page, why: RegExp): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: 'This is not open to you' })).toBeVisible();
  await expect(page.locator('main')).toContainText(why);
}
