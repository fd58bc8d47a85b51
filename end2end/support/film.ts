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
  pointers: (Point | null)[];
  active: number;
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

    const [pictures, pointers]: [string[], (Point | null)[]] = [['', ''], [null, null]];
    for (const [index, { side, picture, seconds, hold, pointer }] of this.#shots.entries()) {
      const clock = `${seconds.toFixed(1)} s`;
      pictures[side] = picture;
      for (const point of between(pointers[side] ?? bottom(), pointer)) {
        pointers[side] = point;
        await show({ pictures, pointers, active: side, clock }, STEP);
      }
      const next = this.#shots[index + 1];
      const real = next ? ((next.seconds - seconds) * 1000) / SPEED : END;
      const moves = next?.pointer ? STEPS * STEP : 0;
      await show({ pictures, pointers, active: side, clock }, Math.max(real - moves, hold));
    }
    await sharp(frames, { join: { animated: true } }).webp({ delay, loop: 0, quality: 80, effort: 6, minSize: true }).toFile(path);
  }

  #stage(): string {
    const sides = this.sides.map(
      ({ who }) => `<section><h2>${who}</h2><div class="page"><img alt=""><i hidden></i></div></section>`,
    );
    return `<!DOCTYPE html><style>${STYLE}</style><main>${sides.join('')}</main><p><b></b> as a practised person needs</p>`;
  }
}

const STYLE = `
  * { box-sizing: border-box; margin: 0 }
  body { background: #1c2430; color: #fff; font: 18px/1.4 system-ui, sans-serif }
  main { display: flex; gap: 16px; padding: 8px 16px }
  h2 { font-size: 18px; font-weight: 600; padding-block-end: 6px; opacity: .55 }
  .active h2 { opacity: 1 }
  .page { position: relative; width: ${SIDE.width}px; height: ${SIDE.height}px; background: #2b3544; border-radius: 6px; overflow: hidden }
  img { display: block }
  img:not([src^="data:"]) { display: none }
  i { position: absolute; width: 28px; height: 28px; margin: -14px; border-radius: 50%; background: #f59e0b99; border: 2px solid #b45309 }
  p { padding: 4px 16px; font-variant-numeric: tabular-nums }
  b { font-size: 22px }
`;

/** Shows a scene on the stage, in which this runs. */
async function setScene({ pictures, pointers, active, clock }: Scene): Promise<void> {
  const sides = [...document.querySelectorAll('section')];
  for (const [index, side] of sides.entries()) {
    side.classList.toggle('active', index === active);
    const image = side.querySelector('img')!;
    const picture = pictures[index] ?? '';
    if (picture && image.src !== picture) {
      image.src = picture;
      await image.decode();
    }
    const [pointer, point] = [side.querySelector('i')!, pointers[index]];
    pointer.hidden = !point;
    if (point) Object.assign(pointer.style, { left: `${point.x}px`, top: `${point.y}px` });
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
