import { inviteAndAccept } from './support/both_sides.ts';
import { asked } from './support/clients.ts';
import { Film, SIDE } from './support/film.ts';
import { foundCompany, invite, join, person, settle } from './support/people.ts';
import { isLive, open } from './support/page.ts';
import { roleButton } from './support/team.ts';
import { test } from './support/test.ts';

/** Where the README finds them. */
const FOLDER = '../docs/pictures';

test('the pictures of the README', async ({ enter, house }) => {
  const [adas, graces, kevins] = [await enter(), await enter(), await enter()];
  const slug = await foundCompany(adas, await settle(adas, house, person('Ada Lovelace')), 'Acme Inc');
  await join(adas, house, slug, graces, person('Grace Hopper'), 'Admin');
  const kevin = await join(adas, house, slug, kevins, person('Kevin Flynn'), 'Developer');
  await invite(adas, house, slug, 'mara@books.example', 'Billing');

  await adas.setViewportSize({ width: 1280, height: 860 });
  await adas.emulateMedia({ reducedMotion: 'reduce' });
  await open(adas, `/c/${slug}/team`);
  await isLive(adas);
  await roleButton(adas, kevin.name).click();
  await adas.screenshot({ path: `${FOLDER}/dashboard.png` });
  await adas.keyboard.press('Escape');

  await adas.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await open(adas, `/c/${slug}/team`);
  await adas.getByRole('link', { name: 'Invite people' }).click();
  await adas.getByLabel('E-mail addresses').fill('alan@turing.example, ');
  await adas.getByRole('button', { name: 'Remove alan@turing.example' }).waitFor();
  await adas.screenshot({ path: `${FOLDER}/invite.png` });
});

test('the picture of what a client sees', async ({ enter, house }) => {
  const [kevins, anas] = [await enter(), await enter()];
  const { path } = await asked(kevins, house, 'ana@alves-bakery.example');
  await anas.setViewportSize({ width: 1280, height: 1100 });
  await anas.goto(path);
  await anas.screenshot({ path: `${FOLDER}/client.png` });
});

test('the film of a client invite: both sides next to each other', async ({ enter, house }) => {
  const viewport = { viewport: SIDE };
  const [kevins, anas] = [await enter(viewport), await enter(viewport)];
  const film = new Film([
    { who: 'The developer', page: kevins },
    { who: 'The client, who has no account', page: anas },
  ]);
  await inviteAndAccept(kevins, anas, house, 'ana@alves-bakery.example', film);
  await film.develop(await enter(), `${FOLDER}/invite-a-client.webp`);
});
