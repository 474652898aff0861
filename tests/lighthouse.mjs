// Lighthouse on the pages that people see most, and what their first and later visits load:
// `BASE_URL=… node lighthouse.mjs [results.md]`. Fails where a category is below 100, and says what has cost the points.
import { writeFileSync } from 'node:fs';
import { navigation } from 'lighthouse';
import puppeteer from 'puppeteer-core';
import { baseUrl, chromium, chromiumFlags } from './support/env.mjs';
import { prepare } from './support/pages.mjs';
import { uniqueName } from './support/requests.mjs';
import { pageBytes } from './support/sizes.mjs';
import { people, Visitor } from './support/visitor.mjs';

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
// A busy machine makes single runs slower, never faster than it is: the middle one of three counts.
const RUNS = 3;

const made = await prepare();
const app = uniqueName('light');
/** Fills the form in and presses its button; the page that comes is the review. */
const toReview = async (page) => {
  await page.goto(new URL('/requests/new', baseUrl).href, { waitUntil: 'networkidle0' });
  const typed = { app, namespace: app, service_account: app, 'grants-0-bucket': `${app}-data`, reason: 'Reads the daily export.' };
  for (const [id, text] of Object.entries(typed)) {
    await page.$eval(`#${id}`, (field, value) => { field.value = value; }, text);
  }
  await page.$eval('#grants-0-read', (box) => { box.checked = true; });
  return () => page.click('::-p-aria([name="Review request"][role="button"])');
};
const pages = [
  { name: 'home', who: 'ops', path: '/' },
  { name: 'roles', who: 'dev', path: '/roles' },
  { name: 'request, waiting, its approver', who: 'ops', path: made.waiting },
  { name: 'request, applied, its author', who: 'dev', path: made.applied },
  { name: 'new request', who: 'dev', path: '/requests/new' },
  { name: 'new request, review', who: 'dev', reach: toReview },
];

/** A browser of their own with a signed-in person. */
async function signedIn(person) {
  const browser = await puppeteer.launch({ executablePath: chromium, args: chromiumFlags });
  const page = await browser.newPage();
  await page.goto(baseUrl);
  await Promise.all([page.waitForNavigation(), page.click(`::-p-text(${person.name})`)]);
  await page.waitForSelector('form[action="/sign-out"]');
  return { browser, page };
}

async function run({ who, path, reach }) {
  const { browser, page } = await signedIn(people[who]);
  const requestor = reach ? await reach(page) : new URL(path, baseUrl).href;
  const { lhr } = await navigation(page, requestor, { flags: { onlyCategories: CATEGORIES, logLevel: 'error' } });
  await browser.close();
  const scores = CATEGORIES.map((id) => Math.round(lhr.categories[id].score * 100));
  const lost = CATEGORIES.flatMap((id) => lhr.categories[id].auditRefs
    .filter(({ id: audit, weight }) => weight > 0 && lhr.audits[audit].score !== null && lhr.audits[audit].score < 0.9)
    .map(({ id: audit }) => `${audit}: ${lhr.audits[audit].title} ${lhr.audits[audit].displayValue ?? ''}`));
  const metric = (id) => lhr.audits[id].displayValue;
  return { scores, lost, metrics: ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift'].map(metric) };
}

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** First and later visit, and what the server has taken for the page. The review is the answer to a form: no first page. */
async function load({ who, path }) {
  if (!path) return ['', '', ''];
  const visitor = visitors[who];
  const { first, page } = await pageBytes(visitor, path);
  const { response } = await visitor.page(path);
  const served = /total;dur=([\d.]+)/.exec(response.headers.get('server-timing'))[1];
  return [kilobytes(first), kilobytes(page), `${served} ms`];
}

const visitors = { dev: await Visitor.signedIn(people.dev), ops: await Visitor.signedIn(people.ops) };
const lines = [
  '| page | performance | accessibility | best practices | SEO | first paint | largest paint | blocked | shift | first visit | later | server |',
  '|---|---|---|---|---|---|---|---|---|---|---|---|',
];
let failed = 0;
for (const page of pages) {
  const runs = [];
  for (let index = 0; index < RUNS; index += 1) runs.push(await run(page));
  runs.sort((one, other) => one.scores[0] - other.scores[0]);
  const { scores, lost, metrics } = runs[Math.floor(RUNS / 2)];
  lines.push(`| ${[page.name, ...scores, ...metrics, ...await load(page)].join(' | ')} |`);
  console.log(lines.at(-1));
  if (scores.some((score) => score < 100)) {
    failed += 1;
    for (const what of lost) console.log(`    ${what}`);
  }
}
if (process.argv[2]) writeFileSync(process.argv[2], `${lines.join('\n')}\n`);
if (failed > 0) console.log(`${failed} of ${pages.length} pages are below 100 in a category`);
process.exitCode = failed > 0 ? 1 : 0;
