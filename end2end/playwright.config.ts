import { defineConfig } from '@playwright/test';
import type { Options } from './support/test.ts';

/** Journeys through the real binary in Debian's Chromium. Each worker has a house of its own. */
export default defineConfig<object, Options>({
  testDir: 'tests',
  outputDir: 'test-results/traces',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: !!process.env.CI,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    trace: 'retain-on-failure',
    launchOptions: { executablePath: process.env.WARREN_CHROMIUM ?? '/usr/bin/chromium' },
  },
  projects: [
    { name: 'sqlite', use: { engine: 'sqlite' }, testIgnore: ['passkeys.spec.ts'] },
    {
      name: 'postgres',
      use: { engine: 'postgres' },
      testMatch: ['journey.spec.ts', 'passkeys.spec.ts', 'without_javascript.spec.ts'],
    },
  ],
});
