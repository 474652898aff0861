// The review of a request: comments on lines, JSON before and after, several at once, the keyboard; with JavaScript and without.
import { expect, test } from '@playwright/test';
import { badge, personIn } from '../support/browser.mjs';
import { applied, command, planned, reach, requestFields, seen, stateOf, submit, uniqueName } from '../support/requests.mjs';
import { people, Visitor } from '../support/visitor.mjs';

const visitors = () => Promise.all([people.dev, people.ops].map((who) => Visitor.signedIn(who)));
const number = (path) => path.split('/').at(-1);

/** Asks for other grants in place of those that a request has. */
async function revise(author, path, fields) {
  const { version } = await seen(author, path);
  const answer = await author.go(`${path}/edit`, { form: { key: 'k', version, ...fields, intent: 'submit' } });
  expect(answer.status).toBe(303);
  await planned(author, path);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test('a comment on a line stands there and in the history, and is outdated once the line is another', async ({ browser }) => {
      const [dana] = await visitors();
      const app = uniqueName('line');
      const grants = [{ bucket: `${app}-data`, prefix: 'in/', access: ['read'] }, { bucket: `${app}-data`, prefix: 'out/', access: ['write'] }];
      const path = await submit(dana, requestFields({ app, grants }));
      const ops = await personIn(browser, people.ops, { javaScriptEnabled });
      await ops.goto(path);
      const line = ops.getByRole('listitem').filter({ hasText: `s3://${app}-data/out/` }).first();
      await line.getByText('Comment', { exact: false }).first().click();
      await line.getByRole('button', { name: 'Comment on it' }).click();
      const field = line.getByRole('textbox', { name: 'Comment on this access' });
      await expect(field).toHaveAttribute('aria-invalid', 'true');
      await field.fill('Why does it **write**?');
      await line.getByRole('button', { name: 'Comment on it' }).click();
      await expect(ops).toHaveURL(/#line-2$/);
      await expect(line.locator('.said')).toHaveText('Why does it write?');
      const history = ops.getByRole('region', { name: 'History' });
      const said = history.getByRole('listitem').filter({ hasText: 'commented on' });
      await expect(said.getByRole('link', { name: `s3://${app}-data/out/` })).toHaveAttribute('href', /^#comment-\d+$/);

      // Its author edits it where it stands.
      await line.getByText('Edit', { exact: true }).click();
      await line.getByRole('textbox', { name: 'Text' }).fill('Does it have to write?');
      await line.getByRole('button', { name: 'Save' }).click();
      await expect(line.locator('.said').first()).toHaveText('Does it have to write?');

      await revise(dana, path, requestFields({ app, grants: [grants[0]] }));
      await ops.goto(path);
      await expect(ops.locator('.line-comments')).toHaveCount(0);
      await expect(said).toContainText('Does it have to write?');
      await said.getByRole('link', { name: 'Outdated: about revision 1' }).click();
      await expect(ops).toHaveURL(`${path}/revisions?from=1&to=2`);
      await ops.context().close();
    });

    test('the JSON is compared with what AWS has, side by side or in one column', async ({ browser }) => {
      const [dana, oscar] = await visitors();
      const app = uniqueName('json');
      const { role } = await applied(dana, oscar, requestFields({ app }));
      const grants = [{ bucket: `${app}-data`, prefix: 'in/', access: ['read'] }, { bucket: `${app}-data`, prefix: 'in/', access: ['delete'] }];
      const path = await submit(dana, { ...requestFields({ app, grants }), role });
      const ops = await personIn(browser, people.ops, { javaScriptEnabled, viewport: { width: 1280, height: 800 } });
      await ops.goto(path);
      const policy = ops.locator('#permission-policy-1');
      await expect(policy.locator('summary')).toContainText(/Changed: lines \d+ added/);
      await expect(ops.locator('#trust-policy summary')).toContainText('Unchanged');
      const sides = policy.getByRole('table', { name: /before and after$/ });
      await expect(sides).toBeVisible();
      const row = sides.getByRole('row').filter({ hasText: 's3:DeleteObject' });
      await expect(row.locator('.diff-added')).toContainText('added: ');
      await expect(row.locator('.diff-added .diff-sign')).toHaveText('+');
      await expect(row.locator('.line-number').last()).toHaveText(/^\d+$/);
      const folded = sides.getByText('"Version"').first();
      await expect(folded).toBeHidden();
      await policy.getByRole('checkbox', { name: 'Show unchanged lines' }).check();
      await expect(folded).toBeVisible();
      await expect(sides.getByText(/unchanged lines$/).first()).toBeHidden();

      const oneColumn = policy.getByRole('table', { name: /what changes$/ });
      await expect(oneColumn).toBeHidden();
      await ops.setViewportSize({ width: 375, height: 740 });
      await expect(sides).toBeHidden();
      await expect(oneColumn.getByRole('row').filter({ hasText: 's3:DeleteObject' })).toBeVisible();
      await ops.emulateMedia({ media: 'print' });
      await ops.setViewportSize({ width: 1280, height: 800 });
      await expect(sides).toBeHidden();
      await expect(oneColumn).toBeVisible();
      await ops.context().close();
    });

    test('several of low risk are approved at once, and one that changed meanwhile is named', async ({ browser }) => {
      const [dana] = await visitors();
      const paths = [];
      for (const name of ['first', 'second', 'changed']) paths.push(await submit(dana, requestFields({ app: uniqueName(name) })));
      const risky = await submit(dana, requestFields({ app: uniqueName('risky'), grants: [{ bucket: 'mamba-events', access: ['delete'] }] }));
      const ops = await personIn(browser, people.ops, { javaScriptEnabled });
      await ops.goto('/requests?view=queue');
      const box = (path) => ops.getByRole('checkbox', { name: `Review request ${number(path)} together with others` });
      // The newest stand last; other tests may have filled the pages before.
      while (!await box(paths[2]).count()) await ops.getByRole('link', { name: 'Next page' }).click();
      await expect(box(risky)).toHaveCount(0);
      for (const path of paths) await box(path).check();
      await ops.getByRole('button', { name: /^Review/ }).click();
      await expect(ops.getByRole('heading', { level: 1 })).toHaveText('Approve 3 requests together');
      for (const path of paths) await expect(ops.getByRole('region', { name: `Request ${number(path)}` })).toContainText('will be able to');

      const app = uniqueName('changed');
      await revise(dana, paths[2], requestFields({ app, reason: 'Another reason.' }));
      await ops.getByRole('textbox', { name: 'Comment' }).fill('All of these are fine.');
      await ops.getByRole('button', { name: 'Approve 3 requests' }).click();
      await expect(ops.getByRole('heading', { level: 1 })).toHaveText('2 requests are approved');
      await expect(ops.getByRole('main')).toContainText(`Request ${number(paths[2])}: It has a new revision since you read it.`);
      for (const path of paths.slice(0, 2)) await reach(dana, path, 'applied');
      expect(await stateOf(dana, paths[2])).toBe('submitted');
      await ops.goto(paths[0]);
      await expect(ops.getByRole('region', { name: 'History' })).toContainText('approved the request, read together with 2 others');
      await ops.context().close();
    });

    test('the shortcuts are a page, and are switched off and on there', async ({ browser }) => {
      const page = await personIn(browser, people.ops, { javaScriptEnabled });
      await page.goto('/shortcuts');
      await expect(page.getByRole('main')).toContainText('Go to the button that approves');
      await page.getByRole('main').getByRole('button', { name: 'Switch them off' }).click();
      await expect(page).toHaveURL('/shortcuts');
      await expect(page.getByRole('main')).toContainText('Shortcuts are off.');
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await page.getByRole('main').getByRole('button', { name: 'Switch them on' }).click();
      await expect(page.getByRole('main')).toContainText('Shortcuts are on.');
      await page.context().close();
    });
  });
}

test('what is risky is refused, however it is sent', async () => {
  const [dana, oscar] = await visitors();
  const path = await submit(dana, requestFields({ app: uniqueName('forged'), grants: [{ bucket: 'mamba-events', access: ['delete'] }] }));
  const { version, hash, plan } = await seen(oscar, path);
  const answer = await oscar.go('/requests/together', { form: { seen: `${number(path)} ${version} ${hash} ${plan}`, comment: '' } });
  expect(answer.status).toBe(409);
  expect(await answer.text()).toContain('Read it by itself');
  expect(await stateOf(dana, path)).toBe('submitted');
});

test('a comment that is too long approves nothing and is not lost', async () => {
  const [dana, oscar] = await visitors();
  const path = await submit(dana, requestFields({ app: uniqueName('long') }));
  const { version, hash, plan } = await seen(oscar, path);
  const comment = `Typed at length. ${'x'.repeat(4000)}`;
  const answer = await oscar.go('/requests/together', { form: { seen: `${number(path)} ${version} ${hash} ${plan}`, comment } });
  expect(answer.status).toBe(422);
  const html = await answer.text();
  expect(html).toContain('Shorten it to 4000');
  expect(html).toContain('Typed at length.');
  expect(await stateOf(dana, path)).toBe('submitted');
});

test('a request is reviewed and approved by keyboard alone', async ({ browser }) => {
  const [dana] = await visitors();
  const app = uniqueName('keys');
  const grants = ['in/', 'out/'].map((prefix) => ({ bucket: `${app}-data`, prefix, access: ['read'] }));
  const path = await submit(dana, requestFields({ app, grants }));
  const page = await personIn(browser, people.ops);
  await page.goto(path);

  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(dialog).toBeVisible();
  await page.keyboard.press('a');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.getByRole('link', { name: 'Keyboard shortcuts' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(path);

  const focused = () => page.evaluate(() => document.activeElement.textContent);
  await page.goto(path);
  await page.keyboard.press('n');
  expect(await focused()).toContain(`s3://${app}-data/in/`);
  await page.keyboard.press('j');
  expect(await focused()).toContain(`s3://${app}-data/out/`);
  await page.keyboard.press('k');
  expect(await focused()).toContain(`s3://${app}-data/in/`);
  // A line that is told aloud is no control: nothing happens with Enter.
  await page.keyboard.press('Enter');
  await page.keyboard.press('r');
  await expect(page.getByRole('button', { name: 'Ask for changes' })).toBeFocused();
  await page.keyboard.press('c');
  const message = page.getByRole('textbox', { name: 'Message' });
  await expect(message).toBeFocused();
  // In a field, keys are letters.
  await page.keyboard.type('anpgr?/');
  await expect(message).toHaveValue('anpgr?/');
  await message.fill('');
  await message.evaluate((field) => field.blur());
  // With a modifier a key is the browser's.
  await page.keyboard.press('Control+a');
  await expect(page.getByRole('button', { name: 'Approve', exact: true })).not.toBeFocused();
  await page.keyboard.press('a');
  await expect(page.getByRole('button', { name: 'Approve', exact: true })).toBeFocused();
  await badge(page, 'Submitted');
  await page.keyboard.press('Enter');
  await reach(dana, path, 'applied');
  await page.context().close();
});

test('lists are walked by keyboard, and g goes places', async ({ browser }) => {
  const [dana] = await visitors();
  await submit(dana, requestFields({ app: uniqueName('walk') }));
  await submit(dana, requestFields({ app: uniqueName('walk') }));
  const page = await personIn(browser, people.ops);
  await page.goto('/');
  await page.keyboard.press('g');
  await page.keyboard.press('q');
  await expect(page).toHaveURL('/requests?view=queue');
  const links = page.locator('table tbody th a');
  await page.keyboard.press('j');
  await expect(links.first()).toBeFocused();
  await page.keyboard.press('j');
  await expect(links.nth(1)).toBeFocused();
  const href = await links.nth(1).getAttribute('href');
  await page.keyboard.press('Enter');
  // A key is heard once the page's scripts have run.
  await expect(page).toHaveURL(href);
  await page.waitForLoadState();
  await page.keyboard.press('/');
  await expect(page).toHaveURL('/roles');
  await page.waitForLoadState();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.getByRole('searchbox').evaluate((field) => field.blur());
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await expect(page).toHaveURL('/');
  await page.context().close();
});
