// Every page, light and dark: axe finds nothing, and a phone scrolls in one direction only.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { everyPage, prepare, signIns } from '../support/pages.mjs';

const names = everyPage({ waiting: '', applied: '', role: '' }).map(({ name }) => name);
let pages;
let states;

test.beforeAll(async ({ browser }) => {
  const made = await prepare();
  pages = everyPage(made);
  states = await signIns(browser);
});

async function opened(browser, name, options) {
  const { who, open } = pages.find((page) => page.name === name);
  const context = await browser.newContext({ storageState: states[who], reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    // The page for an address that does not exist is answered with 404, which Chromium logs.
    if (message.type() === 'error' && !/status of (404|422)/.test(message.text())) problems.push(message.text());
  });
  await open(page);
  await page.waitForLoadState('networkidle');
  return { page, problems, close: () => context.close() };
}

for (const name of names) {
  for (const colorScheme of ['light', 'dark']) {
    test(`${name}, ${colorScheme}: axe finds nothing, the console is quiet`, async ({ browser }) => {
      const { page, problems, close } = await opened(browser, name, { colorScheme });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)).toEqual([]);
      expect(problems).toEqual([]);
      await close();
    });
  }

  test(`${name}: nothing is wider than a phone`, async ({ browser }) => {
    const { page, close } = await opened(browser, name, { viewport: { width: 375, height: 740 } });
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
    await close();
  });
}
