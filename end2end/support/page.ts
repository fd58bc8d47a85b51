import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';

const GUIDELINES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Waits until the browser's program has taken over the page. */
export async function hydrated(page: Page): Promise<void> {
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached', timeout: 15_000 });
}

/** Whether the page stays as the server rendered it: it brings no program. */
export async function isStill(page: Page): Promise<boolean> {
  return (await page.locator('script[type="module"]').count()) === 0;
}

/** Goes to a page behind the sign-in and waits until it is lively, unless it stays as the server rendered it. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  if (!(await isStill(page))) await hydrated(page);
}

/** Waits until the stream of this tab stands. */
export async function isLive(page: Page): Promise<void> {
  await page.getByText('Live', { exact: true }).waitFor({ state: 'attached' });
}

/** Marks this document, so that `sameDocument` can tell whether it was loaded anew. */
export async function mark(page: Page): Promise<void> {
  await page.evaluate(() => void Object.assign(window, { warrenMark: true }));
}

/** Nothing was reloaded since `mark`. */
export async function sameDocument(page: Page): Promise<void> {
  expect(await page.evaluate(() => 'warrenMark' in window), 'the page was not loaded anew').toBe(true);
}

/** Does something and waits for what it shows, here or in another browser; at most so many milliseconds after it. */
export async function within(patience: number, act: () => Promise<unknown>, seen: Locator): Promise<void> {
  await act();
  await seen.first().waitFor({ timeout: patience });
}

/** No violation of WCAG 2.2 A and AA that a machine can find; `rules` are all, or only those about colours. */
export async function accessible(page: Page, what = '', rules: 'all' | 'colours' = 'all'): Promise<void> {
  // Legacy mode spares a second tab; there are no frames here.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  if (rules === 'all') axe.withTags(GUIDELINES).options({ rules: { 'target-size': { enabled: true } } });
  else axe.withRules(['color-contrast', 'link-in-text-block']);
  const { violations } = await axe.analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}\n${failureSummary}`),
  );
  expect(found, `axe has nothing to say ${what}`).toEqual([]);
}

/** The page does not scroll sideways (WCAG 1.4.10). */
export async function noSidewaysScroll(page: Page, what = ''): Promise<void> {
  const wide = await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const all = [...document.body.querySelectorAll('*')];
    const sticksOut = all.filter((element) => element.getBoundingClientRect().right > clientWidth + 1);
    return [`${scrollWidth} > ${clientWidth}`, ...sticksOut.slice(0, 5).map((element) => element.outerHTML.slice(0, 120))];
  });
  expect(wide, `the page does not scroll sideways ${what}`).toEqual([]);
}

/** What can be pressed is at least 24 × 24 pixels large (WCAG 2.5.8); links in running text are excepted. */
export async function largeTargets(page: Page, what = ''): Promise<void> {
  const small = await page.evaluate(() => {
    const all = document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, [role^="menuitem"]');
    return [...all].flatMap((element) => {
      const { width, height } = element.getBoundingClientRect();
      const isText = element.matches('a') && getComputedStyle(element).display === 'inline';
      const isHidden = !element.checkVisibility({ visibilityProperty: true }) || element.closest('.visually-hidden, .skip-link');
      const label = 'labels' in element ? (element as HTMLInputElement).labels?.[0]?.getBoundingClientRect() : undefined;
      const isBoxWithLabel = element.matches('[type=checkbox], [type=radio]') && (label?.height ?? 0) >= 24;
      if (isText || isHidden || isBoxWithLabel || (width >= 24 && height >= 24)) return [];
      return [`${Math.round(width)} × ${Math.round(height)}: ${element.outerHTML.slice(0, 120)}`];
    });
  });
  expect(small, `targets are large enough ${what}`).toEqual([]);
}

/** Nothing moves for who asked for less motion. */
export async function atRest(page: Page, what = ''): Promise<void> {
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap((element) => {
      const { animationName, animationDuration, transitionDuration } = getComputedStyle(element);
      const lasts = (durations: string) => durations.split(',').some((duration) => parseFloat(duration) > 0.01);
      const moves = (animationName !== 'none' && lasts(animationDuration)) || lasts(transitionDuration);
      return moves ? [element.outerHTML.slice(0, 120)] : [];
    }),
  );
  expect(moving.slice(0, 5), `nothing moves ${what}`).toEqual([]);
}

/** No word that blames, begs or jokes. */
export async function goodWords(page: Page): Promise<void> {
  const text = await page.locator('body').innerText();
  expect(text).not.toMatch(/\b(invalid|please|sorry|oops)\b/i);
}
