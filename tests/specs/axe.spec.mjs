// Every page, light and dark: axe finds nothing, and a phone scrolls in one direction only.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { everyPage, prepare, signIns } from '../support/pages.mjs';

const names = everyPage({ waiting: '', applied: '', role: '' }).map(({ name }) => name);
let pages;
let states;

test.beforeAll(async ({ browser }) => {
  // Requests are applied and AWS is read before anything can be looked at.
  test.setTimeout(150_000);
  const made = await prepare();
  pages = everyPage(made);
  states = await signIns(browser);
});

/** axe's findings, each with where it is. */
async function findings(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

for (const name of names) {
  test(`${name}: axe finds nothing in both themes, the console is quiet, a phone is wide enough`, async ({ browser }) => {
    const { who, open } = pages.find((page) => page.name === name);
    const context = await browser.newContext({ storageState: states[who], colorScheme: 'light', reducedMotion: 'reduce' });
    const page = await context.newPage();
    const problems = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => {
      // Chromium logs the status of a page that is an error on purpose.
      if (message.type() === 'error' && !/status of (403|404|422)/.test(message.text())) problems.push(message.text());
    });
    await open(page);
    await page.waitForLoadState('networkidle');

    expect(await findings(page), 'light').toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await findings(page), 'dark').toEqual([]);

    await page.setViewportSize({ width: 375, height: 740 });
    const wide = await page.evaluate(() => {
      const root = document.documentElement;
      return root.scrollWidth > root.clientWidth ? `${root.scrollWidth} px of ${root.clientWidth}` : '';
    });
    expect(wide).toBe('');
    // Targets are large enough to be hit: at least 24 px in both directions, links within text excepted.
    const small = await page.evaluate(() => [...document.querySelectorAll('button, input:not([type=hidden]), select, textarea, summary')]
      .filter((element) => !element.closest('.visually-hidden') && element.checkVisibility())
      .map((element) => [element.closest('label') ?? element, element])
      .filter(([box]) => box.getBoundingClientRect().width < 24 || box.getBoundingClientRect().height < 24)
      .map(([, element]) => element.outerHTML.slice(0, 120)));
    expect(small).toEqual([]);
    expect(problems).toEqual([]);
    await context.close();
  });
}
