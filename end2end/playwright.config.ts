import { defineConfig } from '@playwright/test';
import { full } from './support/findings';

/** The flags of `chromium` in a container: no sandbox, no graphics card, and nothing it does for itself on the network. */
const flags = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

export default defineConfig({
  testDir: __dirname,
  outputDir: 'results/artifacts',
  globalSetup: './support/prepare.ts',
  globalTeardown: './support/tidy.ts',
  reporter: 'list',
  // A machine has two processors, and a browser and a server belong to each worker.
  workers: Number(process.env.HANDSLAG_WORKERS ?? 2),
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  use: {
    browserName: 'chromium',
    locale: 'sv-SE',
    timezoneId: 'Europe/Stockholm',
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags },
  },
  projects: [
    { name: 'journeys', testDir: './journeys' },
    { name: 'a11y', testDir: './a11y' },
    // The whole matrix, on demand alone: `cargo xtask a11y --full`.
    ...(full ? [{ name: 'full', testDir: './full', timeout: 600_000 }] : []),
  ],
});
