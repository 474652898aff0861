// The second engine: the main job in Firefox, and a look at every page of the portal.
import { expect, test } from '@playwright/test';
import { controls, fillRequest } from '../support/browser.mjs';
import { openFirefox, personInFirefox, startFirefox } from '../support/firefox.mjs';
import { everyPage, prepare, putAway } from '../support/pages.mjs';
import { command, requestFields, seen, submit, uniqueName } from '../support/requests.mjs';
import { people, Visitor } from '../support/visitor.mjs';

let firefox;
test.beforeAll(async () => { firefox = await startFirefox(); });
test.afterAll(async () => { await firefox?.close(); });

// The page itself knows first: the driver hears of a navigation a little later.
const pathOf = (page) => page.evaluate(() => location.pathname);
const section = (page, name) => page.getByRole('region', { name, exact: true });

test('Firefox: ask, keep a draft, review, approve, applied while the page is open, copy, theme', async () => {
  test.setTimeout(120_000);
  const dev = await personInFirefox(firefox, people.dev);
  const ops = await personInFirefox(firefox, people.ops);
  const app = uniqueName('fox');
  let path;

  await test.step('a draft is kept and gone on with', async () => {
    await dev.goto('/requests/new');
    await dev.getByRole('heading', { name: 'What this makes' }).waitFor();
    await fillRequest(dev, { app, namespace: app, serviceAccount: app, reason: 'Reads the daily export.', grants: [{ bucket: `s3://${app}-data/in/`, access: ['Read'] }] });
    // The browser's half has taken the pasted address apart.
    expect(await controls(dev).grant(0).prefix.inputValue()).toBe('in/');
    await dev.getByRole('button', { name: 'Save draft' }).click();
    await dev.getByText('saved').first().waitFor();
    await dev.goto('/requests?view=mine');
    await dev.getByRole('link', { name: app }).first().click();
    await controls(dev).app.waitFor();
    expect(await controls(dev).app.inputValue()).toBe(app);
    expect(await controls(dev).grant(0).bucket.inputValue()).toBe(`${app}-data`);
  });

  await test.step('review and submit', async () => {
    await controls(dev).review.click();
    await dev.getByRole('button', { name: 'Submit request' }).click();
    await dev.getByRole('heading', { name: 'History' }).waitFor();
    path = await pathOf(dev);
    expect(path).toMatch(/^\/requests\/\d+$/);
  });

  await test.step('approve', async () => {
    await ops.goto(path);
    // The plan comes by the live stream when AWS was read.
    await ops.getByRole('button', { name: 'Approve' }).waitFor({ timeout: 30_000 });
    await ops.getByRole('button', { name: 'Approve' }).click();
  });

  await test.step('the open page becomes applied, with Helm values to copy', async () => {
    await dev.bringToFront();
    await dev.getByRole('heading', { name: 'Use it in your Helm chart' }).waitFor({ timeout: 30_000 });
    expect(await pathOf(dev)).toBe(path);
    const values = section(dev, 'values.yaml');
    expect(await values.textContent()).toContain(`role/bln-fairbid-production-${app}`);
    const copy = dev.getByRole('button', { name: 'Copy values.yaml' });
    // Firefox asks for leave to write to the clipboard when no person has clicked; either way the button says what became of it.
    await copy.click();
    await expect.poll(() => copy.textContent()).toMatch(/^(Copied|Select and copy)$/);
  });

  await test.step('light and dark', async () => {
    const grounds = [];
    for (const theme of ['Light', 'Dark']) {
      await dev.getByRole('button', { name: theme, exact: true }).click();
      await dev.locator(`html[data-theme=${theme.toLowerCase()}]`).waitFor();
      grounds.push(await dev.evaluate(() => getComputedStyle(document.documentElement).backgroundColor));
    }
    expect(grounds[0]).not.toBe(grounds[1]);
    expect(await pathOf(dev)).toBe(path);
  });
  expect([...dev.problems, ...ops.problems]).toEqual([]);
  await Promise.all([dev, ops].map((page) => page.browserContext().close()));
});

test('Firefox: a typed comment stays when the request changes under it', async () => {
  const visitor = await Visitor.signedIn(people.dev);
  const path = await submit(visitor, requestFields());
  const ops = await personInFirefox(firefox, people.ops);
  await ops.goto(path);
  await ops.getByRole('textbox', { name: 'Comment' }).fill('Please use');
  await command(visitor, path, 'withdraw', await seen(visitor, path));
  await ops.getByRole('status').filter({ hasText: 'This request has changed' }).waitFor();
  expect(await ops.getByRole('textbox', { name: 'Comment' }).inputValue()).toBe('Please use');
  await ops.browserContext().close();
});

test('Firefox: every page is quiet in the console and scrolls in one direction, wide and narrow, light and dark', async () => {
  test.setTimeout(240_000);
  const made = await prepare();
  const pages = everyPage(made);
  const opened = { nobody: await openFirefox(await firefox.createBrowserContext()) };
  for (const who of ['dev', 'ops', 'admin', 'auditor']) opened[who] = await personInFirefox(firefox, people[who]);
  const found = [];
  for (const { name, who, open } of pages) {
    const page = opened[who];
    page.problems.length = 0;
    await open(page);
    for (const width of [375, 1280]) {
      await page.setViewport({ width, height: 800 });
      found.push(...(await page.evaluate(() => ['light', 'dark'].flatMap((theme) => {
        const root = document.documentElement;
        root.dataset.theme = theme;
        const [text, ground] = [getComputedStyle(document.body).color, getComputedStyle(root).backgroundColor];
        if (text === ground) return [`${theme}: text of the colour of its ground`];
        return root.scrollWidth > root.clientWidth ? [`${theme}: ${root.scrollWidth} px of ${root.clientWidth}`] : [];
      }))).map((what) => `${name}, ${width} px, ${what}`));
    }
    found.push(...page.problems.map((problem) => `${name}: ${problem}`));
  }
  await putAway(made);
  expect(found).toEqual([]);
  await Promise.all(Object.values(opened).map((page) => page.browserContext().close()));
});
