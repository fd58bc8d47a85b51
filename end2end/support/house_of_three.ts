import { act, foundCompany, invite, join, person, settle, type Person } from './people.ts';
import type { House } from './house.ts';
import { somewhere, type Page } from './test.ts';

/** A Company with an Owner, an Admin, a Developer, a paid App and an open invitation, somebody who is no part of it, and the operator. */
export interface Story {
  slug: string;
  /** The paid App. The Developer works on it. */
  app: string;
  /** A trial of the stranger's own. */
  trial: string;
  operator: Person;
  owner: Person;
  admin: Person;
  developer: Person;
  stranger: Person;
}

/** Tells the story through the doors, without pages. `page` is nobody's afterwards. */
export async function tell(house: House, page: Page): Promise<Story> {
  const operator = person('Olga Operator');
  const called = ['--email', operator.email, '--first-name', operator.first, '--last-name', operator.last];
  await house.command(['admin', 'create', ...called], `${operator.password}\n`);
  house.secrets.add(operator.password);
  const stranger = await settle(page, house, person('Sam Stranger'));
  const trial = await trialOf(page);
  await page.context().clearCookies();
  const owner = await settle(page, house, person('Kevin Flynn'));
  const slug = await foundCompany(page, owner, 'Encom Entertainment & Rechenmaschinen-Beteiligungsgesellschaft mbH');
  const guests = await page.context().browser()!.newContext({ baseURL: house.url, extraHTTPHeaders: somewhere() });
  const guest = await guests.newPage();
  const admin = await join(page, house, slug, guest, person('Ana Alves'), 'Admin');
  await guests.clearCookies();
  const developer = await join(page, house, slug, guest, person('Wolfeschlegelsteinhausenbergerdorff'), 'Developer');
  await guests.close();
  const app = await equip(page, slug);
  const waiting = `an.address.that.is.quite.long.${Math.floor(performance.now())}@a-rather-long-domain.example`;
  await invite(page, house, slug, waiting, 'Billing');
  await page.context().clearCookies();
  return { slug, app, trial, owner, admin, developer, stranger, operator };
}

let count = 0;

/** The stranger begins a trial of their own. */
async function trialOf(page: Page): Promise<string> {
  count += 1;
  return (await act(page, 'start_personal_trial', { app_name: `burrow-${count}` })) as string;
}

/** Gives the Company a paid App with settings of each kind, on which its Developers work. */
async function equip(page: Page, slug: string): Promise<string> {
  const [contact] = (await act(page, 'billing', { slug })) as { id: string }[];
  const form = { slug, app_name: `grid-${count}`, plan: 'standard', payer: contact!.id };
  const app = (await act(page, 'create_app', form)) as string;
  await act(page, 'set_variable', { app, version: '0', variable_name: 'GREETING', variable_value: 'End of line.' });
  await act(page, 'set_secret', { app, version: '1', variable_name: 'MASTER_KEY', secret_value: 'tron-lives' });
  await act(page, 'set_redirects', { app, version: '2', redirects: '/arcade /games 308' });
  const [offered] = (await act(page, 'apps_to_offer', { slug })) as { id: string }[];
  const team = (await act(page, 'team', { slug })) as { members: { user: string; role: string; version: number }[] };
  for (const { user, version } of team.members.filter(({ role }) => role === 'developer')) {
    await act(page, 'assign_apps', { slug, user, version: `${version}`, 'apps[0]': offered!.id });
  }
  return app;
}
