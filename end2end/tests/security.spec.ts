import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { row, unfold } from '../support/apps.ts';
import { codeOf } from '../support/codes.ts';
import { open } from '../support/page.ts';
import { person, settle } from '../support/people.ts';
import { expect, test } from '../support/test.ts';

test('an SSH key is compared, added, proven with ssh-keygen, and removed', async ({ enter, house }) => {
  const page = await enter({ allows: [422] });
  const kevin = await settle(page, house, person('Kevin Flynn'));
  const folder = mkdtempSync(join(tmpdir(), 'warren-key-'));
  try {
    const file = join(folder, 'key');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'flynn@laptop', '-f', file]);
    const [, fingerprint] = execFileSync('ssh-keygen', ['-l', '-f', `${file}.pub`]).toString().split(' ');

    await open(page, '/account/keys');
    const add = page.getByRole('region', { name: 'Add a key' });
    await add.getByLabel('Public key').fill(readFileSync(`${file}.pub`, 'utf8'));
    await add.getByRole('button', { name: 'Look at the key' }).click();
    await expect(add.getByText(fingerprint!)).toBeVisible();
    await expect(add.getByLabel('Name')).toHaveValue('flynn@laptop');
    await add.getByRole('button', { name: 'Add this key' }).click();
    await expect(page.getByText('The key was added.')).toBeVisible();
    await house.post.waitForMail(kevin.email, /key/i);

    await page.getByRole('link', { name: 'Prove that you have flynn@laptop' }).click();
    await page.getByLabel('Signature').fill('-----BEGIN SSH SIGNATURE-----\nnothing\n-----END SSH SIGNATURE-----');
    await page.getByRole('button', { name: 'Check the signature' }).click();
    await expect(page.getByRole('heading', { name: 'There is a problem' })).toBeVisible();
    // The command as it stands on the page, with the path of the key as it asks for.
    const command = (await page.locator('pre').innerText()).replace('KEY', file);
    const signature = execFileSync('sh', ['-c', command]).toString();
    await page.getByLabel('Signature').fill(signature);
    await page.getByRole('button', { name: 'Check the signature' }).click();
    await expect(page.getByText('You proved that you have flynn@laptop.')).toBeVisible();
    await page.getByRole('link', { name: 'Back to your keys' }).click();
    await expect(row(page, 'flynn@laptop')).toContainText('Proven');

    await unfold(page, 'Remove flynn@laptop');
    await page.getByRole('button', { name: 'Remove key flynn@laptop' }).click();
    await expect(page.getByRole('heading', { name: 'No key yet' })).toBeVisible();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a token works as far as it may, until it is revoked', async ({ enter, house }) => {
  const page = await enter({ allows: [422] });
  await settle(page, house, person('Kevin Flynn'));
  await open(page, '/account/tokens');
  await page.getByRole('button', { name: 'Make token' }).click();
  await expect(page.getByRole('heading', { name: 'There is a problem' })).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill('deploy robot');
  await page.getByRole('checkbox', { name: /^read / }).check();
  await page.getByLabel('Last day').fill(new Date(Date.now() + 864e5).toISOString().slice(0, 10));
  await page.getByRole('button', { name: 'Make token' }).click();
  await expect(page.getByText('deploy robot is made.')).toBeVisible();
  const secret = await page.locator('code').filter({ hasText: /^wrn_/ }).innerText();
  house.secrets.add(secret);
  const asks = async () => (await fetch(`${house.url}/api/v1/account`, { headers: { Authorization: `Bearer ${secret}` } })).status;
  expect(await asks()).toBe(200);

  await open(page, '/account/tokens');
  expect(await page.content(), 'shown this once').not.toContain(secret);
  await unfold(page, 'Revoke deploy robot');
  await page.getByRole('button', { name: 'Revoke token deploy robot' }).click();
  await expect(row(page, 'deploy robot')).toHaveCount(0);
  expect(await asks()).toBe(401);
});

test('a second factor is turned on, asked for, replaced by a recovery code, and turned off', async ({ enter, house }) => {
  const page = await enter({ allows: [422] });
  const kevin = await settle(page, house, person('Kevin Flynn'));
  await open(page, '/account/security');
  await page.getByRole('button', { name: 'Set up a second factor' }).click();
  await expect(page.getByRole('img', { name: 'The secret as a picture' })).toBeVisible();
  const secret = await page.locator('main code').innerText();
  await page.getByLabel('Code').fill(codeOf(secret));
  await page.getByRole('button', { name: 'Turn on the second factor' }).click();
  const codes = await page.getByRole('status').getByRole('listitem').allInnerTexts();
  expect(codes).toHaveLength(10);
  await house.post.waitForMail(kevin.email, /second factor/i);

  await page.getByRole('button', { name: kevin.name }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByLabel('E-mail address').fill(kevin.email);
  await page.getByLabel('Password', { exact: true }).fill(kevin.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Enter your code' })).toBeVisible();
  await page.goto('/account/security');
  await expect(page, 'the password alone opens nothing').toHaveURL(/\/login/);
  await page.goto('/login/code');
  await page.getByLabel('Code').fill('000 000');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'There is a problem' })).toBeVisible();
  await page.getByLabel('Code').fill(codes[0]!);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Your companies' })).toBeVisible();

  await open(page, '/account/security');
  await expect(page.getByText('Recovery codes left: 9.')).toBeVisible();
  const off = page.locator('form').filter({ has: page.getByRole('button', { name: 'Turn off the second factor' }) });
  await off.getByLabel('Code').fill(codes[1]!);
  await off.getByRole('button').click();
  await expect(page.getByRole('button', { name: 'Set up a second factor' })).toBeVisible();
});
