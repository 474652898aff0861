// A request's life between two people: questions, revisions, comments, drafts, copies, retirement.
import { expect, test } from '@playwright/test';
import { goneFromAws, iamSend, roleInAws } from '../support/aws.mjs';
import { badge, controls, fillRequest, personIn } from '../support/browser.mjs';
import { applied, command, reach, requestFields, seen, submit, uniqueName } from '../support/requests.mjs';
import { fieldValue, people, Visitor } from '../support/visitor.mjs';

const section = (page, name) => page.getByRole('region', { name, exact: true });
const decisionField = (page) => page.getByRole('textbox', { name: 'Comment', exact: true });

for (const javaScriptEnabled of [true, false]) {
  test.describe(`JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    const both = async (browser) => Promise.all([people.dev, people.ops].map((who) => personIn(browser, who, { javaScriptEnabled })));
    const close = (...pages) => Promise.all(pages.map((page) => page.context().close()));
    const asked = async () => submit(await Visitor.signedIn(people.dev), requestFields());

    test('a question, a new revision, the difference, an approval', async ({ browser }) => {
      const [dev, ops] = await both(browser);
      const path = await asked();
      await ops.goto(path);
      // Without a comment the page says what is missing, beside the field.
      await ops.getByRole('button', { name: 'Ask for changes' }).click();
      await expect(decisionField(ops)).toHaveAttribute('aria-invalid', 'true');
      await decisionField(ops).fill('Please write as well, see `job.scala`.');
      await ops.getByRole('button', { name: 'Ask for changes' }).click();
      await badge(ops, 'Changes asked for');

      await dev.goto('/requests?view=mine');
      await dev.getByRole('link', { name: new RegExp(`^${path.split('/').at(-1)}: `) }).click();
      await expect(dev.getByRole('main')).toContainText('An approver asks you for changes');
      await expect(dev.getByRole('main').locator('code', { hasText: 'job.scala' })).toBeVisible();
      await dev.getByRole('link', { name: 'Edit the request' }).click();
      await expect(dev.getByRole('heading', { level: 1 })).toContainText('Edit request');
      await controls(dev).grant(0).box('Write').check();
      await dev.getByRole('textbox', { name: 'Message to the approvers' }).fill('It writes now.');
      await controls(dev).review.click();
      await dev.getByRole('button', { name: 'Submit new revision' }).click();
      await badge(dev, 'Submitted');
      await expect(section(dev, 'What changes')).toContainText('Revision 2');
      await expect(section(dev, 'History')).toContainText('It writes now.');

      await ops.goto(path);
      await ops.getByRole('link', { name: 'Compare revisions' }).click();
      await expect(ops.getByRole('heading', { level: 1 })).toHaveText('Revision 2 against 1');
      await expect(section(ops, 'Access')).toContainText('will be able to write');
      await expect(section(ops, 'Policy')).toContainText('s3:PutObject');
      await ops.getByRole('combobox', { name: 'To' }).selectOption('1');
      await ops.getByRole('button', { name: 'Compare' }).click();
      await expect(ops.getByRole('main')).toContainText('These two are the same.');
      await ops.goto(path);
      await ops.getByRole('button', { name: 'Approve' }).click();
      await reach(await Visitor.signedIn(people.dev), path, 'applied');
      await close(dev, ops);
    });

    test('an answer alone sends it back as it is', async ({ browser }) => {
      const [dev, ops] = await both(browser);
      const path = await asked();
      const approver = await Visitor.signedIn(people.ops);
      await command(approver, path, 'request-changes', { ...await seen(approver, path), comment: 'Why?' });
      await dev.goto(path);
      await dev.getByRole('button', { name: 'Answer and ask again' }).click();
      const answer = dev.getByRole('textbox', { name: 'Answer' });
      await expect(answer).toHaveAttribute('aria-invalid', 'true');
      await answer.fill('Because of the audit.');
      await dev.getByRole('button', { name: 'Answer and ask again' }).click();
      await badge(dev, 'Submitted');
      await ops.goto(path);
      await expect(section(ops, 'History')).toContainText('Because of the audit.');
      await close(dev, ops);
    });

    test('comments: said, edited with the earlier text kept, harmless', async ({ browser }) => {
      const [dev, ops] = await both(browser);
      const path = await asked();
      await dev.goto(path);
      const message = dev.getByRole('textbox', { name: 'Message' });
      await message.fill('<img src=x onerror=alert(1)> **bold** @oscar');
      await dev.getByRole('button', { name: 'Comment', exact: true }).click();
      const history = section(dev, 'History');
      await expect(history.locator('strong', { hasText: 'bold' })).toBeVisible();
      await expect(history.locator('.mention')).toHaveText('@oscar');
      await expect(history).toContainText('<img src=x onerror=alert(1)>');
      await expect(history.locator('img')).toHaveCount(0);
      await dev.getByText('Edit', { exact: true }).last().click();
      await dev.getByRole('textbox', { name: 'Text' }).fill('Never mind.');
      await dev.getByRole('button', { name: 'Save' }).click();
      await ops.goto(path);
      await expect(section(ops, 'History')).toContainText('Never mind.');
      await expect(ops.getByRole('textbox', { name: 'Text' })).toHaveCount(0);
      await ops.getByText('Earlier texts').click();
      await expect(section(ops, 'History').locator('strong', { hasText: 'bold' })).toBeVisible();
      await ops.getByRole('button', { name: 'Comment', exact: true }).click();
      await expect(ops.getByRole('textbox', { name: 'Message' })).toHaveAttribute('aria-invalid', 'true');
      await close(dev, ops);
    });

    test('a draft is resumed in another browser, and is gone once submitted', async ({ browser }) => {
      const first = await personIn(browser, people.dev, { javaScriptEnabled });
      const app = uniqueName('draft');
      await first.goto('/requests/new');
      await fillRequest(first, { app, namespace: 'Not Valid', serviceAccount: app, reason: '', grants: [{ bucket: `${app}-data`, prefix: 'in/', access: ['Read'] }] });
      await first.getByRole('button', { name: 'Save draft' }).click();
      await expect(first).toHaveURL(/draft=\d+$/);
      await expect(first.getByText('This draft is saved.')).toBeVisible();

      const second = await personIn(browser, people.dev, { javaScriptEnabled });
      await second.goto('/requests?view=mine');
      await second.getByRole('link', { name: `${app} on production` }).click();
      await expect(controls(second).namespace).toHaveValue('Not Valid');
      await controls(second).namespace.fill(app);
      await controls(second).reason.fill('Whole now.');
      await controls(second).review.click();
      await second.getByRole('button', { name: 'Submit request' }).click();
      await badge(second, 'Submitted');
      await second.goto('/requests?view=mine');
      await expect(second.getByRole('link', { name: `${app} on production` })).toHaveCount(0);
      await close(first, second);
    });

    test('a copy starts from another request and says so', async ({ browser }) => {
      const dev = await personIn(browser, people.dev, { javaScriptEnabled });
      const path = await asked();
      await dev.goto(path);
      await dev.getByRole('link', { name: 'Duplicate' }).click();
      const app = uniqueName('copy');
      const form = controls(dev);
      await expect(form.reason).toHaveValue('Reads the daily export.');
      for (const field of [form.app, form.namespace, form.serviceAccount]) await field.fill(app);
      await form.review.click();
      await dev.getByRole('button', { name: 'Submit request' }).click();
      await expect(dev.getByRole('link', { name: `request ${path.split('/').at(-1)}`, exact: true })).toBeVisible();
      await close(dev);
    });

    test('a role that somebody changed in AWS is shown, and restored', async ({ browser }) => {
      const [author, approver] = await Promise.all([people.dev, people.ops].map((who) => Visitor.signedIn(who)));
      const app = uniqueName('drift');
      const { role } = await applied(author, approver, requestFields({ app }));
      const roleName = `bln-fairbid-production-${app}`;
      const [dev, ops] = await both(browser);
      const aws = (page) => section(page, 'As AWS has it');
      const shows = async (text) => expect(async () => {
        await dev.goto(`/roles/${role}`);
        await expect(aws(dev)).toContainText(text, { timeout: 500 });
      }).toPass({ timeout: 20_000 });
      await shows('As approved');

      const [{ arn }] = (await roleInAws(roleName)).policies;
      await iamSend('DetachRolePolicy', { RoleName: roleName, PolicyArn: arn });
      await aws(dev).getByRole('button', { name: 'Compare with AWS now' }).click();
      await shows('AWS has this role otherwise than it was approved');
      await expect(aws(dev)).toContainText('AttachRolePolicy');
      await aws(dev).getByRole('link', { name: 'Ask to restore it' }).click();
      await dev.getByRole('button', { name: 'Ask for its restoration' }).click();
      await expect(dev.getByRole('textbox', { name: 'Reason' })).toHaveAttribute('aria-invalid', 'true');
      await dev.getByRole('textbox', { name: 'Reason' }).fill('A slip of the hand.');
      await dev.getByRole('button', { name: 'Ask for its restoration' }).click();
      await badge(dev, 'Submitted');
      await ops.goto(new URL(dev.url()).pathname);
      await ops.getByRole('button', { name: 'Approve' }).click();
      await reach(author, new URL(dev.url()).pathname, 'applied');
      expect((await roleInAws(roleName)).policies).toHaveLength(1);
      await shows('As approved');
      await close(dev, ops);
    });

    test('what somebody changed in AWS is kept, once it is asked for and approved', async ({ browser }) => {
      const [author, approver] = await Promise.all([people.dev, people.ops].map((who) => Visitor.signedIn(who)));
      const app = uniqueName('kept');
      const { role } = await applied(author, approver, requestFields({ app }));
      const roleName = `bln-fairbid-production-${app}`;
      const [{ arn, document }] = (await roleInAws(roleName)).policies;
      document.Statement.push(
        { Effect: 'Allow', Action: ['s3:DeleteObject'], Resource: `arn:aws:s3:::${app}-data/in/*` },
        { Effect: 'Allow', Action: 'ec2:DescribeVpcs', Resource: '*' },
      );
      await iamSend('CreatePolicyVersion', { PolicyArn: arn, PolicyDocument: JSON.stringify(document), SetAsDefault: true });
      const [dev, ops] = await both(browser);
      const aws = section(dev, 'As AWS has it');
      await dev.goto(`/roles/${role}`);
      await aws.getByRole('button', { name: 'Compare with AWS now' }).click();
      await expect(async () => {
        await dev.goto(`/roles/${role}`);
        await expect(aws).toContainText('call ec2:DescribeVpcs on *', { timeout: 500 });
      }).toPass({ timeout: 20_000 });
      await aws.getByRole('link', { name: 'Ask to keep what AWS has' }).click();
      const form = controls(dev);
      await expect(form.grant(0).box('Delete')).toBeChecked();
      await expect(dev.getByRole('textbox', { name: 'Statement' })).toHaveValue(/"ec2:DescribeVpcs"/);
      await form.reason.fill('It was an emergency, and is right.');
      await form.review.click();
      await expect(dev.getByRole('main')).toContainText(`will be able to delete objects under s3://${app}-data/in/`);
      await dev.getByRole('button', { name: 'Submit request' }).click();
      await badge(dev, 'Submitted');
      const { pathname } = new URL(dev.url());
      await ops.goto(pathname);
      await ops.getByRole('button', { name: 'Approve' }).click();
      await reach(author, pathname, 'applied');
      await expect(async () => {
        await dev.goto(`/roles/${role}`);
        await expect(aws).toContainText('As approved', { timeout: 500 });
      }).toPass({ timeout: 20_000 });
      await close(dev, ops);
    });

    test('a role is retired: asked for, approved, gone from AWS, and its name is free again', async ({ browser }) => {
      const author = await Visitor.signedIn(people.dev);
      const approver = await Visitor.signedIn(people.ops);
      const app = uniqueName('retire');
      const { role } = await applied(author, approver, requestFields({ app }));
      const [dev, ops] = await both(browser);
      await dev.goto(`/roles/${role}`);
      await dev.getByRole('link', { name: 'Retire' }).click();
      await expect(section(dev, 'What changes')).toContainText('will no longer be able to');
      await dev.getByRole('button', { name: 'Ask for its retirement' }).click();
      const reason = dev.getByRole('textbox', { name: 'Reason' });
      await expect(reason).toHaveAttribute('aria-invalid', 'true');
      await reason.fill('The job is gone.');
      await dev.getByRole('button', { name: 'Ask for its retirement' }).click();
      await badge(dev, 'Submitted');
      const path = new URL(dev.url()).pathname;
      await ops.goto(path);
      await expect(ops.getByRole('main')).toContainText('DeleteRole');
      await ops.getByRole('button', { name: 'Approve' }).click();
      await reach(author, path, 'applied');
      // The open page follows by itself: it must have done so before it is left.
      if (javaScriptEnabled) await badge(dev, 'Applied');
      const roleName = `bln-fairbid-production-${app}`;
      expect(await goneFromAws(roleName)).toBe(true);
      await dev.goto(`/roles?q=${app}`);
      await expect(dev.getByRole('main')).toContainText('No role matches');
      await dev.goto(`/roles/${role}`);
      await expect(dev.getByRole('main')).toContainText('This role is retired');
      await expect(dev.getByRole('link', { name: 'Request a change' })).toHaveCount(0);
      // Asked for anew it comes back, with the same page and history.
      const again = await applied(author, approver, requestFields({ app }));
      expect(again.role).toBe(role);
      expect((await roleInAws(roleName)).policies).toHaveLength(1);
      await close(dev, ops);
    });
  });
}

test('an approval of what was replaced meanwhile decides nothing and shows what has changed', async ({ browser }) => {
  const author = await Visitor.signedIn(people.dev);
  const app = uniqueName('stale');
  const path = await submit(author, requestFields({ app }));
  const ops = await personIn(browser, people.ops, { javaScriptEnabled: false });
  await ops.goto(path);
  const { version } = await seen(author, path);
  const fields = requestFields({ app, grants: [{ bucket: `${app}-data`, prefix: 'in/', access: ['read', 'delete'] }] });
  const edited = await author.go(`${path}/edit`, { form: { key: 'k', version, ...fields, intent: 'submit' } });
  expect(edited.status).toBe(303);
  await ops.getByRole('button', { name: 'Approve' }).click();
  await expect(ops.getByRole('heading', { level: 1 })).toHaveText('This request has a new revision');
  await expect(ops.getByRole('main')).toContainText('will be able to delete objects');
  await ops.getByRole('link', { name: 'Read the present revision' }).click();
  await badge(ops, 'Submitted');
  await ops.context().close();
});

test('an edit that comes too late keeps what was typed', async () => {
  const author = await Visitor.signedIn(people.dev);
  const app = uniqueName('late');
  const path = await submit(author, requestFields({ app }));
  const { html: opened } = await author.page(`${path}/edit`);
  const version = fieldValue(opened, 'version');
  const form = (reason) => ({ key: 'k', version, ...requestFields({ app, reason }), intent: 'submit' });
  expect((await author.go(`${path}/edit`, { form: form('First.') })).status).toBe(303);
  const late = await author.go(`${path}/edit`, { form: form('Second, typed at length.') });
  expect(late.status).toBe(422);
  const html = await late.text();
  expect(html).toContain('Second, typed at length.');
  expect(html).toContain('This request has changed since you opened the form.');
  const next = fieldValue(html, 'version');
  expect((await author.go(`${path}/edit`, { form: { ...form('Second, typed at length.'), version: next } })).status).toBe(303);
});
