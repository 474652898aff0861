// Bad input: the error stands beside its field and in the summary, nothing typed is lost, and the
// browser says the same as the server.
import { expect, test } from '@playwright/test';
import { awake, controls, fillRequest, personIn } from '../support/browser.mjs';
import { requestFields, uniqueName } from '../support/requests.mjs';
import { people, textOf, Visitor } from '../support/visitor.mjs';

const line = (part) => ({ name: `grants[0][${part}]`, id: `grants-0-${part}`, control: (form) => form.grant(0)[part] });
const fields = {
  app: { name: 'app', id: 'app', control: (form) => form.app },
  namespace: { name: 'namespace', id: 'namespace', control: (form) => form.namespace },
  serviceAccount: { name: 'service_account', id: 'service_account', control: (form) => form.serviceAccount },
  bucket: line('bucket'),
  prefix: line('prefix'),
  reason: { name: 'reason', id: 'reason', control: (form) => form.reason },
};
const bad = {
  app: ['', ' blue', 'Blue', 'blue_raven', 'blue.raven', '-blue', 'blue-', 'ü', 'a'.repeat(54)],
  namespace: ['', 'ns ', 'NS', 'a.b', 'a_b', '-a', 'a'.repeat(64)],
  serviceAccount: ['', 'Sa', 'a..b', '.a', 'a-.b', 'a:b', '*', 'a'.repeat(254)],
  bucket: ['', 'ab', 'Data', 'my_data', 'a..b', '192.168.5.4', 'xn--data', 'data-s3alias', 'arn:aws:s3:::data', 'data/in', 'data*', '-data', 'a'.repeat(64)],
  prefix: ['/in/', 'in', 'in/*', '🦀/', `${'a'.repeat(1024)}/`],
  reason: ['', '   '],
};
const good = (app) => ({
  app, namespace: app, serviceAccount: app, reason: 'Reads the daily export.', grants: [{ bucket: 'some-data', prefix: 'in/', access: ['Read'] }],
});

/** What the server says beside a field. */
function serverError(html, id) {
  const found = new RegExp(`<p[^>]*\\bid="${id}-error"[^>]*>([\\s\\S]*?)</p>`).exec(html);
  return found && textOf(found[1]).trim();
}

for (const [field, values] of Object.entries(bad)) {
  test(`${field}: every bad value gets the same words from the browser and the server`, async ({ browser }) => {
    test.setTimeout(120_000);
    const page = await personIn(browser, people.dev);
    const visitor = await Visitor.signedIn(people.dev);
    await page.goto('/requests/new');
    await awake(page);
    const app = uniqueName('bad');
    await fillRequest(page, good(app));
    const { name, id, control } = fields[field];
    const input = control(controls(page));
    for (const value of values) {
      await test.step(JSON.stringify(value.length > 40 ? `${value.length} characters` : value), async () => {
        await input.fill(value);
        await input.blur();
        const error = page.locator(`[id="${id}-error"]`);
        await expect(error).toBeVisible();
        await expect(input).toHaveAttribute('aria-invalid', 'true');
        expect((await input.getAttribute('aria-describedby')).split(' ')).toContain(`${id}-error`);
        const answer = await visitor.go('/requests/new', {
          form: { ...requestFields({ app, grants: [{ bucket: 'some-data', prefix: 'in/', access: ['read'] }] }), key: 'k', [name]: value, intent: 'review' },
        });
        expect(answer.status).toBe(422);
        const html = await answer.text();
        const said = (await error.innerText()).trim();
        expect(serverError(html, id)).toBe(said);
        expect(textOf(/<div[^>]*class="error-summary[\s\S]*?<\/ul>/.exec(html)[0])).toContain(said);
      });
    }
    // Mended, the error goes away.
    const mended = { app, namespace: app, serviceAccount: app, bucket: 'some-data', prefix: 'in/', reason: 'Because.' }[field];
    await input.fill(mended);
    await input.blur();
    await expect(page.locator(`[id="${id}-error"]`)).toHaveCount(0);
    await expect(input).not.toHaveAttribute('aria-invalid', 'true');
    await page.context().close();
  });
}

const wrong = {
  app: 'Blue_Raven', namespace: 'a.b', serviceAccount: 'a..b', reason: ' ',
  grants: [{ bucket: 'UPPER', prefix: '/in', access: ['Read', 'Write'] }, { bucket: 'fine-data', prefix: 'x/', access: [] }],
};

async function expectTyped(page, { app, namespace, serviceAccount, reason, grants }) {
  const form = controls(page);
  await expect(form.app).toHaveValue(app);
  await expect(form.namespace).toHaveValue(namespace);
  await expect(form.serviceAccount).toHaveValue(serviceAccount);
  await expect(form.reason).toHaveValue(reason);
  for (const [index, { bucket, prefix, access }] of grants.entries()) {
    const row = form.grant(index);
    await expect(row.bucket).toHaveValue(bucket);
    await expect(row.prefix).toHaveValue(prefix);
    for (const word of ['List', 'Read', 'Write', 'Delete']) {
      await expect(row.box(word)).toBeChecked({ checked: access.includes(word) });
    }
  }
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    let page;
    test.beforeEach(async ({ browser }) => {
      page = await personIn(browser, people.dev, { javaScriptEnabled });
      await page.goto('/requests/new');
      if (javaScriptEnabled) await awake(page);
    });
    test.afterEach(() => page.context().close());

    test('all errors at once: summary with links, errors beside fields, nothing lost', async () => {
      await fillRequest(page, wrong);
      await controls(page).review.click();
      const summary = page.getByRole('alert');
      await expect(summary).toBeVisible();
      await expect(page).toHaveTitle(/^Error/);
      if (javaScriptEnabled) {
        await awake(page);
        await expect(summary).toBeFocused();
      }
      await expectTyped(page, wrong);
      const links = summary.getByRole('link');
      // app, namespace, service account, bucket, prefix, access of line 2, reason
      await expect(links).toHaveCount(7);
      for (const link of await links.all()) {
        const message = (await link.innerText()).trim();
        const target = (await link.getAttribute('href')).slice(1);
        await expect(page.locator(`[id="${target}"]`)).toHaveCount(1);
        await expect(page.locator(`[id="${target}-error"]`)).toHaveText(message);
      }
      await links.first().click();
      await expect(controls(page).app).toBeFocused();
      for (const [control, id] of [[controls(page).app, 'app'], [controls(page).grant(0).bucket, 'grants-0-bucket']]) {
        await expect(control).toHaveAttribute('aria-invalid', 'true');
        expect((await control.getAttribute('aria-describedby')).split(' ')).toContain(`${id}-error`);
      }
      // The group of boxes says what is missing to those who only hear it, too.
      expect((await controls(page).grant(1).access.getAttribute('aria-describedby') ?? '').split(' ')).toContain('grants-1-access-error');
    });

    test('lines of access come and go, and nothing typed is lost', async () => {
      const app = uniqueName('lines');
      const typed = { ...good(app), reason: 'Two\nlines & <b>markup</b>', grants: [
        { bucket: 'one-data', prefix: 'in/', access: ['List'] },
        { bucket: 'two-data', prefix: '', access: ['Read', 'Delete'] },
        { bucket: 'three-data', prefix: 'x/', access: ['Write'] },
      ] };
      await fillRequest(page, typed);
      await expectTyped(page, typed);
      await page.getByRole('button', { name: /^Remove .*2$/ }).click();
      const { grants: [one, , three] } = typed;
      await expect(controls(page).grant(2).bucket).toHaveCount(0);
      await expectTyped(page, { ...typed, grants: [one, three] });
      await controls(page).review.click();
      await expect(page.getByRole('button', { name: 'Submit request' })).toBeVisible();
      await page.getByRole('button', { name: 'Change something' }).click();
      await expectTyped(page, { ...typed, grants: [one, three] });
    });

    test('Enter in a field reviews; it removes and submits nothing', async () => {
      const app = uniqueName('enter');
      await fillRequest(page, good(app));
      await controls(page).app.press('Enter');
      await expect(page.getByRole('button', { name: 'Submit request' })).toBeVisible();
    });
  });
}

test('what is typed and ticked before the browser half wakes stays', async ({ browser }) => {
  const page = await personIn(browser, people.dev);
  let wake;
  const held = new Promise((resolve) => { wake = resolve; });
  await page.route(/\.wasm(\?.*)?$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/requests/new', { waitUntil: 'domcontentloaded' });
  const typed = { ...good(uniqueName('early')), grants: [{ bucket: 'early-data', prefix: 'in/', access: ['Read', 'Write'] }] };
  await fillRequest(page, typed);
  wake();
  await awake(page);
  await expectTyped(page, typed);
  await controls(page).review.click();
  await expect(page.getByRole('button', { name: 'Submit request' })).toBeVisible();
  await page.context().close();
});

test('a line that is added starts clean, and every id stays unique', async ({ browser }) => {
  const page = await personIn(browser, people.dev);
  await page.goto('/requests/new');
  await awake(page);
  const form = controls(page);
  await form.grant(0).bucket.fill('UPPER');
  await form.grant(0).box('Read').check();
  await form.grant(0).box('Read').uncheck();
  await form.grant(0).prefix.fill('/in');
  await form.grant(0).prefix.blur();
  await expect(page.locator('#grants .field-error')).toHaveCount(3);
  await form.another.click();
  await form.another.click();
  await expectTyped(page, { app: '', namespace: '', serviceAccount: '', reason: '', grants: [
    { bucket: 'UPPER', prefix: '/in', access: [] },
    { bucket: '', prefix: '', access: [] },
    { bucket: '', prefix: '', access: [] },
  ] });
  await expect(page.locator('#grants .field-error')).toHaveCount(3);
  await expect(form.grant(1).bucket).not.toHaveAttribute('aria-invalid');
  await form.grant(2).bucket.fill('s3://pasted-data/day/');
  await expectTyped(page, { app: '', namespace: '', serviceAccount: '', reason: '', grants: [
    { bucket: 'UPPER', prefix: '/in', access: [] }, { bucket: '', prefix: '', access: [] }, { bucket: 'pasted-data', prefix: 'day/', access: [] },
  ] });
  // The error of the wrong line goes with it; the line after it has its place and its number.
  await page.getByRole('button', { name: 'Remove line 1' }).click();
  await expect(page.locator('#grants .field-error')).toHaveCount(0);
  await page.getByRole('button', { name: 'Remove line 1' }).click();
  await expect(form.grant(0).bucket).toHaveValue('pasted-data');
  await expect(page.getByRole('button', { name: /^Remove line/ })).toHaveCount(0);
  await form.grant(0).box('Delete').check();
  await expect(page.getByRole('complementary')).toContainText('pods will be able to delete objects under s3://pasted-data/day/.');
  const doubled = await page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    return ids.filter((id, index) => ids.indexOf(id) !== index);
  });
  expect(doubled).toEqual([]);
  await page.context().close();
});

for (const javaScriptEnabled of [true, false]) {
  test(`the name of an old bucket is for whoever decides to admit: JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async ({ browser }) => {
    const [dev, ops] = await Promise.all([people.dev, people.ops].map((who) => personIn(browser, who, { javaScriptEnabled })));
    const app = uniqueName('old');
    const typed = { ...good(app), grants: [{ bucket: 'Old_Data', prefix: 'in/', access: ['Read'] }] };
    const box = (page) => page.getByRole('checkbox', { name: /^Admit names/ });
    for (const page of [dev, ops]) {
      await page.goto('/requests/new');
      await fillRequest(page, typed);
      await controls(page).review.click();
      await expect(page.locator('#grants-0-bucket-error')).toContainText('an approver can admit its name');
    }
    await expect(box(dev)).toHaveCount(0);
    await box(ops).check();
    await controls(ops).review.click();
    await ops.getByRole('button', { name: 'Submit request' }).click();
    await expect(ops.getByRole('region', { name: 'What changes' })).toContainText('s3://Old_Data/in/');
    await Promise.all([dev, ops].map((page) => page.context().close()));
  });
}
