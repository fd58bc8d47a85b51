import type { PlaywrightTestConfig } from '@playwright/test';
import type { Options } from './support/test.ts';
import config from './playwright.config.ts';

/** `npm run pictures`: the pictures of the README, taken from the running product. */
const pictures: PlaywrightTestConfig<object, Options> = {
  ...config,
  testDir: '.',
  testMatch: 'pictures.ts',
  timeout: 300_000,
  workers: 1,
  reporter: [['line']],
  use: { ...config.use, trace: 'off' },
  projects: [{ name: 'sqlite', use: { engine: 'sqlite' } }],
};

export default pictures;
