import { test as base, expect, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';
import { House, type Engine } from './house.ts';

export { expect, type Page };

/** What a project chooses. */
export interface Options {
  engine: Engine;
  /** Whether the house is the demo: only there cards can be paid with, and nobody needs one. */
  demo: boolean;
}

/** How somebody comes in. */
export interface Manner extends BrowserContextOptions {
  /** Statuses of 400 and above that this test means to see. Those of 500 and above never are. */
  allows?: number[];
  /** Requests that this test means to fail on their way. */
  breaks?: RegExp;
}

interface Fixtures {
  /** Opens a browser of its own, for one person. Whatever goes wrong in it fails the test. */
  enter: (manner?: Manner) => Promise<Page>;
  engineIsThere: void;
}

/** The troubles of each open browser. */
const troubles = new WeakMap<BrowserContext, string[]>();

export const test = base.extend<Fixtures, Options & { house: House }>({
  engine: ['sqlite', { scope: 'worker', option: true }],
  demo: [false, { scope: 'worker', option: true }],

  house: [
    async ({ engine, demo }, use) => {
      const house = await House.open(engine, demo);
      await use(house);
      await house.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  engineIsThere: [
    async ({ engine }, use, info) => {
      const missing = engine === 'postgres' && !process.env.TEST_POSTGRES;
      if (missing && process.env.CI) throw new Error('TEST_POSTGRES is not set. Start `cargo xtask e2e`.');
      info.skip(missing, 'TEST_POSTGRES is not set; `cargo xtask e2e` starts a PostgreSQL.');
      await use();
    },
    { auto: true },
  ],

  enter: async ({ browser, house }, use) => {
    const open: BrowserContext[] = [];
    await use(async ({ allows = [], breaks, ...options } = {}) => {
      const context = await browser.newContext({ baseURL: house.url, extraHTTPHeaders: somewhere(), ...options });
      open.push(context);
      if (options.javaScriptEnabled === false) {
        // Chromium fetches what it will not run.
        await context.route(/\/pkg\/.*\.(js|wasm)$/, (route) => route.abort());
        breaks ??= /\/pkg\//;
      }
      troubles.set(context, watch(context, allows, breaks));
      return context.newPage();
    });
    const seen = open.flatMap((context) => troubles.get(context) ?? []);
    for (const context of open) {
      const cookies = await context.cookies();
      cookies.filter(({ name }) => name.startsWith('__Host-')).forEach(({ value }) => house.secrets.add(value));
      await context.close();
    }
    expect(seen, 'the browsers had no troubles').toEqual([]);
  },
});

/** A network address that nobody had before. */
export function somewhere(): Record<string, string> {
  addresses += 1;
  return { 'X-Forwarded-For': `10.0.${addresses >> 8}.${addresses & 255}` };
}

let addresses = 0;

/** Notes errors on the console, violations of the content security policy, and failed answers. */
function watch(context: BrowserContext, allows: number[], breaks?: RegExp): string[] {
  const seen: string[] = [];
  const note = (trouble: string) => void (seen.includes(trouble) || seen.push(trouble));
  context.on('console', (message) => {
    // Answers are looked at one by one below.
    const isAboutAnswer = message.text().startsWith('Failed to load resource');
    if (['error', 'warning'].includes(message.type()) && !isAboutAnswer && !breaks?.test(message.text())) {
      note(`console ${message.type()}: ${message.text().split('\n')[0]}`);
    }
  });
  context.on('weberror', (error) => note(`uncaught: ${error.error().message}`));
  context.on('dialog', (dialog) => {
    note(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on('response', (answer) => {
    const status = answer.status();
    if (status >= 500 || (status >= 400 && !allows.includes(status))) {
      note(`${status} ${answer.request().method()} ${answer.url()}`);
    }
  });
  context.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    // What a page had begun when somebody left it is given up, and so is its stream.
    if (why !== 'net::ERR_ABORTED' && !breaks?.test(request.url())) note(`${why} ${request.url()}`);
  });
  return seen;
}
