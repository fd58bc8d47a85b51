import sharp from 'sharp';
import type { Camera, Point } from './klm.ts';
import type { Page } from './test.ts';

/** How large each side is, in pixels. */
export const SIDE = { width: 520, height: 680 };

/** So much faster than people are the pictures follow each other. */
const SPEED = 2;
/** A pointer that moves is seen so many times on its way, for so many milliseconds each. */
const [STEPS, STEP] = [5, 50];
/** How long the last picture stays, in milliseconds. */
const END = 4000;

/** Somebody whose page is to be seen. */
interface Side {
  who: string;
  page: Page;
}

interface Shot {
  side: number;
  picture: string;
  /** Counted since the beginning, by both together. */
  seconds: number;
  hold: number;
  pointer?: Point;
}

/** What one picture of the film shows. */
interface Scene {
  pictures: string[];
  /** Who does something, and where the hand is. */
  active: number;
  pointer?: Point;
  clock: string;
}

/** A film of two people next to each other, of which the second begins where the first has ended. */
export class Film implements Camera {
  readonly #shots: Shot[] = [];

  constructor(private readonly sides: [Side, Side]) {}

  async shoot(page: Page, seconds: number, hold: number, pointer?: Point): Promise<void> {
    const side = this.sides.findIndex((one) => one.page === page);
    const before = side === 0 ? 0 : Math.max(0, ...this.#shots.filter((shot) => shot.side === 0).map((shot) => shot.seconds));
    const picture = await page.screenshot({ animations: 'disabled', caret: 'initial' });
    const address = `data:image/png;base64,${picture.toString('base64')}`;
    this.#shots.push({ side, picture: address, seconds: before + seconds, hold, ...(pointer && { pointer }) });
  }

  /** Puts both sides next to each other on this page, and all of it into one moving picture. */
  async develop(stage: Page, path: string): Promise<void> {
    await stage.setViewportSize({ width: 2 * SIDE.width + 48, height: SIDE.height + 96 });
    await stage.setContent(this.#stage());
    const frames: Buffer[] = [];
    const delay: number[] = [];
    const show = async (scene: Scene, time: number) => {
      await stage.evaluate(setScene, scene);
      frames.push(await stage.screenshot());
      delay.push(Math.round(time));
    };

    const [pictures, rests] = [['', ''], this.sides.map(bottom)];
    for (const [index, { side, picture, seconds, hold, pointer }] of this.#shots.entries()) {
      pictures[side] = picture;
      const scene = { pictures, active: side, clock: `${seconds.toFixed(1)} s` };
      for (const point of between(rests[side]!, pointer)) {
        await show({ ...scene, pointer: point }, STEP);
        rests[side] = point;
      }
      const next = this.#shots[index + 1];
      const real = next ? ((next.seconds - seconds) * 1000) / SPEED : END;
      const moves = next?.pointer ? STEPS * STEP : 0;
      await show({ ...scene, pointer }, Math.max(real - moves, hold));
    }
    await sharp(frames, { join: { animated: true } }).webp({ delay, loop: 0, quality: 80, effort: 6, minSize: true }).toFile(path);
  }

  #stage(): string {
    const sides = this.sides.map(
      ({ who }) => `<section><h2>${who}</h2><div class="page"><span>No mail yet</span><img alt=""><i hidden></i></div></section>`,
    );
    return `<!DOCTYPE html><style>${STYLE}</style><main>${sides.join('')}</main><p><b></b> for who knows the way, by the keystroke-level model</p>`;
  }
}

const STYLE = `
  * { box-sizing: border-box; margin: 0 }
  body { background: #1c2430; color: #fff; font: 18px/1.4 system-ui, sans-serif }
  main { display: flex; gap: 16px; padding: 8px 16px }
  h2 { font-size: 18px; font-weight: 600; padding-block-end: 6px; opacity: .55 }
  .active h2 { opacity: 1 }
  .page { position: relative; width: ${SIDE.width}px; height: ${SIDE.height}px; background: #2b3544; border-radius: 6px; overflow: hidden }
  .page > span { position: absolute; inset: 0; display: grid; place-content: center; opacity: .5 }
  img { display: block; position: relative }
  img:not([src^="data:"]) { display: none }
  i { position: absolute; width: 28px; height: 28px; margin: -14px; border-radius: 50%; background: #f59e0b99; border: 2px solid #b45309 }
  p { padding: 4px 16px; font-variant-numeric: tabular-nums }
  b { font-size: 22px }
`;

/** Shows a scene on the stage, in which this runs. */
async function setScene({ pictures, active, pointer, clock }: Scene): Promise<void> {
  const sides = [...document.querySelectorAll('section')];
  for (const [index, side] of sides.entries()) {
    side.classList.toggle('active', index === active);
    const image = side.querySelector('img')!;
    const picture = pictures[index] ?? '';
    if (picture && image.src !== picture) {
      image.src = picture;
      await image.decode();
    }
    const hand = side.querySelector('i')!;
    hand.hidden = !pointer || index !== active;
    if (pointer) Object.assign(hand.style, { left: `${pointer.x}px`, top: `${pointer.y}px` });
  }
  document.querySelector('b')!.textContent = clock;
}

/** The way of a pointer that moves: quick at first, slow at its end. */
function between(from: Point, to: Point | undefined): Point[] {
  if (!to) return [];
  const part = (step: number) => 1 - (1 - step / STEPS) ** 2;
  const along = (begin: number, end: number, step: number) => begin + (end - begin) * part(step);
  return Array.from({ length: STEPS }, (_, step) => ({
    x: along(from.x, to.x, step + 1),
    y: along(from.y, to.y, step + 1),
  }));
}

/** Where a pointer comes from. */
function bottom(): Point {
  return { x: SIDE.width / 2, y: SIDE.height };
}
