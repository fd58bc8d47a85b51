import type { PlaywrightTestConfig } from '@playwright/test';
import type { Options } from './support/test.ts';
import config from './playwright.config.ts';

/** `npm run measure`: numbers for the README, not a test. WARREN_BINARY says of which build. */
const measure: PlaywrightTestConfig<object, Options> = {
  ...config,
  testDir: '.',
  testMatch: 'measure.ts',
  timeout: 300_000,
  workers: 1,
  reporter: [['line']],
  use: { ...config.use, trace: 'off' },
  projects: [{ name: 'sqlite', use: { engine: 'sqlite' } }],
};

export default measure;
