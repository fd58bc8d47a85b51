import { accessible, atRest, hydrated, largeTargets, noSidewaysScroll } from '../support/page.ts';
import { tell, type Story } from '../support/house_of_three.ts';
import { act, invite, person, settle } from '../support/people.ts';
import { linkIn } from '../support/post.ts';
import { memberRow, roleButton } from '../support/team.ts';
import { expect, somewhere, test as base, type Page } from '../support/test.ts';
import type { House } from '../support/house.ts';

const test = base.extend<object, { story: Story }>({
  story: [
    async ({ browser, house }, use) => {
      const context = await browser.newContext({ baseURL: house.url, extraHTTPHeaders: somewhere() });
      const story = await tell(house, await context.newPage());
      await context.close();
      await use(story);
    },
    { scope: 'worker' },
  ],
});

/** What a page needs to be shown. */
interface Ways {
  page: Page;
  house: House;
  story: Story;
}

/** Who looks. */
type Reader = 'owner' | 'admin' | 'developer' | 'stranger';

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
  'nothing here': ({ page }) => page.goto('/nowhere'),
};

/** Pages behind the sign-in: who looks, where, and what is opened there. */
const PRIVATE: Record<string, [Reader, (story: Story) => string, ((ways: Ways) => Promise<unknown>)?]> = {
  'overview without a company': ['stranger', () => '/'],
  'overview': ['owner', () => '/'],
  'account': ['owner', () => '/account'],
  'account menu': ['owner', () => '/', ({ page, story }) => page.getByRole('button', { name: story.owner.name }).click()],
  'switcher': ['owner', () => '/', ({ page }) => page.getByRole('button', { name: 'Companies' }).click()],
  'new company': ['owner', () => '/companies/new'],
  'new company, with problems': [
    'owner',
    () => '/companies/new',
    async ({ page }) => {
      await page.getByRole('button', { name: 'Set up company' }).click();
      await page.getByText('There is a problem').waitFor();
    },
  ],
  'company, as owner': ['owner', ({ slug }) => `/c/${slug}`],
  'company, as developer': ['developer', ({ slug }) => `/c/${slug}`],
  'team, as owner': ['owner', ({ slug }) => `/c/${slug}/team`],
  'team, as admin': ['admin', ({ slug }) => `/c/${slug}/team`],
  'team, as developer': ['developer', ({ slug }) => `/c/${slug}/team`],
  'role menu, as owner': [
    'owner',
    ({ slug }) => `/c/${slug}/team`,
    ({ page, story }) => roleButton(page, story.developer.name).click(),
  ],
  'role menu, as admin': [
    'admin',
    ({ slug }) => `/c/${slug}/team`,
    ({ page, story }) => roleButton(page, story.developer.name).click(),
  ],
  'dismiss': [
    'owner',
    ({ slug }) => `/c/${slug}/team`,
    ({ page, story }) => memberRow(page, story.developer.name).getByRole('link', { name: /^Dismiss/ }).click(),
  ],
  'invite dialog': [
    'owner',
    ({ slug }) => `/c/${slug}/team`,
    async ({ page }) => {
      await page.getByRole('link', { name: 'Invite people' }).click();
      await page.getByLabel('E-mail addresses').fill('ada@burrows.example, somebody@, grace@burrows.example');
      await page.getByRole('button', { name: 'Remove somebody@' }).waitFor();
    },
  ],
  'invite page, as admin': ['admin', ({ slug }) => `/c/${slug}/team/invite`],
  'invite page, as developer': ['developer', ({ slug }) => `/c/${slug}/team/invite`],
  'billing': ['owner', ({ slug }) => `/c/${slug}/billing`],
  'billing, as developer': ['developer', ({ slug }) => `/c/${slug}/billing`],
  'leave, as the last owner': ['owner', ({ slug }) => `/c/${slug}/leave`],
  'leave, as admin': ['admin', ({ slug }) => `/c/${slug}/leave`],
  'a company of others': ['stranger', ({ slug }) => `/c/${slug}`],
};

for (const [name, go] of Object.entries(PUBLIC)) {
  test(`public: ${name}`, async ({ enter, house, story }) => {
    const page = await enter({ allows: [404, 410, 422] });
    const fetched: string[] = [];
    page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
    await go({ page, house, story });
    await looksRight(page, `public ${name}`);
    expect(fetched.filter((path) => /\.(js|wasm)$/.test(path)), 'no program is loaded').toEqual([]);
    expect(await page.locator('script').count(), 'scripts').toBe(0);
  });
}

for (const [name, [reader, path, prepare]] of Object.entries(PRIVATE)) {
  test(`private: ${name}`, async ({ enter, house, story }) => {
    const page = await enter({ allows: [403, 404, 422] });
    await enterAs(page, story[reader]);
    await page.goto(path(story));
    await hydrated(page);
    await prepare?.({ page, house, story });
    await looksRight(page, `private ${name}`);
  });
}

/** In both themes, wide and narrow: accessible, large enough, not too wide. Takes a picture of each for people. */
async function looksRight(page: Page, name: string): Promise<void> {
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const what = `(${name}, ${colorScheme}, ${width})`;
      const file = `${name} ${colorScheme} ${width}`.replace(/\W+/g, '-');
      await page.screenshot({ path: `test-results/pages/${file}.png`, fullPage: true });
      // The dark theme has other colours and nothing else.
      await accessible(page, what, colorScheme === 'dark' ? 'colours' : 'all');
      if (colorScheme === 'dark') continue;
      await noSidewaysScroll(page, what);
      await largeTargets(page, what);
      await atRest(page, what);
    }
  }
}

async function enterAs(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await act(page, 'sign_in', { email, password });
}

/** Has the Owner invite somebody; the browser stays nobody's. */
async function fromOwner(page: Page, house: House, story: Story, email: string): Promise<string> {
  await page.context().clearCookies();
  await enterAs(page, story.owner);
  const link = await invite(page, house, story.slug, email, 'Admin');
  await page.context().clearCookies();
  return link;
}
