import type { Locator } from '@playwright/test';
import { ADDRESS, withTrial } from './clients.ts';
import type { House } from './house.ts';
import { KEY, Klm, type Camera } from './klm.ts';
import { ACCEPT } from './pay.ts';
import { linkIn } from './post.ts';
import { expect, type Page } from './test.ts';

/** What both sides of a client invite did. */
interface BothSides {
  developer: Klm;
  client: Klm;
  /** How many fields the client had before them. */
  fields: number;
  /** Where the mailed link led. */
  path: string;
  /** The documents that were loaded from there to the end. */
  loads: string[];
}

/** A developer invites a client, who opens the mail and accepts, both the shortest way there is. */
export async function inviteAndAccept(
  kevins: Page,
  anas: Page,
  house: House,
  email: string,
  camera?: Camera,
  pays: 'by transfer' | 'by card' = 'by transfer',
): Promise<BothSides> {
  const { app } = await withTrial(kevins, house);
  await kevins.goto(`/apps/${app}`);
  const developer = new Klm(kevins, KEY.developer, camera);
  await developer.look();
  await developer.click(kevins.getByRole('link', { name: 'Invite a client' }));
  await developer.typeAndEnter(kevins.getByLabel('Client’s e-mail address'), email);
  await expect(kevins.getByRole('heading', { name: `Sent to ${email}` })).toBeVisible();
  await developer.look();

  const mail = await house.post.waitForMail(email, /asks you to take over/);
  const path = new URL(linkIn(mail)).pathname;
  await anas.setContent(mail.html);
  const client = new Klm(anas, KEY.client, camera);
  await client.look();
  await client.click(anas.locator(`a[href="${linkIn(mail)}"]`).first());
  const form = anas.locator('form[action="?/accept_request"]');
  await form.waitFor();
  await client.look();
  const fields = await visibleFields(form);
  const loads = documents(anas);
  await client.autofill(form, ADDRESS);
  if (pays === 'by card') await client.click(form.getByRole('radio', { name: /^Card/ }));
  await client.click(form.getByRole('button', { name: ACCEPT }));
  if (pays === 'by card') {
    await client.look();
    await client.click(anas.getByRole('button', { name: 'Save this card' }));
  }
  await expect(anas.getByRole('heading', { level: 1 })).toHaveText(`Done. You own ${app}.`);
  await client.look();
  return { developer, client, fields, path, loads: loads() };
}

/** As long as addresses are (ux.md 2.3). */
export const newAddress = (): string => `ana${String(Date.now()).slice(-6)}@acme.example`;

/** Both sides need no more than the brief promises. */
export function withinTheBudget(what: string, { developer, client, fields }: BothSides): void {
  const sum = developer.seconds + client.seconds;
  console.log(`KLM ${what}: developer: ${developer}; client: ${client}; both ${sum.toFixed(1)} s; ${fields} fields`);
  expect(developer.clicks, 'clicks of the developer').toBeLessThanOrEqual(2);
  expect(developer.fields, 'fields the developer types').toBe(1);
  expect(client.clicks, 'clicks of the client').toBeLessThanOrEqual(6);
  expect(fields, 'fields of the client').toBeLessThanOrEqual(9);
  expect(sum, 'seconds of both').toBeLessThanOrEqual(35);
}

/** How many fields of the form are there to be filled in. None of them is a password; of several radios one is chosen. */
async function visibleFields(form: Locator): Promise<number> {
  await expect(form.locator('input[type="password"]')).toHaveCount(0);
  const radios = await form.locator('input[type="radio"]').evaluateAll((all) => all.map((one) => one.getAttribute('name')));
  return (await form.locator(':is(input:not([type="hidden"], [type="radio"]), select, textarea)').count()) + new Set(radios).size;
}

/** The documents that are asked for from now on. */
function documents(page: Page): () => string[] {
  const seen: string[] = [];
  page.on('request', (request) => {
    const isDocument = request.isNavigationRequest() && request.frame() === page.mainFrame();
    if (isDocument) seen.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  return () => seen;
}
