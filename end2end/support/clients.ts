import type { Page } from '@playwright/test';
import type { House } from './house.ts';
import { act, person, settle, type Person } from './people.ts';
import { linkIn } from './post.ts';

let count = 0;

/** A developer with a trial of their own, signed in here. */
export async function withTrial(page: Page, house: House): Promise<{ kevin: Person; app: string }> {
  const kevin = await settle(page, house, person('Kevin Flynn'));
  count += 1;
  const app = (await act(page, 'start_personal_trial', { app_name: `arcade-${count}` })) as string;
  return { kevin, app };
}

/** Has a client asked to take over a trial of somebody new, and gives back the path of the mailed link. */
export async function asked(page: Page, house: House, email: string): Promise<{ app: string; path: string; kevin: Person }> {
  const { kevin, app } = await withTrial(page, house);
  const note = 'As we said on the phone: the site is ready, and it is yours from here.';
  await act(page, 'send_request', { app, email, note, name: 'Alves Bakery', plan: 'standard' });
  return { app, kevin, path: await mailedPath(house, email) };
}

/** The path of the newest mailed link of a payment request. */
export async function mailedPath(house: House, email: string): Promise<string> {
  return new URL(linkIn(await house.post.waitForMail(email, /asks you to take over/))).pathname;
}

/** The address that Ana's browser, or Ana, fills in. */
export const ADDRESS = {
  name: 'Ana Alves',
  organization: 'Alves Bakery',
  country: 'DE',
  'address-line1': 'Oven Lane 1',
  'postal-code': '10115',
  'address-level2': 'Berlin',
};

/** Types all of it. */
export async function fillAddress(page: Page): Promise<void> {
  for (const [token, value] of Object.entries(ADDRESS)) {
    const field = page.locator(`form[action="?/accept_request"] [autocomplete="${token}"]`);
    if (token === 'country') await field.selectOption(value);
    else await field.fill(value);
  }
}
