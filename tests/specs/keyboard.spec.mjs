// The whole job by keyboard alone: no pointer is moved here.
import { expect, test } from '@playwright/test';
import { focused } from '../support/accessibility.mjs';
import { awake, badge, controls } from '../support/browser.mjs';
import { uniqueName } from '../support/requests.mjs';
import { people } from '../support/visitor.mjs';

const STOPS = 150;

/** Presses Tab until something has the focus; each stop on the way shows it, and comes after the one before. */
async function tabTo(page, locator, key = 'Tab') {
  // The last key may have led to another page.
  await locator.waitFor();
  for (let presses = 0; presses < STOPS; presses += 1) {
    await page.keyboard.press(key);
    const stop = await focused(page);
    if (!stop) continue;
    expect(stop.visible, `the focus is seen on ${stop.html}`).toBe(true);
    if (key === 'Tab') expect(stop.after, `${stop.html} comes in order`).toBe(true);
    if (await locator.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${locator} was not reached with ${key}`);
}

async function press(page, locator, key = 'Enter') {
  await tabTo(page, locator);
  await page.keyboard.press(key);
}

async function type(page, locator, text) {
  await tabTo(page, locator);
  await page.keyboard.type(text);
}

/** Signs in by keyboard, in a context of their own. */
async function signedIn(browser, person) {
  const page = await (await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })).newPage();
  await page.goto('/');
  await press(page, page.getByRole('button', { name: person.name }));
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible({ timeout: 30_000 });
  return page;
}

test('ask, be corrected, review, submit, approve, copy, turn dark and sign out by keyboard', async ({ browser }) => {
  test.setTimeout(120_000);
  const app = uniqueName('keys');
  const dev = await signedIn(browser, people.dev);
  let path;

  await test.step('past the navigation', async () => {
    await press(dev, dev.getByRole('link', { name: 'Skip to the page' }));
    await expect(dev.getByRole('main')).toBeFocused();
    await dev.keyboard.press('Tab');
    expect(await dev.getByRole('main').evaluate((main) => main.contains(document.activeElement))).toBe(true);
  });

  await test.step('the form', async () => {
    await dev.goto('/requests/new');
    await awake(dev);
    const form = controls(dev);
    await tabTo(dev, form.cluster);
    await dev.keyboard.type('production');
    await expect(form.cluster).toHaveValue('production');
    await type(dev, form.app, app);
    await expect(form.serviceAccount).toHaveValue(app);
    await type(dev, form.grant(0).bucket, `${app}-data`);
    await type(dev, form.grant(0).prefix, 'in/');
    await press(dev, form.grant(0).box('Read'), 'Space');
    await expect(form.grant(0).box('Read')).toBeChecked();
    // A line more, and away with it.
    await press(dev, form.another);
    await expect(form.grant(1).bucket).toBeVisible();
    await press(dev, form.review);
  });

  await test.step('what is wrong has the focus, and leads to its field', async () => {
    const summary = dev.getByRole('alert');
    await expect(summary).toBeFocused();
    await press(dev, summary.getByRole('link').first());
    const field = await dev.evaluate(() => document.activeElement.id);
    expect(field).toMatch(/^grants-1-/);
    // The second line has no bucket: back to its button, and away with it.
    const remove = dev.getByRole('button', { name: 'Remove line 2' });
    await press(dev, remove);
    await expect(dev.getByRole('button', { name: 'Remove line 2' })).toHaveCount(0);
    await type(dev, controls(dev).reason, 'Reads the daily export.');
    await tabTo(dev, controls(dev).review);
    await tabTo(dev, controls(dev).reason, 'Shift+Tab');
    await press(dev, controls(dev).review);
  });

  await test.step('the review', async () => {
    await press(dev, dev.getByRole('button', { name: 'Submit request' }));
    await expect(dev).toHaveURL(/\/requests\/\d+$/);
    path = new URL(dev.url()).pathname;
  });

  await test.step('the approver', async () => {
    const ops = await signedIn(browser, people.ops);
    await press(ops, ops.getByRole('main').getByRole('link', { name: `${path.split('/').at(-1)}: ${app}` }));
    await expect(ops).toHaveURL(new RegExp(`${path}$`));
    await expect(ops.getByRole('button', { name: 'Approve' })).toBeVisible({ timeout: 30_000 });
    await type(ops, ops.getByRole('textbox', { name: 'Comment' }), 'Fine.');
    await press(ops, ops.getByRole('button', { name: 'Approve' }));
    await badge(ops, 'Applied');
    await ops.context().close();
  });

  await test.step('copy, dark, out', async () => {
    await badge(dev, 'Applied');
    const copy = dev.getByRole('button', { name: 'Copy values.yaml' });
    await press(dev, copy);
    await expect(copy).toHaveText('Copied');
    await press(dev, dev.getByRole('button', { name: 'Dark' }), 'Space');
    await expect(dev.locator('html')).toHaveAttribute('data-theme', 'dark');
    await press(dev, dev.getByRole('button', { name: 'Sign out' }));
    await expect(dev).toHaveURL(/\/signed-out/);
  });
  await dev.context().close();
});
