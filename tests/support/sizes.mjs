// How many bytes a page takes on the wire, as the browser has counted them: bodies as they were sent, compressed.
import { everyPage } from './pages.mjs';

/** Pages that an address leads to: what somebody's first page may be. */
export const landings = (made) => everyPage(made).filter(({ name, address }) => address && name !== 'sign-in');

/** Bytes of a page in all and by kind of file, with what it fetches ahead; files out of the cache count nothing. */
async function loaded(page) {
  await page.waitForLoadState('networkidle');
  const entries = await page.evaluate(() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .filter(({ transferSize }) => transferSize > 0)
    .map(({ name, entryType, encodedBodySize }) => [entryType === 'navigation' ? 'page' : /\.[a-z]+$/.exec(new URL(name).pathname)?.[0] ?? 'other', encodedBodySize]));
  const files = {};
  for (const [kind, bytes] of entries) files[kind] = (files[kind] ?? 0) + bytes;
  return { bytes: entries.reduce((sum, [, bytes]) => sum + bytes, 0), files };
}

/** The page as the first one of a new browser. */
export async function firstVisit(page, open) {
  await open(page);
  return loaded(page);
}

/** The page as one of many: something else was looked at before. */
export async function laterVisit(page, open) {
  await page.goto('/signed-out');
  await loaded(page);
  await open(page);
  return loaded(page);
}
