// Pictures of pages: `BASE_URL=… node screenshots.mjs FOLDER` makes the first screen of each page, light, dark and on a telephone, with
// a README.md that shows them; `--all` makes every page in every state, whole, both themes, wide and narrow.
// For a fresh demo: it asks for roles with names that look well, which must not exist yet.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium as engine } from '@playwright/test';
import { baseUrl, chromium, chromiumFlags } from './support/env.mjs';
import { everyPage, prepare, signIns } from './support/pages.mjs';
import { SHOWN } from './support/shown.mjs';

const [folder, all] = [path.resolve(process.argv[2]), process.argv.includes('--all')];
mkdirSync(folder, { recursive: true });

const wide = { width: 1280, height: 800 };
const narrow = { width: 375, height: 800 };
const small = [['light', 'light', wide], ['dark', 'dark', wide], ['375', 'light', narrow]];
const whole = ['light', 'dark'].flatMap((scheme) => [wide, narrow].map((size) => [`${scheme}-${size.width}`, scheme, size]));

/** WebP, a quarter of a PNG's bytes; Playwright itself has only PNG and JPEG. */
async function webp(page) {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 55 });
  return Buffer.from(data, 'base64');
}

const browser = await engine.launch({ executablePath: chromium, args: chromiumFlags });
// `signIns` and `personIn` open pages by path.
const withBase = { newContext: (options) => browser.newContext({ baseURL: baseUrl, locale: 'en-GB', timezoneId: 'UTC', ...options }) };
const made = await prepare({ waitingApp: 'grey-heron', appliedApp: 'green-viper', unmanagedApp: 'red-kite' });
const states = await signIns(withBase);
for (const { name, who, open } of everyPage(made).filter((page) => all || SHOWN[page.name])) {
  for (const [suffix, colorScheme, viewport] of all ? whole : small) {
    const context = await withBase.newContext({ storageState: states[who], colorScheme, viewport, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await open(page);
    await page.waitForLoadState('networkidle');
    const file = path.join(folder, `${name}-${suffix}.${all ? 'png' : 'webp'}`);
    if (all) await page.screenshot({ path: file, fullPage: true }); else writeFileSync(file, await webp(page));
    console.log(path.relative(process.cwd(), file));
    await context.close();
  }
}
await browser.close();

if (!all) {
  const picture = (name, suffix, width) => `<img src="${name}-${suffix}.webp" width="${width}" alt="">`;
  const rows = Object.entries(SHOWN).map(([name, title]) => `| ${title} | ${picture(name, 'light', 360)} | ${picture(name, 'dark', 360)} | ${picture(name, '375', 120)} |`);
  writeFileSync(path.join(folder, 'README.md'), `# Screenshots\n\nMade by \`make screenshots\`.\n\n| page | light | dark | 375 px |\n|---|---|---|---|\n${rows.join('\n')}\n`);
}
