import { expect, type Page } from '@playwright/test';
import type { House } from './house.ts';
import { linkIn, secretIn } from './post.ts';

/** Somebody. */
export interface Person {
  first: string;
  last: string;
  /** As others see it. */
  name: string;
  email: string;
  password: string;
}

/** A role, as it stands on the page. */
export type Role = 'Owner' | 'Admin' | 'Developer' | 'Billing';

let count = 0;

/** Somebody new. Nobody else in this house has the address. */
export function person(name: string): Person {
  const [first = name, last = ''] = name.split(' ');
  count += 1;
  const email = `${first.toLowerCase()}.${count}@people.example`;
  return { first, last, name, email, password: `burrow with ${count} doors` };
}

/** Fills in the sign-up form and sends it. */
export async function fillSignUp(page: Page, { first, last, email, password }: Person): Promise<void> {
  await page.getByLabel('First name').fill(first);
  await page.getByLabel('Last name').fill(last);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel(/terms of service/).check();
  await page.getByRole('button', { name: 'Create account' }).click();
}

/** Signs up on the page, as people do. Ends on the overview, with the address not confirmed. */
export async function signUp(page: Page, person: Person): Promise<void> {
  await page.goto('/signup');
  await fillSignUp(page, person);
  await expect(page.getByRole('heading', { level: 1, name: 'Your companies' })).toBeVisible();
}

/** Opens the mailed link and confirms. */
export async function confirm(page: Page, house: House, person: Person): Promise<void> {
  await page.goto(linkIn(await house.post.waitForMail(person.email, 'Confirm your e-mail address')));
  await page.getByRole('button', { name: 'Confirm address' }).click();
  await expect(page.getByRole('heading', { name: 'Your address is confirmed' })).toBeVisible();
}

/** Signs in on the page. */
export async function signIn(page: Page, { email, password }: Person, path = '/login'): Promise<void> {
  await page.goto(path);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));
}

/** The same acts through the same doors without the pages, where a test is about something else. */
export async function act(page: Page, name: string, form: Record<string, string>): Promise<unknown> {
  const answer = await page.request.post(`/do/${name}`, { form, maxRedirects: 0 });
  const text = await answer.text();
  expect(answer.status(), `${name}: ${text}`).toBeLessThan(400);
  return text ? JSON.parse(text) : null;
}

/** Gives somebody a confirmed account in this browser. */
export async function settle(page: Page, house: House, person: Person): Promise<Person> {
  const { first, last, email, password } = person;
  await act(page, 'sign_up', { first_name: first, last_name: last, email, password, terms: 'true' });
  house.secrets.add(password);
  await act(page, 'confirm_email', { secret: secretIn(await house.post.waitForMail(email, 'Confirm your e-mail address')) });
  return person;
}

/** Sets up a Company whose Owner is signed in here. Gives back its slug. */
export async function foundCompany(page: Page, owner: Person, name: string): Promise<string> {
  count += 1;
  const billing = { billing_name: name, street: 'Burrow Lane 1', postal_code: '10115', city: 'Berlin', country: 'DE' };
  const form = { name, slug: `house-${count}`, ...billing, vat_number: '', billing_email: owner.email };
  return (await act(page, 'set_up_company', form)) as string;
}

/** Invites an address and gives back the path of the mailed link. */
export async function invite(owner: Page, house: House, slug: string, email: string, role: Role): Promise<string> {
  await act(owner, 'invite', { slug, addresses: email, role: role.toLowerCase(), note: '' });
  return new URL(linkIn(await house.post.waitForMail(email, /invites you to/))).pathname;
}

/** Has somebody new join the Company: `owner` invites, `page` is the browser of the new one. */
export async function join(owner: Page, house: House, slug: string, page: Page, person: Person, role: Role): Promise<Person> {
  const secret = (await invite(owner, house, slug, person.email, role)).split('/').pop()!;
  const { first, last, email, password } = person;
  house.secrets.add(password);
  await act(page, 'sign_up', { first_name: first, last_name: last, email, password, terms: 'true', invitation: secret });
  return person;
}

/** A Company with an Owner and one more member, each in a browser. */
interface Pair {
  slug: string;
  owner: Person;
  member: Person;
}

/** A Company of Kevin Flynn in which Ana Alves has this role. */
export async function pair(owners: Page, members: Page, house: House, role: 'Admin' | 'Developer'): Promise<Pair> {
  const owner = await settle(owners, house, person('Kevin Flynn'));
  const slug = await foundCompany(owners, owner, 'Encom');
  const member = await join(owners, house, slug, members, person('Ana Alves'), role);
  return { slug, owner, member };
}
