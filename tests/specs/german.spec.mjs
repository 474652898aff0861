// Every page in German: whole, and with room for its longer words.
import { expect, test } from '@playwright/test';
import { cutOff, structure } from '../support/accessibility.mjs';
import { englishIn, said } from '../support/languages.mjs';
import { everyPage, prepare, signIns } from '../support/pages.mjs';

/** What people of the demonstration wrote, and names that are English in every language. */
const NOT_OURS = [
  /^Reads the daily export\.$/, /^Writes (the nightly aggregates and clears the old ones|as well)\.$/, /^Made by hand two years ago\.$/,
  /^(: )?Staging moves to Frankfurt, and Roleport comes in by a role\.$/, /^(Taken over f|F)rom the table of active roles( and service accounts)?\.$/,
  /\*\*|half-written ones/, /^AWS SDK for /,
];

const isEnglish = englishIn('de');
let pages;
let states;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(150_000);
  pages = everyPage(await prepare());
  states = await signIns(browser);
});

test('English that was left is found', () => {
  for (const text of ['Application', 'Sign out', 'Request 7: blue-raven – Roleport', 'It is of no use to anybody.']) expect(isEnglish(text), text).toBe(true);
  for (const text of ['Anwendung', 'Cluster', 'blue-raven', 'Dana Developer', 'Antrag 7: the-app – Roleport', 'AWS CLI', 'OpenAPI 3.1']) expect(isEnglish(text), text).toBe(false);
});

for (const who of ['dev', 'ops', 'admin', 'auditor', 'nobody']) {
  test(`what ${who} sees is German, and fits a telephone and 400 %`, async ({ browser }) => {
    test.setTimeout(240_000);
    const context = await browser.newContext({ storageState: states[who], locale: 'de-DE' });
    const page = await context.newPage();
    await page.addInitScript(() => Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' }));
    const found = [];
    for (const { name, open, modal } of pages.filter((one) => one.who === who && one.name !== 'sign-in')) {
      await open(page);
      expect(await page.locator('html').getAttribute('lang'), name).toBe('de');
      const texts = await said(page);
      // An empty page would say no English either.
      expect(texts.length, name).toBeGreaterThan(10);
      const wrong = texts.filter((text) => isEnglish(text) && !NOT_OURS.some((theirs) => theirs.test(text)));
      if (!modal) wrong.push(...await structure(page));
      for (const width of [1280, 1024, 768, 375, 320]) {
        await page.setViewportSize({ width, height: 800 });
        wrong.push(...(await cutOff(page)).map((what) => `${width} px: ${what}`));
      }
      await page.setViewportSize({ width: 1280, height: 800 });
      found.push(...wrong.map((what) => `${name}: ${what}`));
    }
    await context.close();
    expect(found).toEqual([]);
  });
}
