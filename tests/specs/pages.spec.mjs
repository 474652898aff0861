// Every page, as it comes by HTTP: it is the page that its address names, and its links lead to what they name.
import { expect, test } from '@playwright/test';
import { routeOf } from '../bench/routes.mjs';
import { personIn } from '../support/browser.mjs';
import { prepare, putAway } from '../support/pages.mjs';
import { landings } from '../support/sizes.mjs';
import { people, Visitor } from '../support/visitor.mjs';

const read = new Map();
let visitors;
let made;

/** A page as somebody gets it, read once. */
async function pageOf(who, address) {
  const key = `${who} ${address}`;
  if (!read.has(key)) read.set(key, (await visitors[who].page(address)).html);
  return read.get(key);
}

test.beforeAll(async () => {
  test.setTimeout(120_000);
  visitors = await Visitor.everybody();
  made = await prepare();
});

test.afterAll(() => putAway(made));

test('pages of two routes have two titles', async () => {
  test.setTimeout(240_000);
  const routesOf = new Map();
  for (const { name, who, address } of landings(made)) {
    const title = /<title>([^<]*)<\/title>/.exec(await pageOf(who, address))?.[1];
    expect(title, name).toBeTruthy();
    routesOf.set(title, (routesOf.get(title) ?? new Set()).add(routeOf(address) ?? address));
  }
  expect([...routesOf].filter(([, routes]) => routes.size > 1).map(([title, routes]) => `${title}: ${[...routes].join(', ')}`)).toEqual([]);
  expect(routesOf.size).toBeGreaterThan(20);
});

test('a link to a part of a page leads to one that is there', async () => {
  test.setTimeout(240_000);
  const wrong = new Set();
  let followed = 0;
  for (const { name, who, address } of landings(made)) {
    const html = await pageOf(who, address);
    for (const [, href] of html.matchAll(/ href="([^"]*#[^"]+)"/g)) {
      const [path, part] = href.replaceAll('&amp;', '&').split('#');
      if (/^[a-z]+:/.test(path)) continue;
      followed += 1;
      const target = path ? await pageOf(who, path) : html;
      if (!target.includes(` id="${decodeURIComponent(part)}"`)) wrong.add(`${name}: ${href}`);
    }
  }
  expect([...wrong]).toEqual([]);
  expect(followed).toBeGreaterThan(100);
});

test('a schema that a link leads to is open', async ({ browser }) => {
  const page = await personIn(browser, people.dev);
  await page.goto('/api');
  await page.getByText('Submit a request').click();
  await page.getByRole('link', { name: 'NewRequest', exact: true }).first().click();
  await expect(page).toHaveURL('/api/schemas#schema-NewRequest');
  const schema = page.locator('#schema-NewRequest');
  await expect(schema).toBeVisible();
  await expect(schema).toBeInViewport();
  await page.context().close();
});
