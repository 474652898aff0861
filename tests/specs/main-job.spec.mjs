// The job that Roleport is for, from asking to using to changing, as two people do it in two browsers.
import { expect, test } from '@playwright/test';
import { roleInAws } from '../support/aws.mjs';
import { badge, controls, fillRequest, personIn } from '../support/browser.mjs';
import { uniqueName } from '../support/requests.mjs';
import { people } from '../support/visitor.mjs';

const section = (page, name) => page.getByRole('region', { name, exact: true });

async function approve(ops, path, comment) {
  await ops.goto(path);
  await ops.getByRole('textbox', { name: 'Comment' }).fill(comment);
  await ops.getByRole('button', { name: 'Approve' }).click();
  await expect(ops.getByRole('button', { name: 'Approve' })).toHaveCount(0);
  // While AWS is being changed the page follows by itself, also without JavaScript.
  await badge(ops, 'Applied');
}

/** With JavaScript the open page follows by itself; without, the person loads it again. */
async function becomesApplied(page, javaScriptEnabled) {
  if (!javaScriptEnabled) {
    await expect(async () => {
      await page.reload();
      await expect(page.getByRole('heading', { name: 'Use it in your Helm chart' })).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 30_000 });
  }
  await badge(page, 'Applied');
  await expect(page.getByRole('heading', { name: 'Use it in your Helm chart' })).toBeVisible();
}

for (const javaScriptEnabled of [true, false]) {
  test(`ask, approve, apply, copy, change: JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async ({ browser }) => {
    test.setTimeout(180_000);
    const context = { javaScriptEnabled, permissions: ['clipboard-read', 'clipboard-write'] };
    const dev = await personIn(browser, people.dev, context);
    const ops = await personIn(browser, people.ops, context);
    const app = uniqueName('main');
    const roleName = `bln-fairbid-production-${app}`;
    const roleArn = new RegExp(`arn:aws:iam::003250186609:role/([^ "]*/)?${roleName}`);
    let path;

    await test.step('the developer asks', async () => {
      await dev.getByRole('link', { name: 'New request' }).first().click();
      await fillRequest(dev, {
        app,
        namespace: `${app}-ns`,
        serviceAccount: `${app}.sa`,
        grants: [
          { bucket: `${app}-raw`, prefix: 'in/', access: ['Read'] },
          // Without JavaScript the pasted address is taken apart by the server.
          { bucket: `s3://${app}-results/daily/`, access: ['Read', 'Write'] },
        ],
        reason: 'Aggregates the raw events\nevery night.',
      });
      await controls(dev).review.click();
    });

    await test.step('the review shows what would be made', async () => {
      await expect(dev.getByRole('heading', { level: 1 })).toContainText(app);
      const main = dev.getByRole('main');
      await expect(main.getByText(roleName, { exact: true }).first()).toBeVisible();
      const trust = dev.getByRole('region', { name: /^Trust policy/ });
      await expect(trust).toContainText(`"system:serviceaccount:${app}-ns:${app}.sa"`);
      await expect(trust).toContainText('"sts.amazonaws.com"');
      await expect(trust).toContainText('sts:AssumeRoleWithWebIdentity');
      const policy = dev.getByRole('region', { name: /^Permission policy/ });
      await expect(policy).toContainText(`arn:aws:s3:::${app}-raw/in/*`);
      await expect(policy).toContainText(`arn:aws:s3:::${app}-results/daily/*`);
      await expect(policy).toContainText('s3:PutObject');
      await expect(policy).not.toContainText('s3:DeleteObject');
      await expect(dev.getByRole('region', { name: 'values.yaml' })).toContainText(`"${app}.sa"`);
      await expect(section(dev, 'What changes')).toContainText(`s3://${app}-raw/in/`);
      await expect(section(dev, 'Who would approve it')).toContainText(people.ops.name);
      await expect(section(dev, 'Who would approve it')).not.toContainText(people.dev.name);
      await dev.getByRole('button', { name: 'Submit request' }).click();
      await expect(dev).toHaveURL(/\/requests\/\d+$/);
      path = new URL(dev.url()).pathname;
      await badge(dev, 'Submitted');
      await expect(dev.getByRole('button', { name: 'Approve' })).toHaveCount(0);
    });

    await test.step('the approver finds it in the queue and approves', async () => {
      await ops.goto('/');
      const link = ops.getByRole('region', { name: /^Waiting for you/ }).getByRole('link', { name: `${path.split('/').at(-1)}: ${app}` });
      await link.click();
      await expect(ops).toHaveURL(new RegExp(`${path}$`));
      await expect(section(ops, 'What changes')).toContainText(`s3://${app}-results/daily/`);
      await expect(ops.getByRole('main')).toContainText('Aggregates the raw events');
      await approve(ops, path, 'Checked with the data team.');
    });

    await test.step("the developer's open page becomes applied, with Helm values and history", async () => {
      await becomesApplied(dev, javaScriptEnabled);
      await expect(dev).toHaveURL(new RegExp(`${path}$`));
      const values = dev.getByRole('region', { name: 'values.yaml' });
      await expect(values).toContainText(roleArn);
      if (javaScriptEnabled) {
        const copy = dev.getByRole('button', { name: 'Copy values.yaml' });
        await copy.click();
        await expect(copy).toHaveText('Copied');
        expect(await dev.evaluate(() => navigator.clipboard.readText())).toBe(await values.locator('code').textContent());
      } else {
        await expect(dev.getByRole('button', { name: /^Copy/ })).toHaveCount(0);
      }
      const history = section(dev, 'History');
      await expect(history.getByRole('listitem').filter({ hasText: people.dev.name })).toContainText('asked for a new role');
      await expect(history.getByRole('listitem').filter({ hasText: people.ops.name })).toContainText(/approved[\s\S]*Checked with the data team\./);
      await expect(history).toContainText(/applied/i);
    });

    let before;
    await test.step('AWS has exactly that role', async () => {
      before = await roleInAws(roleName);
      expect(before.arn).toMatch(roleArn);
      expect(before.tags).toMatchObject({
        'roleport:managed': 'true',
        'roleport:cluster': 'production',
        'roleport:namespace': `${app}-ns`,
        'roleport:service-account': `${app}.sa`,
        'roleport:application': app,
      });
      expect(before.policies).toHaveLength(1);
      const text = JSON.stringify(before.policies[0].document);
      expect(text).toContain(`arn:aws:s3:::${app}-raw/in/*`);
      expect(text).toContain(`arn:aws:s3:::${app}-results/daily/*`);
    });

    await test.step('the role is in the table, and its page leads to a change', async () => {
      await dev.goto('/roles');
      // Any part of any column, whatever the letters are.
      await dev.getByRole('searchbox').fill(`${app.slice(2)}-RAW/in`);
      await dev.getByRole('button', { name: 'Search' }).click();
      await expect(dev.getByRole('link', { name: roleName })).toHaveCount(1);
      await dev.getByRole('link', { name: /remove this filter/ }).click();
      await dev.getByRole('searchbox').fill(app);
      await dev.getByRole('button', { name: 'Search' }).click();
      await dev.getByRole('link', { name: roleName }).click();
      await expect(dev.getByRole('heading', { level: 1, name: roleName })).toBeVisible();
      await expect(dev.getByRole('main')).toContainText(before.arn);
      // Pages of the list: what comes after this role has another search's first page to go back to.
      const number = new URL(dev.url()).pathname.split('/').at(-1);
      await dev.goto(`/roles?q=${app}&after=${number}`);
      await expect(dev.getByRole('main')).toContainText('There are no more roles.');
      await dev.getByRole('link', { name: 'First page' }).click();
      await dev.getByRole('link', { name: roleName }).click();
      await dev.getByRole('link', { name: 'Request a change' }).click();
      await expect(controls(dev).app).toHaveCount(0);
      await expect(dev.getByRole('main')).toContainText(`${app}.sa`);
      const first = controls(dev).grant(0);
      await expect(first.bucket).toHaveValue(`${app}-raw`);
      await expect(first.box('Read')).toBeChecked();
      await first.prefix.fill('out/');
      await controls(dev).reason.fill('The raw data moved.');
      await controls(dev).review.click();
      const changes = section(dev, 'What changes');
      for (const [kind, address] of [['Added', `${app}-raw/out/`], ['Removed', `${app}-raw/in/`], ['Kept', `${app}-results/daily/`]]) {
        await expect(changes.getByRole('listitem').filter({ hasText: `s3://${address}` }).filter({ hasText: kind })).toHaveCount(1);
      }
      await dev.getByRole('button', { name: 'Submit request' }).click();
      await expect(dev).toHaveURL(/\/requests\/\d+$/);
      path = new URL(dev.url()).pathname;
    });

    await test.step('after approval a new policy version is live; role and ARN are the same', async () => {
      await approve(ops, path, '');
      await becomesApplied(dev, javaScriptEnabled);
      const after = await roleInAws(roleName);
      expect({ arn: after.arn, id: after.id, trust: after.trust }).toEqual({ arn: before.arn, id: before.id, trust: before.trust });
      expect(after.policies.map(({ arn }) => arn)).toEqual(before.policies.map(({ arn }) => arn));
      expect(after.policies[0].version).not.toBe(before.policies[0].version);
      const text = JSON.stringify(after.policies[0].document);
      expect(text).toContain(`arn:aws:s3:::${app}-raw/out/*`);
      expect(text).not.toContain(`arn:aws:s3:::${app}-raw/in/*`);
    });
    await Promise.all([dev, ops].map((page) => page.context().close()));
  });
}

test('a rejection reaches the author with its reason, and a person can withdraw', async ({ browser }) => {
  const dev = await personIn(browser, people.dev);
  const ops = await personIn(browser, people.ops);
  const ask = async () => {
    const app = uniqueName('no');
    await dev.goto('/requests/new');
    await fillRequest(dev, {
      app, namespace: app, serviceAccount: app, reason: 'A try.', grants: [{ bucket: `${app}-data`, prefix: '', access: ['List'] }],
    });
    await controls(dev).review.click();
    await dev.getByRole('button', { name: 'Submit request' }).click();
    await expect(dev).toHaveURL(/\/requests\/\d+$/);
    return new URL(dev.url()).pathname;
  };
  await ops.goto(await ask());
  await ops.getByRole('button', { name: 'Reject' }).click();
  // Without a comment the page comes again and says what is missing.
  await expect(ops.getByRole('textbox', { name: 'Comment' })).toHaveAttribute('aria-invalid', 'true');
  await ops.getByRole('textbox', { name: 'Comment' }).fill('Use the staging bucket.');
  await ops.getByRole('button', { name: 'Reject' }).click();
  await badge(ops, 'Rejected');
  await badge(dev, 'Rejected');
  await expect(section(dev, 'History')).toContainText('Use the staging bucket.');

  await ask();
  await dev.getByRole('button', { name: /^Withdraw/ }).click();
  await badge(dev, 'Withdrawn');
  await Promise.all([dev, ops].map((page) => page.context().close()));
});
