import { appTab, row } from '../support/apps.ts';
import { looksRight } from '../support/looks.ts';
import { act, person, settle } from '../support/people.ts';
import { mark, sameDocument } from '../support/page.ts';
import { Laptop } from '../support/push.ts';
import { expect, test } from '../support/test.ts';

// The demo opens git over SSH on a free port, and serves its Apps below localhost.
test.use({ demo: true });

const SHOP = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title><h1>';

test('from a key to a page that visitors see, and back to the page before', async ({ enter, house }) => {
  test.slow();
  // A visitor's browser asks for an icon that nobody has pushed.
  const [page, visitor, plain] = [await enter({ allows: [422] }), await enter({ allows: [404] }), await enter({ javaScriptEnabled: false })];
  const kevin = await settle(page, house, person('Kevin'));
  await act(plain, 'sign_in', { email: kevin.email, password: kevin.password });
  const app = `shop-${kevin.email.replace(/\D/g, '')}`;
  await act(page, 'start_personal_trial', { app_name: app });
  const laptop = await Laptop.open();
  const address = house.url.replace('//', `//${app}.`);

  await test.step('a list of keys: the good one is added, the other one stays with its reason', async () => {
    await page.goto('/account/keys');
    await page.getByLabel('Public keys').fill(`${laptop.key}\nssh-dss AAAAB3Nza old`);
    await page.getByRole('button', { name: 'Add these keys' }).click();
    await expect(page.getByText('1 key was added.')).toBeVisible();
    await expect(page.getByText(/^Line 2: keys of this kind/)).toBeVisible();
    await expect(page.getByLabel('Public keys')).toHaveValue('ssh-dss AAAAB3Nza old');
    await looksRight(page, 'keys, after an import');
  });

  const remote = await test.step('the page of the code says how, and who may', async () => {
    await page.goto(`/apps/${app}/code`);
    const clone = await page.getByText(/^git clone ssh:/).textContent();
    await expect(row(page, 'Began it')).toContainText('has a key');
    return clone!.replace('git clone ', '');
  });

  await test.step('a push shows on an open page, and to visitors', async () => {
    await page.goto(`/apps/${app}/releases`);
    await expect(page.getByRole('heading', { name: 'Nothing has been published yet' })).toBeVisible();
    await mark(page);
    expect(await laptop.push(remote, 'index.html', `${SHOP}One</h1></html>`)).toContain('Release 1 is live');
    await expect(row(page, 'Release 1')).toContainText('Live');
    expect(await laptop.push(remote, 'index.html', `${SHOP}Two</h1></html>`)).toContain('Release 2 is live');
    await expect(row(page, 'Release 2')).toContainText('Live');
    await expect(page.locator('[data-news]')).toHaveText('Release 2 is live.');
    await sameDocument(page);
    await visitor.goto(address);
    await expect(visitor.getByRole('heading', { name: 'Two' })).toBeVisible();
  });

  for (const [reader, release, heading] of [[page, 1, 'One'], [plain, 2, 'Two']] as const) {
    await test.step(`back to release ${release}, ${reader === plain ? 'without' : 'with'} script`, async () => {
      await reader.goto(`/apps/${app}/releases`);
      await reader.getByRole('link', { name: `Roll back to release ${release}` }).click();
      await reader.getByRole('button', { name: 'Roll back' }).click();
      await expect(reader.getByText(`Visitors see release ${release} now.`)).toBeVisible();
      // Files are kept for an hour, as the settings say; whoever reloads asks again.
      await visitor.goto(address);
      await visitor.reload();
      await expect(visitor.getByRole('heading', { name: heading })).toBeVisible();
    });
  }

  await test.step('everything looks right', async () => {
    await looksRight(page, 'releases');
    await appTab(page, app, 'Code').click();
    await looksRight(page, 'code');
    await page.goto(`/apps/${app}/settings`);
    await page.getByRole('textbox', { name: 'Headers' }).fill('/* X-Robots-Tag: noindex\n/* Set-Cookie: a=b');
    await page.getByRole('button', { name: 'Save headers' }).click();
    await expect(page.getByText(/Line 2: Warren says this itself/).first()).toBeVisible();
    await page.getByRole('textbox', { name: 'Headers' }).fill('/* X-Robots-Tag: noindex');
    await page.getByRole('button', { name: 'Save headers' }).click();
    await expect(page.getByText('The headers were saved.')).toBeVisible();
    expect((await visitor.reload())!.headers()['x-robots-tag']).toBe('noindex');
    await looksRight(page, 'settings, with headers');
  });
  laptop.close();
});

test('the shop of the demo is published', async ({ enter, house }) => {
  const visitor = await enter();
  await visitor.goto(house.url.replace('//', '//acme-shop.'));
  await expect(visitor.getByRole('heading', { level: 1 })).toBeVisible();
  await looksRight(visitor, 'shop of the demo');
  await visitor.getByRole('link', { name: 'See the anvils' }).click();
  await looksRight(visitor, 'anvils of the demo');
});
