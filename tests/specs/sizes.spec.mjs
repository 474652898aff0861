// What a browser loads: bytes are the same every time, so they are held here and not only measured.
import { expect, test } from '@playwright/test';
import { firstVisit, landings, laterVisit } from '../support/sizes.mjs';
import { prepare, signIns } from '../support/pages.mjs';

const KB = 1000;

test('a first visit loads at most 150 kB with everything, a later page at most 20 kB', async ({ browser }) => {
  test.setTimeout(240_000);
  const pages = landings(await prepare());
  const states = await signIns(browser);
  const over = [];
  let [scripts, islands] = [0, 0];
  for (const { name, who, open } of pages) {
    const context = await browser.newContext({ storageState: states[who] });
    const page = await context.newPage();
    const first = await firstVisit(page, open);
    if (first.bytes > 150 * KB) over.push(`${name}, first: ${JSON.stringify(first)}`);
    scripts += first.files['.js'] > 0;
    islands += first.files['.wasm'] > 0;
    const later = await laterVisit(page, open);
    if (later.bytes > 20 * KB) over.push(`${name}, later: ${JSON.stringify(later)}`);
    // What has a hash in its name is not even asked for again.
    expect(Object.keys(later.files), name).toEqual(['page']);
    await context.close();
  }
  expect(over).toEqual([]);
  // What is counted is there.
  expect(scripts).toBe(pages.length);
  expect(islands).toBeGreaterThan(10);
});
