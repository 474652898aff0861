// Every page in German: whole, and with room for its longer words.
import { expect, test } from '@playwright/test';
import { cutOff, structure } from '../support/accessibility.mjs';
import { rows } from '../support/database.mjs';
import { englishIn, said } from '../support/languages.mjs';
import { everyPage, prepare, putAway, signIns } from '../support/pages.mjs';

/** Names that are English in every language. */
const NAMES = /^AWS SDK for /;

/** What people wrote, as it stands on pages: their reasons and comments, as the database has them. */
const peoplesWords = () => rows(`
  select reason as words from requests union select reason from revisions union select body from comments
  union select comment from events where comment is not null union select comment from cluster_changes union select comment from rule_sets
`).map(({ words }) => words.replace(/\s+/g, ' ').trim()).filter(Boolean);

const isEnglish = englishIn('de');
let made;
let pages;
let states;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(150_000);
  made = await prepare();
  pages = everyPage(made);
  states = await signIns(browser);
});

test.afterAll(() => putAway(made));

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
      const wrong = texts.filter((text) => isEnglish(text) && !NAMES.test(text));
      if (!modal) wrong.push(...await structure(page));
      for (const width of [1024, 375, 320]) {
        await page.setViewportSize({ width, height: 800 });
        wrong.push(...(await cutOff(page)).map((what) => `${width} px: ${what}`));
      }
      await page.setViewportSize({ width: 1280, height: 720 });
      found.push(...wrong.map((what) => `${name}: ${what}`));
    }
    await context.close();
    const theirs = peoplesWords();
    expect(found.filter((what) => !theirs.some((words) => what.endsWith(words)))).toEqual([]);
  });
}
