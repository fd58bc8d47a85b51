import { asked, fillAddress } from '../support/clients.ts';
import { guard } from '../support/codes.ts';
import type { House } from '../support/house.ts';
import type { Story } from '../support/house_of_three.ts';
import { enterAs, looksRight, test, type Ways } from '../support/looks.ts';
import { act, invite, person, settle } from '../support/people.ts';
import { linkIn } from '../support/post.ts';
import { expect, type Page } from '../support/test.ts';

const POST_LINK = 'Mail me the link';

/** Pages without script: how one gets there. */
const PUBLIC: Record<string, (ways: Ways) => Promise<unknown>> = {
  'sign up': ({ page }) => page.goto('/signup'),
  'sign up, with problems': async ({ page }) => {
    await page.goto('/signup');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByText('There is a problem').waitFor();
  },
  'sign in': ({ page }) => page.goto('/login'),
  'the code of a second factor': async ({ page, house }) => {
    const ada = await settle(page, house, person('Ada'));
    await guard(page);
    await page.context().clearCookies();
    await enterAs(page, ada);
    await page.goto('/login/code');
    await page.getByText('Enter your code').waitFor();
  },
  'ask for a link': ({ page }) => page.goto('/login/link'),
  'a link is on its way': async ({ page }) => {
    await page.goto('/login/link');
    await page.getByLabel('E-mail address').fill(person('Nobody').email);
    await page.getByRole('button', { name: POST_LINK }).click();
    await page.getByText('Look into your mail').waitFor();
  },
  'sign in by link': async ({ page, house }) => {
    const ada = await settle(page, house, person('Ada'));
    await page.context().clearCookies();
    await act(page, 'ask_sign_in_link', { email: ada.email });
    await page.goto(linkIn(await house.post.waitForMail(ada.email, 'Your sign-in link')));
  },
  'ask for a new password': ({ page }) => page.goto('/reset'),
  'choose a new password': async ({ page, house }) => {
    const ada = await settle(page, house, person('Ada'));
    await page.context().clearCookies();
    await act(page, 'ask_reset', { email: ada.email });
    await page.goto(linkIn(await house.post.waitForMail(ada.email, 'Choose a new password')));
  },
  'confirm, confirmed, and used': async ({ page, house }) => {
    const { first, last, email, password } = person('Ada');
    await act(page, 'sign_up', { first_name: first, last_name: last, email, password, terms: 'true' });
    const link = linkIn(await house.post.waitForMail(email, 'Confirm your e-mail address'));
    await page.goto(link);
    await looksRight(page, 'confirm');
    await page.getByRole('button', { name: 'Confirm address' }).click();
    await page.getByText('Your address is confirmed').waitFor();
    await looksRight(page, 'confirmed');
    await page.goto(link);
  },
  'an invitation, to somebody new': async ({ page, house, story }) => {
    const link = await fromOwner(page, house, story, person('Ada').email);
    await page.context().clearCookies();
    await page.goto(link);
  },
  'an invitation, to sign in for': async ({ page, house, story }) => {
    const ada = await settle(page, house, person('Ada'));
    const link = await fromOwner(page, house, story, ada.email);
    await page.context().clearCookies();
    await page.goto(link);
  },
  'an invitation, to accept': async ({ page, house, story }) => {
    const ada = await settle(page, house, person('Ada'));
    const link = await fromOwner(page, house, story, ada.email);
    await enterAs(page, ada);
    await page.goto(link);
  },
  'an invitation, for another account; declined, and gone': async ({ page, house, story }) => {
    const link = await fromOwner(page, house, story, person('Ada').email);
    await enterAs(page, story.stranger);
    await page.goto(link);
    await looksRight(page, 'invitation for another account');
    await page.context().clearCookies();
    await page.goto(link);
    await page.getByRole('button', { name: 'Decline invitation' }).click();
    await page.getByText('You declined the invitation').waitFor();
    await looksRight(page, 'invitation declined');
    await page.goto(link);
  },
  'a payment request, to somebody new': async ({ page, house }) => {
    const { path } = await asked(page, house, person('Ana').email);
    await page.context().clearCookies();
    await page.goto(path);
  },
  'a payment request, with problems': async ({ page, house }) => {
    const { path } = await asked(page, house, person('Ana').email);
    await page.context().clearCookies();
    await page.goto(path);
    await page.getByRole('button', { name: /^Accept and pay/ }).click();
    await page.getByText('There is a problem').waitFor();
  },
  'a payment request, to sign in for, and to accept': async ({ page, house, story }) => {
    const { path } = await asked(page, house, story.owner.email);
    await page.context().clearCookies();
    await page.goto(path);
    await looksRight(page, 'public a payment request, to sign in for');
    await enterAs(page, story.owner);
    await page.goto(path);
  },
  'a payment request, handed over': async ({ page, house }) => {
    const { app } = await asked(page, house, person('Ana').email);
    await page.goto(`/apps/${app}/client`);
    await page.getByRole('button', { name: 'Copy link' }).click();
    const link = await page.locator('.code-line__text').innerText();
    await looksRight(page, 'private a copied link of a payment request');
    await page.goto(link);
    await looksRight(page, 'public a payment request, for another account');
    await page.context().clearCookies();
    await page.goto(link);
  },
  'a payment request, declined, and gone': async ({ page, house }) => {
    const { path } = await asked(page, house, person('Ana').email);
    await page.context().clearCookies();
    await page.goto(path);
    await page.getByText('Decline', { exact: true }).click();
    await page.getByRole('button', { name: 'Decline request' }).click();
    await page.getByText('You declined the request').waitFor();
    await looksRight(page, 'public a payment request, declined');
    await page.goto(path);
  },
  'a payment request, done': async ({ page, house }) => {
    const { path } = await asked(page, house, person('Ana').email);
    await page.context().clearCookies();
    await page.goto(path);
    await fillAddress(page);
    await page.getByRole('button', { name: /^Accept and pay/ }).click();
    await page.getByText('Set a password').first().waitFor();
  },
  'nothing here': ({ page }) => page.goto('/nowhere'),
};

for (const [name, go] of Object.entries(PUBLIC)) {
  test(`public: ${name}`, async ({ enter, house, story }) => {
    const page = await enter({ allows: [404, 410, 422] });
    const fetched: string[] = [];
    page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
    await go({ page, house, story });
    await looksRight(page, `public ${name}`);
    // But for the few lines that ask a device for a passkey or the browser where it is, and those of the sender's page on
    // the way to the client's.
    const programs = fetched.filter((path) => /\.(js|wasm)$/.test(path) && !['/passkey.js', '/zone.js', '/follow.js'].includes(path));
    expect(programs, 'no program is loaded').toEqual([]);
    expect(await page.locator('script:not([src="/passkey.js"], [src="/zone.js"])').count(), 'scripts').toBe(0);
  });
}

/** Has the Owner invite somebody; the browser stays nobody's. */
async function fromOwner(page: Page, house: House, story: Story, email: string): Promise<string> {
  await page.context().clearCookies();
  await enterAs(page, story.owner);
  const link = await invite(page, house, story.slug, email, 'Admin');
  await page.context().clearCookies();
  return link;
}
