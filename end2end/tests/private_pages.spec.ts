import type { Story } from '../support/house_of_three.ts';
import { enterAs, looksRight, test, type Ways } from '../support/looks.ts';
import { act } from '../support/people.ts';
import { open } from '../support/page.ts';
import { memberRow, roleButton } from '../support/team.ts';

/** Who looks. */
type Reader = 'owner' | 'admin' | 'developer' | 'stranger' | 'gone' | 'operator';

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
  'a billing contact': ['owner', ({ slug, contact }) => `/c/${slug}/billing/${contact}`],
  'invoices': ['owner', ({ slug, contact }) => `/c/${slug}/billing/${contact}/invoices`],
  'leave, as the last owner': ['owner', ({ slug }) => `/c/${slug}/leave`],
  'leave, as admin': ['admin', ({ slug }) => `/c/${slug}/leave`],
  'what ended with somebody': ['owner', ({ slug, gone }) => `/c/${slug}/departures/${gone.user}`],
  'what ended with me': ['gone', ({ slug, gone }) => `/c/${slug}/departures/${gone.user}`],
  'a recovery under way': ['admin', ({ recovering }) => `/c/${recovering}/recovery`],
  'company, with a recovery under way': ['admin', ({ recovering }) => `/c/${recovering}`],
  'apps, as owner': ['owner', ({ slug }) => `/c/${slug}/apps`],
  'apps, as developer': ['developer', ({ slug }) => `/c/${slug}/apps`],
  'a new app': ['owner', ({ slug }) => `/c/${slug}/apps/new`],
  'an app, as owner': ['owner', ({ slug, app }) => `/c/${slug}/apps/${app}`],
  'an app, as developer': ['developer', ({ slug, app }) => `/c/${slug}/apps/${app}`],
  'settings of an app': ['owner', ({ slug, app }) => `/c/${slug}/apps/${app}/settings`],
  'scaling of an app': ['owner', ({ slug, app }) => `/c/${slug}/apps/${app}/scaling`],
  'billing of an app': ['owner', ({ slug, app }) => `/c/${slug}/apps/${app}/billing`],
  'moving an app': ['owner', ({ slug, app }) => `/c/${slug}/apps/${app}/move`],
  'deleting an app': ['owner', ({ slug, app }) => `/c/${slug}/apps/${app}/delete`],
  'deploy keys': ['developer', ({ slug, app }) => `/c/${slug}/apps/${app}/keys`],
  'activity of an app': ['developer', ({ slug, app }) => `/c/${slug}/apps/${app}/activity`],
  'a trial of my own': ['stranger', ({ trial }) => `/apps/${trial}`],
  'settings of my own trial': ['stranger', ({ trial }) => `/apps/${trial}/settings`],
  'deploy keys of my own trial': ['stranger', ({ trial }) => `/apps/${trial}/keys`],
  'activity of my own trial': ['stranger', ({ trial }) => `/apps/${trial}/activity`],
  'inviting a client': ['owner', ({ slug, app }) => `/c/${slug}/apps/${app}/client`],
  'inviting a client, with problems': [
    'stranger',
    ({ trial }) => `/apps/${trial}/client`,
    async ({ page }) => {
      await page.getByLabel('Client’s e-mail address').fill('ana@');
      await page.getByRole('button', { name: 'Send request' }).click();
      await page.getByText('There is a problem').waitFor();
    },
  ],
  'a client invited, what they see, and the list': [
    'owner',
    ({ slug }) => `/c/${slug}/requests`,
    async ({ page, story }) => {
      const { slug } = story;
      const app = (await act(page, 'start_trial', { slug, app_name: `asked-${slug}` })) as string;
      await act(page, 'send_request', { app, email: 'ana@alves-bakery.example', note: 'It is ready.' });
      await open(page, `/c/${slug}/apps/${app}/client`);
      await looksRight(page, 'private a client invited');
      await open(page, `/c/${slug}/apps/${app}/client/preview`);
      await looksRight(page, 'private what a client sees');
      await open(page, `/c/${slug}/requests`);
    },
  ],
  'a new trial of my own': ['owner', () => '/apps/new'],
  'activity': ['owner', ({ slug }) => `/c/${slug}/activity`],
  'company settings': ['owner', ({ slug }) => `/c/${slug}/settings`],
  'deleting a company': ['owner', ({ slug }) => `/c/${slug}/delete`],
  'my keys': ['developer', () => '/account/keys'],
  'proof of a key': ['developer', ({ key }) => `/account/keys/${key}`],
  'my second factor': ['developer', () => '/account/security'],
  'setting up a second factor': [
    'stranger',
    () => '/account/security',
    ({ page }) => page.getByRole('button', { name: 'Set up a second factor' }).click(),
  ],
  'my notifications': ['developer', () => '/account/notifications'],
  'my tokens': ['developer', () => '/account/tokens'],
  'my activity': ['developer', () => '/account/activity'],
  'a copy of my data': ['developer', () => '/account/export'],
  'closing my account': ['owner', () => '/account/close'],
  'operator': ['operator', () => '/operator'],
  'operator, settings': ['operator', () => '/operator/settings'],
  'operator, price list': ['operator', () => '/operator/plans'],
  'operator, companies': ['operator', () => '/operator/companies'],
  'operator, a company': ['operator', ({ slug }) => `/operator/companies/${slug}`],
  'operator, apps': ['operator', () => '/operator/apps'],
  'operator, recoveries': ['operator', () => '/operator/recoveries'],
  'operator, invoices': ['operator', () => '/operator/invoices'],
  'operator, outbox': ['operator', () => '/operator/outbox'],
  'a company of others': ['stranger', ({ slug }) => `/c/${slug}`],
};

for (const [name, [reader, path, prepare]] of Object.entries(PRIVATE)) {
  test(`private: ${name}`, async ({ enter, house, story }) => {
    const page = await enter({ allows: [403, 404, 422] });
    await enterAs(page, story[reader]);
    await open(page, path(story));
    await prepare?.({ page, house, story });
    await looksRight(page, `private ${name}`);
  });
}
