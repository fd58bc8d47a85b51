import type { House } from './house.ts';
import { tell, type Story } from './house_of_three.ts';
import { accessible, atRest, largeTargets, noSidewaysScroll } from './page.ts';
import { act } from './people.ts';
import { somewhere, test as base, type Page } from './test.ts';

/** Tests that look at pages of a house in which something has happened already. */
export const test = base.extend<object, { story: Story }>({
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
export interface Ways {
  page: Page;
  house: House;
  story: Story;
}

/** In both themes, wide and narrow: accessible, large enough, not too wide. Takes a picture of each for people. */
export async function looksRight(page: Page, name: string): Promise<void> {
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

/** Signs somebody in. */
export async function enterAs(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await act(page, 'sign_in', { email, password });
}
