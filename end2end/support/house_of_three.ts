import { equip } from './apps.ts';
import { act, foundCompany, invite, join, person, settle, type Person } from './people.ts';
import type { House } from './house.ts';
import { somewhere, type Page } from './test.ts';

/** A Company with an Owner, an Admin, a Developer, a paid App and an open invitation, somebody who is no part of it, somebody who was, and the operator. */
export interface Story {
  slug: string;
  /** The paid App. The Developer works on it. */
  app: string;
  /** Who pays for it. */
  contact: string;
  /** A trial of the stranger's own. */
  trial: string;
  /** A key of the Developer that was not proven yet. */
  key: string;
  /** Who was dismissed, and has left a deploy key behind. */
  gone: Person & { user: string };
  /** The Company of the Admin, whom the operator was asked to replace. */
  recovering: string;
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
  await act(guest, 'add_key', { key_line: KEYS[0]!, label: 'laptop' });
  const [key] = (await act(guest, 'keys', {})) as { id: string }[];
  await guests.clearCookies();
  const grace = await join(page, house, slug, guest, person('Grace Hopper'), 'Developer');
  const app = await equip(page, slug);
  const contact = await configure(page, slug, app);
  const gone = { ...grace, user: await leaveKey(page, slug, app, guest) };
  await guests.clearCookies();
  const recovering = await foundBy(admin, guest);
  await guests.clearCookies();
  await act(guest, 'sign_in', { email: operator.email, password: operator.password });
  const why = { reason: 'Nobody has heard of her since she took the last train.' };
  await act(guest, 'request_recovery', { slug: recovering, heir: stranger.email, departed: admin.email, ...why });
  await guests.close();
  const waiting = `an.address.that.is.quite.long.${Math.floor(performance.now())}@a-rather-long-domain.example`;
  await invite(page, house, slug, waiting, 'Billing');
  await page.context().clearCookies();
  return { slug, app, contact, trial, key: key!.id, gone, recovering, owner, admin, developer, stranger, operator };
}

let count = 0;

/** Public keys, as ssh-keygen writes them. */
const KEYS = [
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICkgCeYm5GXlOO1K2ZDv7aLkrGbQn69KM+P+HC7n1Y2k wolfe@laptop',
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJccH0b7499I4tRfq/8mLciWJhxEzzLEvsvmkVZF8MKR build@encom.example',
];

/** The stranger begins a trial of their own. */
async function trialOf(page: Page): Promise<string> {
  count += 1;
  return (await act(page, 'start_personal_trial', { app_name: `burrow-${count}` })) as string;
}

/** Gives the App settings of each kind, and the Developers their work on it. Gives back who pays. */
async function configure(page: Page, slug: string, app: string): Promise<string> {
  await act(page, 'set_variable', { app, version: '0', variable_name: 'GREETING', variable_value: 'End of line.' });
  await act(page, 'set_secret', { app, version: '1', variable_name: 'MASTER_KEY', secret_value: 'tron-lives' });
  await act(page, 'set_redirects', { app, version: '2', redirects: '/arcade /games 308' });
  await act(page, 'add_domain', { app, version: '3', domains: 'www.encom.example' });
  const [offered] = (await act(page, 'apps_to_offer', { slug })) as { id: string }[];
  const team = (await act(page, 'team', { slug })) as { members: { user: string; role: string; version: number }[] };
  for (const { user, version } of team.members.filter(({ role }) => role === 'developer')) {
    await act(page, 'assign_apps', { slug, user, version: `${version}`, 'apps[0]': offered!.id });
  }
  const [contact] = (await act(page, 'billing', { slug })) as { id: string }[];
  return contact!.id;
}

/** Who is signed in as `guest` adds a deploy key and is dismissed. Gives back who it was. */
async function leaveKey(page: Page, slug: string, app: string, guest: Page): Promise<string> {
  await act(guest, 'add_deploy_key', { app, key_line: KEYS[1]!, label: 'build server' });
  const { me } = (await act(guest, 'team', { slug })) as { me: string };
  await act(page, 'dismiss', { slug, user: me });
  return me;
}

/** Somebody who has an account already sets up a Company of their own. */
async function foundBy(owner: Person, page: Page): Promise<string> {
  await act(page, 'sign_in', { email: owner.email, password: owner.password });
  return foundCompany(page, owner, 'Dillinger Systems');
}
