// What a browser loads: bytes are the same every time, so they are held here and not only measured.
import { expect, test } from '@playwright/test';
import { prepare, putAway } from '../support/pages.mjs';
import { personIn } from '../support/browser.mjs';
import { counted, landings, pageBytes } from '../support/sizes.mjs';
import { people, Visitor } from '../support/visitor.mjs';

const KB = 1000;
// A page's own bytes differ from one answer to the next: times, a nonce, a key, and what others do meanwhile.
const NEARLY = 0.25;

test('a first visit loads at most 150 kB with everything, a later page at most 20 kB', async () => {
  test.setTimeout(120_000);
  const visitors = await Visitor.everybody();
  const made = await prepare();
  const over = [];
  let largest = 0;
  for (const { name, who, address } of landings(made)) {
    const { page, first, named } = await pageBytes(visitors[who], address);
    expect(named.some((file) => file.endsWith('.css')), name).toBe(true);
    largest = Math.max(largest, first);
    if (first > 150 * KB) over.push(`${name}: ${first} B at first`);
    if (page > 20 * KB) over.push(`${name}: ${page} B later`);
  }
  await putAway(made);
  expect(over).toEqual([]);
  // The browser's half is in it.
  expect(largest).toBeGreaterThan(100 * KB);
});

test('a browser loads what was counted, and asks for nothing twice', async ({ browser }) => {
  const dev = await Visitor.signedIn(people.dev);
  for (const address of ['/', '/requests/new']) {
    const { page: later, first } = await pageBytes(dev, address);
    const signedIn = await personIn(browser, people.dev);
    const context = await browser.newContext({ storageState: await signedIn.context().storageState() });
    await signedIn.context().close();
    const page = await context.newPage();
    await page.goto(address);
    // The last file is fetched ahead, or wakes the form.
    await expect.poll(async () => (await counted(page)).files, { timeout: 15_000 }).toBe(first - later);
    const { own } = await counted(page);
    expect(Math.abs(own - later)).toBeLessThan(later * NEARLY);
    await page.goto('/signed-out');
    await page.goto(address);
    await page.waitForLoadState('networkidle');
    const again = await counted(page);
    expect(again.files).toBe(0);
    expect(Math.abs(again.own - later)).toBeLessThan(later * NEARLY);
    await context.close();
  }
});
