import { expect, type Locator, type Page } from '@playwright/test';

/** Seconds an operator of the keystroke-level model takes (KLM-GOMS). */
const SECONDS = { point: 1.1, press: 0.2, home: 0.4, think: 1.35 };

/** How long one key takes: somebody who types all day, and somebody who does not. */
export const KEY = { developer: 0.2, client: 0.28 };

/** Where something is on a page, in pixels from its corner. */
export interface Point {
  x: number;
  y: number;
}

/** Takes pictures of what is done. */
export interface Camera {
  /**
   * Takes one of the page, so many counted seconds after it was begun, with the pointer where it is from now on. It is
   * to be seen for at least so many milliseconds.
   */
  shoot(page: Page, seconds: number, hold: number, pointer?: Point): Promise<void>;
}

/** How many milliseconds one needs to see where a pointer went, that a key was pressed, and what a page says. */
const HOLD = { pointer: 450, key: 60, page: 1200 };

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
    private readonly camera?: Camera,
  ) {}

  /** Thinks, points, and presses. */
  async click(what: Locator): Promise<void> {
    await this.#point(what);
    await what.click();
  }

  /** Looks at what the page says. It is not counted. */
  async look(): Promise<void> {
    await this.camera?.shoot(this.page, this.seconds, HOLD.page);
  }

  /** Types into the field that has the focus already, and Enter after it. */
  async typeAndEnter(what: Locator, text: string): Promise<void> {
    await expect(what, 'the page begins in this field').toBeFocused();
    this.#take('keyboard');
    this.seconds += SECONDS.think;
    this.fields += 1;
    for (const key of text) {
      await this.#press(key);
      await this.camera?.shoot(this.page, this.seconds, HOLD.key);
    }
    await this.#press('Enter');
  }

  /**
   * Presses into the first field and takes what the browser proposes. The browser knows a person by the tokens of
   * `autocomplete` alone, so a field without the right one stays empty.
   */
  async autofill(form: Locator, known: Record<string, string>): Promise<void> {
    const first = form.locator('[autocomplete]:not([autocomplete="off"])').first();
    await this.click(first);
    await this.#point(first);
    for (const [token, value] of Object.entries(known)) {
      const field = form.locator(`[autocomplete="${token}"]`);
      if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(value);
      else if ((await field.inputValue()) === '') await field.fill(value);
    }
    await this.look();
  }

  /** What was counted, in one line. */
  toString(): string {
    return `${this.clicks} clicks, ${this.keys} keys, ${this.fields} fields, ${this.seconds.toFixed(1)} s`;
  }

  async #press(key: string): Promise<void> {
    this.keys += 1;
    this.seconds += this.key;
    await this.page.keyboard.press(key);
  }

  async #point(what: Locator): Promise<void> {
    this.#take('mouse');
    this.clicks += 1;
    this.seconds += SECONDS.think + SECONDS.point + SECONDS.press;
    if (!this.camera) return;
    await what.scrollIntoViewIfNeeded();
    const box = await what.boundingBox();
    const middle = box && { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await this.camera.shoot(this.page, this.seconds, HOLD.pointer, middle ?? undefined);
  }

  #take(hand: 'mouse' | 'keyboard'): void {
    if (this.#hand !== hand) this.seconds += SECONDS.home;
    this.#hand = hand;
  }
}
