import { foundCompany, join, person, settle, type Role } from './support/people.ts';
import { isLive, open } from './support/page.ts';
import { roleButton } from './support/team.ts';
import { expect, test, type Page } from './support/test.ts';

/** How often the role is changed. */
const ROUNDS = 50;

test('from the click on a role to the paint, here and in another browser', async ({ enter, house }) => {
  const [kevins, graces, anas] = [await enter(), await enter(), await enter()];
  const slug = await foundCompany(kevins, await settle(kevins, house, person('Kevin Flynn')), 'Encom');
  await join(kevins, house, slug, graces, person('Grace Hopper'), 'Admin');
  const { name } = await join(kevins, house, slug, anas, person('Ana Alves'), 'Developer');
  for (const page of [kevins, graces]) {
    await open(page, `/c/${slug}/team`);
    await isLive(page);
  }

  const [here, there]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const role: Role = round % 2 ? 'Developer' : 'Admin';
    const clicked = nextClick(kevins);
    const painted = [kevins, graces].map((page) => paint(page, `Role of ${name}: ${role}`));
    await roleButton(kevins, name).click();
    await kevins.getByRole('menu', { name: `Role of ${name}` }).getByRole('menuitemradio', { name: new RegExp(`^${role}`) }).click();
    const begin = await clicked;
    const [local, remote] = await Promise.all(painted);
    here.push(local! - begin);
    there.push(remote! - begin);
    await expect(kevins.locator('tr[aria-busy=true]')).toHaveCount(0);
  }
  console.log(JSON.stringify({ rounds: ROUNDS, here: summary(here), there: summary(there), unit: 'ms' }));
});

/** When somebody clicks on an item of a menu next, on the clock that all browsers share. */
function nextClick(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((done) => {
        const look = (event: Event) => {
          if (!(event.target as Element).closest('[role=menuitemradio]')) return;
          removeEventListener('click', look, true);
          done(performance.timeOrigin + event.timeStamp);
        };
        addEventListener('click', look, true);
      }),
  );
}

/** When a button with these words has been painted. */
function paint(page: Page, words: string): Promise<number> {
  return page.evaluate(
    (words) =>
      new Promise<number>((done) => {
        const look = () => {
          const all = [...document.querySelectorAll('button')];
          if (!all.some((button) => button.textContent?.replace(/\s+/g, ' ').includes(words))) return;
          observer.disconnect();
          // The next task after the next frame begins when that frame is on its way to the screen.
          requestAnimationFrame(() => setTimeout(() => done(performance.timeOrigin + performance.now())));
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { childList: true, characterData: true, subtree: true });
      }),
    words,
  );
}

function summary(values: number[]): { median: number; p95: number; max: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!);
  return { median: at(0.5), p95: at(0.95), max: at(1) };
}
