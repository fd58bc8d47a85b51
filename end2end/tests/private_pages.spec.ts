import type { Story } from '../support/house_of_three.ts';
import { enterAs, looksRight, test, type Ways } from '../support/looks.ts';
import { hydrated } from '../support/page.ts';
import { memberRow, roleButton } from '../support/team.ts';

/** Who looks. */
type Reader = 'owner' | 'admin' | 'developer' | 'stranger';

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
  'a new billing contact': ['owner', ({ slug }) => `/c/${slug}/billing/new`],
  'leave, as the last owner': ['owner', ({ slug }) => `/c/${slug}/leave`],
  'leave, as admin': ['admin', ({ slug }) => `/c/${slug}/leave`],
  'a company of others': ['stranger', ({ slug }) => `/c/${slug}`],
};

for (const [name, [reader, path, prepare]] of Object.entries(PRIVATE)) {
  test(`private: ${name}`, async ({ enter, house, story }) => {
    const page = await enter({ allows: [403, 404, 422] });
    await enterAs(page, story[reader]);
    await page.goto(path(story));
    // Still pages bring no script.
    if (!/\/billing/.test(path(story))) await hydrated(page);
    await prepare?.({ page, house, story });
    await looksRight(page, `private ${name}`);
  });
}
