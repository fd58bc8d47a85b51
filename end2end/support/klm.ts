import { expect, type Locator, type Page } from '@playwright/test';

/** Seconds an operator of the keystroke-level model takes (KLM-GOMS). */
const SECONDS = { point: 1.1, press: 0.2, home: 0.4, think: 1.35 };

/** How long one key takes: somebody who types all day, and somebody who does not. */
export const KEY = { developer: 0.2, client: 0.28 };

/** Does what a person does, and adds up how long a practised one would need for it. Reading is not counted. */
export class Klm {
  clicks = 0;
  keys = 0;
  /** Fields that were typed into. */
  fields = 0;
  seconds = 0;
  #hand: 'mouse' | 'keyboard' = 'mouse';

  constructor(
    private readonly page: Page,
    private readonly key: number,
  ) {}

  /** Thinks, points, and presses. */
  async click(what: Locator): Promise<void> {
    this.#point();
    await what.click();
  }

  /** Types into the field that has the focus already, and Enter after it. */
  async typeAndEnter(what: Locator, text: string): Promise<void> {
    await expect(what, 'the page begins in this field').toBeFocused();
    this.#take('keyboard');
    this.seconds += SECONDS.think;
    this.fields += 1;
    this.keys += text.length + 1;
    this.seconds += (text.length + 1) * this.key;
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
  }

  /**
   * Presses into the first field and takes what the browser proposes. The browser knows a person by the tokens of
   * `autocomplete` alone, so a field without the right one stays empty.
   */
  async autofill(form: Locator, known: Record<string, string>): Promise<void> {
    await this.click(form.locator('[autocomplete]:not([autocomplete="off"])').first());
    this.#point();
    for (const [token, value] of Object.entries(known)) {
      const field = form.locator(`[autocomplete="${token}"]`);
      if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(value);
      else if ((await field.inputValue()) === '') await field.fill(value);
    }
  }

  /** What was counted, in one line. */
  toString(): string {
    return `${this.clicks} clicks, ${this.keys} keys, ${this.fields} fields, ${this.seconds.toFixed(1)} s`;
  }

  #point(): void {
    this.#take('mouse');
    this.clicks += 1;
    this.seconds += SECONDS.think + SECONDS.point + SECONDS.press;
  }

  #take(hand: 'mouse' | 'keyboard'): void {
    if (this.#hand !== hand) this.seconds += SECONDS.home;
    this.#hand = hand;
  }
}
