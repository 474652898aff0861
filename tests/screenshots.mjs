// Pictures of every page, light and dark, wide and narrow: `BASE_URL=… node screenshots.mjs [folder]`.
// For a fresh demo: it asks for two roles with names that look well, which must not exist yet.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium as engine } from '@playwright/test';
import { baseUrl, chromium, chromiumFlags } from './support/env.mjs';
import { everyPage, prepare, signIns } from './support/pages.mjs';

const here = path.dirname(new URL(import.meta.url).pathname);
const folder = path.resolve(process.argv[2] ?? path.join(here, '..', 'docs', 'screenshots'));
mkdirSync(folder, { recursive: true });

const browser = await engine.launch({ executablePath: chromium, args: chromiumFlags });
// `signIns` and `personIn` open pages by path.
const withBase = { newContext: (options) => browser.newContext({ baseURL: baseUrl, locale: 'en-GB', timezoneId: 'UTC', ...options }) };
const made = await prepare({ waitingApp: 'grey-heron', appliedApp: 'green-viper', unmanagedApp: 'red-kite' });
const states = await signIns(withBase);
for (const { name, who, open } of everyPage(made)) {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1280, 375]) {
      const context = await withBase.newContext({ storageState: states[who], colorScheme, viewport: { width, height: 800 }, reducedMotion: 'reduce' });
      const page = await context.newPage();
      await open(page);
      await page.waitForLoadState('networkidle');
      const file = path.join(folder, `${name}-${colorScheme}-${width}.png`);
      await page.screenshot({ path: file, fullPage: true });
      console.log(path.relative(process.cwd(), file));
      await context.close();
    }
  }
}
await browser.close();
