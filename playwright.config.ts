import { defineConfig } from '@playwright/test';

/** Real Electron, one window at a time; no retries, since a retry hides a race. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.e2e.ts',
  timeout: 300_000,
  expect: { timeout: 20_000 },
  workers: 1,
  retries: 0,
  forbidOnly: true,
  fullyParallel: false,
  outputDir: 'test-results/playwright',
});
