// Every page in every state: axe, names for a screen reader, the keyboard, large letters, small screens, no motion.
import AxeBuilder from '@axe-core/playwright';
import { chromium, expect, test } from '@playwright/test';
import { cutOff, smallTargets, spaceOut, structure, tabThrough } from '../support/accessibility.mjs';
import { baseUrl, chromium as program, chromiumFlags } from '../support/env.mjs';
import { everyPage, prepare, putAway, signIns } from '../support/pages.mjs';

const known = everyPage({ waiting: '', applied: '', role: '' });
const names = known.map(({ name }) => name);
let made;
let pages;
let states;

test.beforeAll(async ({ browser }) => {
  // Requests are applied and AWS is read before anything can be looked at.
  test.setTimeout(150_000);
  made = await prepare();
  pages = everyPage(made);
  states = await signIns(browser);
});

test.afterAll(() => putAway(made));

/** axe's findings, each with where it is. */
async function findings(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

/** Opens a page of a person; `options` as for `browser.newContext`. */
async function openPage(browser, name, options = {}) {
  const { who, open } = pages.find((page) => page.name === name);
  const context = await browser.newContext({ storageState: states[who], colorScheme: 'light', reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  // As for a page that nobody looks at: it is looked at as it came, not as other tests change it meanwhile.
  await page.addInitScript(() => Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' }));
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    // Chromium logs the status of a page that is an error on purpose.
    if (message.type() === 'error' && !/status of (403|404|422)/.test(message.text())) problems.push(message.text());
  });
  await open(page);
  await page.waitForLoadState('load');
  return { page, problems };
}

// The sign-in page is the provider's own.
const ours = (name) => name !== 'sign-in';

for (const { name, modal } of known) {
  test(`${name}: axe, a screen reader, the keyboard, targets, both themes, narrow, enlarged, spaced out and without colours`, async ({ browser }) => {
    // Tab goes through every link of a long page.
    test.setTimeout(240_000);
    const { page, problems } = await openPage(browser, name);
    const look = async (what, finding) => expect.soft(await finding, what).toEqual([]);
    await page.waitForLoadState('networkidle');
    await look('axe, light', findings(page));
    await page.emulateMedia({ colorScheme: 'dark' });
    await look('axe, dark', findings(page));
    await look('moves', page.evaluate(() => document.getAnimations().map(({ effect }) => effect.target.outerHTML.slice(0, 140))));
    // What is behind a modal dialog is there for nobody.
    const whole = !modal;
    if (ours(name) && whole) await look('a screen reader', structure(page));
    await look('targets', smallTargets(page));
    if (whole) await look('Tab', tabThrough(page));
    // A tablet, a telephone, 200 % and 400 % of 1280 by 800.
    for (const [width, height] of [[1024, 768], [375, 740], [640, 400], [320, 256]]) {
      await page.setViewportSize({ width, height });
      await look(`${width} px`, cutOff(page));
    }
    await look('targets, 320 px', smallTargets(page));
    await spaceOut(page);
    await look('text spaced out, 320 px', cutOff(page));
    await page.setViewportSize({ width: 1280, height: 800 });
    await look('text spaced out', cutOff(page));
    await page.emulateMedia({ forcedColors: 'active' });
    await look('forced colours', cutOff(page));
    await look('console', problems);
    await page.context().close();
  });
}

test('with letters of twice the size nothing is cut off', async () => {
  test.setTimeout(300_000);
  // The browser's own setting, for whoever enlarges letters alone.
  const large = await chromium.launch({ executablePath: program, args: [...chromiumFlags, '--blink-settings=defaultFontSize=32'] });
  const found = [];
  for (const name of names.filter(ours)) {
    const { page } = await openPage(large, name, { baseURL: baseUrl, viewport: { width: 1280, height: 800 } });
    expect(await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize))).toBe(30);
    found.push(...(await cutOff(page)).map((what) => `${name}: ${what}`));
    await page.context().close();
  }
  await large.close();
  expect(found).toEqual([]);
});

test('things move where the reader has nothing against it', async ({ browser }) => {
  const { page } = await openPage(browser, 'style', { reducedMotion: 'no-preference' });
  expect(await page.evaluate(() => document.getAnimations().length)).toBeGreaterThan(0);
  await page.context().close();
});
