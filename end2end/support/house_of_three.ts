import { foundCompany, invite, join, person, settle, type Person } from './people.ts';
import type { House } from './house.ts';
import { somewhere, type Page } from './test.ts';

/** A Company with an Owner, an Admin, a Developer and an open invitation, and somebody who is no part of it. */
export interface Story {
  slug: string;
  owner: Person;
  admin: Person;
  developer: Person;
  stranger: Person;
}

/** Tells the story through the doors, without pages. `page` is nobody's afterwards. */
export async function tell(house: House, page: Page): Promise<Story> {
  const stranger = await settle(page, house, person('Sam Stranger'));
  await page.context().clearCookies();
  const owner = await settle(page, house, person('Kevin Flynn'));
  const slug = await foundCompany(page, owner, 'Encom Entertainment & Rechenmaschinen-Beteiligungsgesellschaft mbH');
  const guests = await page.context().browser()!.newContext({ baseURL: house.url, extraHTTPHeaders: somewhere() });
  const guest = await guests.newPage();
  const admin = await join(page, house, slug, guest, person('Ana Alves'), 'Admin');
  await guests.clearCookies();
  const developer = await join(page, house, slug, guest, person('Wolfeschlegelsteinhausenbergerdorff'), 'Developer');
  await guests.close();
  const waiting = `an.address.that.is.quite.long.${Math.floor(performance.now())}@a-rather-long-domain.example`;
  await invite(page, house, slug, waiting, 'Billing');
  await page.context().clearCookies();
  return { slug, owner, admin, developer, stranger };
}
