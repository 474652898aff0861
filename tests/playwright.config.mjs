import { defineConfig } from '@playwright/test';
import { baseUrl, chromium, chromiumFlags } from './support/env.mjs';

export default defineConfig({
  // First the one that has the mailbox: what was sent before it listens would be tried again and again beside it.
  projects: [
    { name: 'mail', testMatch: 'notifications.spec.mjs' },
    // Early: what it asks for has to be on the first page of what waits, the oldest first, and others leave much waiting.
    { name: 'job', testMatch: 'main-job.spec.mjs' },
    { name: 'rest', testIgnore: ['notifications.spec.mjs', 'main-job.spec.mjs', 'visibility.spec.mjs'] },
    // Last: while it runs, its rules hold for everybody.
    { name: 'teams', testMatch: 'visibility.spec.mjs' },
  ],
  testDir: 'specs',
  testMatch: '*.spec.mjs',
  // A test that passes at the second try has found a race: `xtask test` names it, and lets only a few through.
  retries: 1,
  workers: Number(process.env.WORKERS ?? 2),
  fullyParallel: false,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    baseURL: baseUrl,
    browserName: 'chromium',
    launchOptions: { executablePath: chromium, args: chromiumFlags },
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
  },
});
