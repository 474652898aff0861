// The form of a request, as quick as it can be made: lines in one go, names that are offered, drafts that save themselves,
// and what it makes while it is typed.
import { expect, test } from '@playwright/test';
import { awake, badge, controls, fillRequest, personIn, textField } from '../support/browser.mjs';
import { applied, requestFields, uniqueName } from '../support/requests.mjs';
import { people, Visitor } from '../support/visitor.mjs';

const lines = (page) => page.locator('#grants > .line');
const more = (page) => page.getByText('Add several lines at once');
const list = (page) => page.getByLabel('A list of addresses');
const addThese = (page) => page.getByRole('button', { name: 'Add these lines' });
const namesakes = (page) => page.locator('#namesakes');

/** A role that is there, and the names it has. */
async function existing() {
  const [dev, ops] = [await Visitor.signedIn(people.dev), await Visitor.signedIn(people.ops)];
  const app = uniqueName('known');
  const grants = [{ bucket: `${app}-data`, prefix: 'in/', access: ['read'] }, { bucket: `${app}-out`, prefix: 'day/', access: ['write'] }];
  const { role } = await applied(dev, ops, requestFields({ app, grants }));
  const { html } = await dev.page(`/roles/${role}`);
  return { app, role, name: /<h1[^>]*>([^<]+)<\/h1>/.exec(html)[1] };
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test('a list becomes lines, and what can not be read stays where it was typed', async ({ browser }) => {
      const page = await personIn(browser, people.dev, { javaScriptEnabled });
      await page.goto('/requests/new');
      await controls(page).app.fill('blue-raven');
      await more(page).click();
      await list(page).fill('s3://in-data/day/ read, write\nnonsense\n- arn:aws:sqs:eu-central-1:003250186609:orders receive');
      await addThese(page).click();
      await expect(lines(page)).toHaveCount(2);
      await expect(controls(page).app).toHaveValue('blue-raven');
      await expect(controls(page).grant(0).bucket).toHaveValue('in-data');
      await expect(controls(page).grant(0).prefix).toHaveValue('day/');
      for (const word of ['Read', 'Write']) await expect(controls(page).grant(0).box(word)).toBeChecked();
      await expect(textField(page, 'Queue')).toHaveValue('arn:aws:sqs:eu-central-1:003250186609:orders');
      await expect(list(page)).toHaveValue('nonsense');
      await expect(list(page)).toHaveAttribute('aria-invalid', 'true');
      await expect(page.getByRole('alert')).toContainText('Line 2: “nonsense” is neither');

      // Left there, it is not overlooked at the end either.
      await controls(page).review.click();
      await expect(page.getByRole('alert')).toContainText('“nonsense” is neither');
      await expect(list(page)).toHaveValue('nonsense');
      await page.context().close();
    });

    test('a usual job brings its lines', async ({ browser }) => {
      const page = await personIn(browser, people.dev, { javaScriptEnabled });
      await page.goto('/requests/new');
      await more(page).click();
      await page.getByRole('button', { name: 'Read a folder that is encrypted with a key' }).click();
      await expect(lines(page)).toHaveCount(2);
      await expect(controls(page).grant(0).box('Read')).toBeChecked();
      await expect(textField(page, 'Key')).toHaveValue('');
      await expect(page.getByRole('checkbox', { name: 'Decrypt' })).toBeChecked();
      await page.context().close();
    });

    test('the lines of another role are copied, and roles of the same application are shown', async ({ browser }) => {
      const there = await existing();
      const page = await personIn(browser, people.dev, { javaScriptEnabled });
      await page.goto('/requests/new');
      await more(page).click();
      const like = page.getByLabel('The lines of another role');
      await like.fill('no-such-role');
      await page.getByRole('button', { name: 'Copy its lines' }).click();
      await expect(page.getByRole('alert')).toContainText('no active role of this name');
      await like.fill(there.name);
      await controls(page).app.fill(there.app);
      await page.getByRole('button', { name: 'Copy its lines' }).click();
      await expect(lines(page)).toHaveCount(2);
      await expect(controls(page).grant(1).bucket).toHaveValue(`${there.app}-out`);
      await expect(controls(page).grant(1).box('Write')).toBeChecked();
      await expect(namesakes(page)).toContainText(there.name);
      await page.getByRole('link', { name: `Change it (${there.name})` }).click();
      await expect(page).toHaveURL(new RegExp(`role=${there.role}$`));
      await page.context().close();
    });
  });
}

test('names are offered while they are typed, and so are the roles that have them', async ({ browser }) => {
  const there = await existing();
  const page = await personIn(browser, people.dev);
  await page.goto('/requests/new');
  await awake(page);
  const form = controls(page);
  const offered = (id, name) => page.locator(`datalist#${id} > option[value="${name}"]`);
  await form.grant(0).bucket.pressSequentially(there.app.slice(0, -1));
  await expect(offered('known-s3-bucket', `${there.app}-out`)).toBeAttached();
  expect(await form.grant(0).bucket.evaluate((field) => field.list.id)).toBe('known-s3-bucket');
  await form.grant(0).bucket.fill(`${there.app}-out`);
  await form.grant(0).prefix.focus();
  await expect(offered('known-s3-prefix', 'day/')).toBeAttached();
  await expect(offered('known-s3-prefix', 'in/')).not.toBeAttached();
  await expect(namesakes(page)).toBeHidden();
  await form.app.fill(there.app);
  await expect(namesakes(page)).toContainText('This service account has a role');
  await expect(namesakes(page)).toContainText(there.name);
  await form.serviceAccount.fill('another');
  await expect(namesakes(page)).toContainText('Is it there already?');
  await form.app.fill(`${there.app}x`);
  await expect(namesakes(page)).toBeHidden();
  await page.context().close();
});

test('a list pasted into a field of one line becomes lines', async ({ browser }) => {
  const page = await personIn(browser, people.dev, { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.goto('/requests/new');
  await awake(page);
  await page.evaluate(() => navigator.clipboard.writeText('s3://one/in/\ns3://two/out/ write\n'));
  await controls(page).grant(0).bucket.focus();
  await page.keyboard.press('ControlOrMeta+V');
  await expect(lines(page)).toHaveCount(2);
  await expect(controls(page).grant(1).bucket).toHaveValue('two');

  // Typed letter by letter, an address goes into both fields when its own is left.
  await controls(page).grant(0).bucket.fill('');
  await controls(page).grant(0).bucket.pressSequentially('s3://typed/day/');
  await expect(controls(page).grant(0).bucket).toHaveValue('s3://typed/day/');
  await controls(page).grant(0).prefix.focus();
  await expect(controls(page).grant(0).bucket).toHaveValue('typed');
  await expect(controls(page).grant(0).prefix).toHaveValue('day/');

  // One address is one line, as ever.
  await page.evaluate(() => navigator.clipboard.writeText('s3://three/in/'));
  await controls(page).grant(1).bucket.fill('');
  await controls(page).grant(1).bucket.focus();
  await page.keyboard.press('ControlOrMeta+V');
  await expect(controls(page).grant(1).bucket).toHaveValue('three');
  await expect(lines(page)).toHaveCount(2);
  await page.context().close();
});

test('a draft saves itself once, is typed on elsewhere, and is gone when the request is submitted', async ({ browser }) => {
  const page = await personIn(browser, people.dev);
  const app = uniqueName('drafted');
  await page.goto('/requests/new');
  await awake(page);
  const saved = page.locator('#saved');
  await expect(saved).toBeEmpty();
  await controls(page).app.fill(app);
  await expect(saved).toHaveText('Saved as a draft.');

  const dev = await Visitor.signedIn(people.dev);
  const drafts = async () => ((await dev.page('/requests?view=mine')).html.match(new RegExp(`draft=\\d+"[^>]*>${app} on `, 'g')) ?? []).length;
  expect(await drafts()).toBe(1);

  // What is typed in the last moment before the page is left is saved as well.
  await controls(page).reason.fill('Reads the daily export.');
  await page.goto('/requests?view=mine');
  await page.getByRole('link', { name: `${app} on` }).click();
  await expect(controls(page).reason).toHaveValue('Reads the daily export.');
  await fillRequest(page, { app, namespace: app, serviceAccount: app, grants: [{ bucket: `${app}-data`, prefix: 'in/', access: ['Read'] }], reason: 'Reads it.' });
  await expect(saved).toHaveText('Saved as a draft.');
  expect(await drafts()).toBe(1);
  await controls(page).review.click();
  await page.getByRole('button', { name: 'Submit request' }).click();
  await badge(page, 'Submitted');
  expect(await drafts()).toBe(0);
  await page.context().close();
});

test('a draft that can not be saved is said to be so, and what was typed stays', async ({ browser }) => {
  const page = await personIn(browser, people.dev);
  await page.goto('/requests/new');
  await awake(page);
  await page.context().clearCookies();
  await controls(page).app.fill('blue-raven');
  await expect(page.locator('#saved')).toContainText('could not be saved');
  await expect(controls(page).app).toHaveValue('blue-raven');
  await page.context().close();
});

test('what a change makes is shown while it is typed: difference, risks, size, policy and Helm values', async ({ browser }) => {
  const there = await existing();
  const page = await personIn(browser, people.dev);
  await page.goto(`/requests/new?role=${there.role}`);
  await awake(page);
  const changes = page.locator('#made-access > li');
  await expect(changes).toHaveText([/^Kept: pods can still/, /^Kept: /]);
  await controls(page).grant(0).box('Delete').check();
  await expect(page.locator('#made-access > .change-added')).toContainText(`delete objects under s3://${there.app}-data/in/`);
  await expect(page.locator('#made-warnings')).toContainText('This can delete objects');
  await page.getByRole('button', { name: 'Remove line 2' }).click();
  await expect(page.locator('#made-access > .change-removed')).toContainText(`s3://${there.app}-out/day/`);
  await expect(page.locator('#made-size')).toHaveText(/^Policy: \d+ of 6144 characters$/);
  const meter = page.getByRole('meter');
  expect(Number(await meter.getAttribute('value'))).toBeGreaterThan(100);
  await expect(meter).toHaveAttribute('max', '6144');
  await page.getByText('Policy', { exact: true }).click();
  const policy = JSON.parse(await page.locator('#made-policy').textContent());
  expect(policy.Statement.map(({ Action }) => Action).flat()).toContain('s3:DeleteObject');
  await page.getByText('Helm values, once it is applied').click();
  await expect(page.locator('#made-helm')).toContainText(`eks.amazonaws.com/role-arn: "arn:aws:iam::`);
  const way = page.getByRole('combobox', { name: 'How pods get the role' });
  await way.selectOption('pod_identity');
  await expect(page.locator('#made-helm')).not.toContainText('role-arn');
  await way.selectOption('irsa');

  // The same words as on the last look, which the server writes.
  const said = await changes.allTextContents();
  await controls(page).reason.fill('Cleans up.');
  await controls(page).review.click();
  const shown = await page.locator('.change').allInnerTexts();
  const plain = (text) => text.replace(/^(Added|Removed|Kept):?\s+pods/i, '$1 Pods').replace(/\s+/g, ' ').replace(/\.$/, '').trim();
  expect(said.map(plain).sort()).toEqual(shown.map(plain).sort());
  await page.context().close();
});
