import { row, unfold } from '../support/apps.ts';
import { asked, fillAddress } from '../support/clients.ts';
import { looksRight } from '../support/looks.ts';
import { foundCompany, person, settle } from '../support/people.ts';
import { expect, test, type Page } from '../support/test.ts';

/** Gives the browser a device that keeps passkeys and always recognises its person. Answers how to have it refuse. */
async function withDevice(page: Page): Promise<(willing: boolean) => Promise<unknown>> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return (willing) => session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: willing });
}

async function signOut(page: Page): Promise<void> {
  await page.context().clearCookies();
  await page.goto('/login');
}

test('a passkey is created, signs in, confirms a dangerous act, and is removed', async ({ enter, house }) => {
  const page = await enter({ allows: [404, 422] });
  const recognises = await withDevice(page);
  const kevin = await settle(page, house, person('Kevin Flynn'));
  const slug = await foundCompany(page, kevin, 'Encom');

  await page.goto('/account');
  const passkeys = page.getByRole('region', { name: 'Passkeys' });
  await recognises(false);
  await passkeys.getByRole('button', { name: 'Create a passkey' }).click();
  await expect(passkeys.getByRole('alert')).toContainText('That did not work, or you stopped it.');
  await recognises(true);
  await passkeys.getByLabel('Name').fill('Flynn’s laptop');
  await looksRight(page, 'passkeys a page that offers one');
  await passkeys.getByRole('button', { name: 'Create a passkey' }).click();
  await expect(passkeys.getByText('Your passkey is created.')).toBeVisible();
  await expect(row(passkeys, 'Flynn’s laptop')).toContainText('Never used');
  await looksRight(page, 'passkeys a page with one');
  await house.post.waitForMail(kevin.email, 'A passkey was added to your account');
  // The device does not keep two for the same person.
  await passkeys.getByRole('button', { name: 'Create a passkey' }).click();
  await expect(passkeys.getByRole('alert')).toBeVisible();

  await signOut(page);
  await looksRight(page, 'passkeys signing in');
  await page.goto(`/login?next=/c/${slug}/delete`);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Delete Encom');

  await test.step('what is guarded asks for the passkey or the password', async () => {
    await house.forgetProofs();
    await page.reload();
    await page.getByLabel('Name of the company').fill('Encom');
    await looksRight(page, 'passkeys a dangerous act');
    await page.getByRole('button', { name: 'Confirm with a passkey instead' }).click();
    await expect(page.getByText('It is you. Go on within ten minutes.')).toBeVisible();
    await expect(page.getByLabel('Your password')).toBeHidden();
    await page.getByRole('button', { name: 'Delete Encom' }).click();
    await house.post.waitForMail(kevin.email, /Encom/);
    await page.goto(`/c/${slug}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not found');
  });

  await test.step('and where a page asks for it alone, it is shown anew', async () => {
    await house.forgetProofs();
    await page.goto('/account/tokens');
    await page.getByRole('button', { name: 'Confirm with a passkey instead' }).click();
    await expect(page.getByRole('button', { name: 'Make token' })).toBeVisible();
  });

  await page.goto('/account');
  await expect(row(passkeys, 'Flynn’s laptop')).toContainText('Last used');
  await unfold(passkeys, 'Remove Flynn’s laptop');
  await passkeys.getByRole('button', { name: 'Remove passkey Flynn’s laptop' }).click();
  await expect(passkeys.getByText('You have none yet.')).toBeVisible();
  await house.post.waitForMail(kevin.email, 'A passkey was removed from your account');

  await signOut(page);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByText('This passkey does not work here')).toBeVisible();
});

test('a client who has paid without an account creates a passkey', async ({ enter, house }) => {
  const page = await enter();
  const email = person('Ana').email;
  const { path } = await asked(page, house, email);
  await page.context().clearCookies();
  await withDevice(page);
  await page.goto(path);
  await fillAddress(page);
  await page.getByRole('button', { name: /^Accept and pay/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Done. You own');
  await looksRight(page, 'passkeys a client who is done');
  await page.getByRole('button', { name: 'Create a passkey' }).click();
  await expect(page.getByText('Your passkey is created.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Set password' })).toHaveCount(0);

  await signOut(page);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));
});

test('without script nothing of passkeys is shown', async ({ enter, house }) => {
  const page = await enter({ javaScriptEnabled: false });
  await page.goto('/login');
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toHaveCount(0);
  await settle(page, house, person('Ada'));
  await page.goto('/account');
  await expect(page.getByRole('button', { name: 'Create a passkey' })).toHaveCount(0);
});
