import { defineConfig } from '@playwright/test';
import usual from '../playwright.config';

/** For `cargo xtask pictures`, which takes pictures and tests nothing. */
export default defineConfig({
  ...usual,
  testDir: __dirname,
  outputDir: '../results/artifacts',
  globalSetup: '../support/prepare.ts',
  globalTeardown: '../support/tidy.ts',
  // One after the other: the sizes of all are written at the end.
  workers: 1,
  maxFailures: 1,
  projects: [{ name: 'pictures' }],
});
