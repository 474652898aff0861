// What a person does in the browser, by the words on the page.
import { expect } from '@playwright/test';

/** Signs in through the provider; the portal's page that was asked for is shown afterwards. */
export async function signIn(page, person, path = '/') {
  await page.goto(path);
  await page.getByRole('button', { name: person.name }).click();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible({ timeout: 30_000 });
}

/** A context with a signed-in person; `options` as for `browser.newContext`. */
export async function personIn(browser, person, options = {}) {
  const context = await browser.newContext(options);
  leaveBeforeClosing(context);
  const page = await context.newPage();
  goAgain(page);
  await signIn(page, person);
  return page;
}

/** A request goes through so many states while it is carried out, and its page with it. */
const MOST_TRIES = 4;

/**
 * A page that follows a request may load itself again in the moment in which the test has Chromium go elsewhere. What a
 * person types or clicks wins then; a command of the debugger's is cancelled, or never answered, so it is given again.
 */
function goAgain(page) {
  const goto = page.goto.bind(page);
  page.goto = async (url, options) => {
    for (let tries = 1; ; tries += 1) {
      try {
        // The last time it may take as long as it takes.
        return await goto(url, { ...(tries < MOST_TRIES && { timeout: 8000 }), ...options });
      } catch (error) {
        if (tries === MOST_TRIES || !/ERR_ABORTED|Timeout|interrupted by another navigation/.test(error.message)) throw error;
      }
    }
  };
}

/**
 * For the same reason Chromium may never finish closing a context, so its pages are left first.
 */
function leaveBeforeClosing(context) {
  const close = context.close.bind(context);
  context.close = async (...options) => {
    await Promise.all(context.pages().map((page) => page.goto('about:blank', { timeout: 5000 }).catch(() => {})));
    await close(...options);
  };
}

/** A field to type into by its label; one that names are offered for is a combobox to whoever hears the page. */
export function textField(page, name) {
  const by = { name, exact: typeof name === 'string' };
  return page.getByRole('textbox', by).or(page.getByRole('combobox', by));
}

/** The form's controls by their labels. `grant(0)` is the first line of access. */
export function controls(page) {
  const text = (name) => textField(page, name);
  return {
    cluster: page.getByRole('combobox', { name: 'Cluster' }),
    app: text('Application'),
    namespace: text(/namespace/i),
    serviceAccount: text('Service account'),
    reason: text('Reason'),
    grant: (index) => ({
      bucket: text('Bucket').nth(index),
      prefix: text('Prefix').nth(index),
      access: page.getByRole('group', { name: 'Access' }).nth(index),
      box: (word) => page.getByRole('checkbox', { name: new RegExp(`^${word}\\b`, 'i') }).nth(index),
    }),
    another: page.getByRole('button', { name: /^Add another/ }),
    review: page.getByRole('button', { name: 'Review request' }),
  };
}

/** Types a request. A grant without `prefix` is left as its bucket field makes it (a pasted `s3://` address). */
export async function fillRequest(page, { cluster = 'production', app, namespace, serviceAccount, grants, reason }) {
  const form = controls(page);
  await form.cluster.selectOption(cluster);
  await form.app.fill(app);
  await form.namespace.fill(namespace);
  await form.serviceAccount.fill(serviceAccount);
  for (const [index, { bucket, prefix, access }] of grants.entries()) {
    if (index > 0) await form.another.click();
    const line = form.grant(index);
    await line.bucket.fill(bucket);
    if (prefix !== undefined) await line.prefix.fill(prefix);
    for (const word of access) await line.box(word).check();
  }
  await form.reason.fill(reason);
}

/** With JavaScript on: waits until the form's browser half is awake. */
export const awake = (page) => expect(page.getByRole('heading', { name: 'What this makes' })).toBeVisible();

/** The state that a request's page shows. */
export const badge = (page, word) => expect(page.getByRole('main').getByText(word, { exact: true }).first()).toBeVisible({ timeout: 30_000 });
