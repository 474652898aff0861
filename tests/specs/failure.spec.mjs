// What AWS does not take: seen before anybody approves, or told with its reason, another try, or giving up.
import { expect, test } from '@playwright/test';
import { badge, personIn } from '../support/browser.mjs';
import { goneFromAws, iamSend, roleInAws } from '../support/aws.mjs';
import { accountId } from '../support/env.mjs';
import { applied, command, reach, requestFields, seen, stateOf, submit, uniqueName } from '../support/requests.mjs';
import { people, Visitor } from '../support/visitor.mjs';

const trust = JSON.stringify({ Version: '2012-10-17', Statement: [] });
const plan = (page) => page.getByRole('region', { name: /(do|done) in AWS$/ });

/** A role whose policy also hangs on a role that somebody made by hand: the policy can't be deleted. */
async function heldPolicy() {
  const app = uniqueName('held');
  const holder = uniqueName('by-hand');
  const [author, ops] = await Promise.all([Visitor.signedIn(people.dev), Visitor.signedIn(people.ops)]);
  const { role } = await applied(author, ops, requestFields({ app }));
  const policy = `arn:aws:iam::${accountId}:policy/bln-fairbid-production-${app}`;
  await iamSend('CreateRole', { RoleName: holder, AssumeRolePolicyDocument: trust });
  await iamSend('AttachRolePolicy', { RoleName: holder, PolicyArn: policy });
  const asked = await author.go(`/roles/${role}/retire`, { form: { key: uniqueName(), reason: 'Not needed any more.' } });
  expect(asked.status).toBe(303);
  return { app, holder, policy, author, path: asked.headers.get('location') };
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    const open = async (browser, person, path) => {
      const page = await personIn(browser, person, { javaScriptEnabled });
      await page.goto(path);
      return page;
    };
    const becomes = async (page, visitor, path, state, label) => {
      if (!javaScriptEnabled) {
        await reach(visitor, path, state);
        await page.goto(path);
      }
      await badge(page, label);
    };

    test('a role that is not ours is seen before anybody approves, and AWS is read again once it is gone', async ({ browser }) => {
      const app = uniqueName('foreign');
      const roleName = `bln-fairbid-production-${app}`;
      await iamSend('CreateRole', { RoleName: roleName, AssumeRolePolicyDocument: trust });
      const author = await Visitor.signedIn(people.dev);
      const path = await submit(author, requestFields({ app }));
      const page = await open(browser, people.ops, path);
      await expect(plan(page)).toContainText(`A role named ${roleName} exists in the account`);
      await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0);
      await expect(page.getByRole('button', { name: 'Ask for changes' })).toBeVisible();
      const ops = await Visitor.signedIn(people.ops);
      expect((await command(ops, path, 'approve', await seen(ops, path))).status).toBe(409);

      await iamSend('DeleteRole', { RoleName: roleName });
      await page.getByRole('button', { name: 'Read AWS again' }).click();
      await expect(async () => {
        if (!javaScriptEnabled) await page.goto(path);
        await expect(page.getByRole('button', { name: 'Approve' })).toBeVisible({ timeout: 1000 });
      }).toPass({ timeout: 20_000 });
      await expect(plan(page)).toContainText('CreateRole');
      await page.getByText('Before and after').first().click();
      await expect(plan(page)).toContainText('sts:AssumeRoleWithWebIdentity');
      await page.getByRole('button', { name: 'Approve' }).click();
      await reach(author, path, 'applied');
      expect((await roleInAws(roleName)).policies).toHaveLength(1);
      await page.context().close();
    });

    test('AWS that has changed since the approval sends the request back with a new plan', async ({ browser }) => {
      const app = uniqueName('changed');
      const [author, ops] = await Promise.all([Visitor.signedIn(people.dev), Visitor.signedIn(people.ops)]);
      const { role } = await applied(author, ops, requestFields({ app }));
      const path = await submit(author, requestFields({ app, role, grants: [{ bucket: `${app}-data`, prefix: 'out/', access: ['read'] }] }));
      const page = await open(browser, people.ops, path);
      const roleName = `bln-fairbid-production-${app}`;
      await iamSend('DetachRolePolicy', { RoleName: roleName, PolicyArn: `arn:aws:iam::${accountId}:policy/${roleName}` });
      await page.getByRole('button', { name: 'Approve' }).click();
      await expect(async () => {
        await page.goto(path);
        await expect(plan(page)).toContainText('AttachRolePolicy', { timeout: 1000 });
      }).toPass({ timeout: 20_000 });
      await badge(page, 'Submitted');
      await expect(page.getByRole('main')).toContainText('found AWS changed since the approval');
      expect((await roleInAws(roleName)).policies).toHaveLength(0);
      await page.getByRole('button', { name: 'Approve' }).click();
      await reach(author, path, 'applied');
      expect((await roleInAws(roleName)).policies).toHaveLength(1);
      await page.context().close();
    });

    test('a call that AWS refuses is told in its words; the author mends the cause and tries again', async ({ browser }) => {
      const { app, holder, policy, author, path } = await heldPolicy();
      const ops = await Visitor.signedIn(people.ops);
      const approver = await open(browser, people.ops, path);
      await approver.getByRole('button', { name: 'Approve' }).click();
      await becomes(approver, ops, path, 'failed', 'Failed');
      await expect(approver.getByRole('main')).toContainText('DeleteConflict');
      await expect(approver.getByRole('main')).toContainText(`role ${holder}`);
      await approver.context().close();

      await iamSend('DetachRolePolicy', { RoleName: holder, PolicyArn: policy });
      const page = await open(browser, people.dev, path);
      await page.getByRole('button', { name: 'Retry' }).click();
      await expect.poll(() => stateOf(author, path), { timeout: 30_000 }).toBe('applied');
      // With JavaScript the page shows it by itself, and a second way there would be in its way.
      if (!javaScriptEnabled) await page.goto(path);
      await badge(page, 'Applied');
      await expect(page.getByRole('main')).toContainText('asked to apply it again');
      expect(await goneFromAws(`bln-fairbid-production-${app}`)).toBe(true);
      await page.context().close();
    });

    test('a request that is given up is settled, and another can be sent', async ({ browser }) => {
      const { author, path, policy, holder } = await heldPolicy();
      const ops = await Visitor.signedIn(people.ops);
      const page = await open(browser, people.ops, path);
      await page.getByRole('button', { name: 'Approve' }).click();
      await becomes(page, ops, path, 'failed', 'Failed');
      await page.getByRole('button', { name: 'Give up' }).click();
      await badge(page, 'Withdrawn');
      await expect(page.getByRole('main')).toContainText('gave the request up');
      await page.context().close();
      await iamSend('DetachRolePolicy', { RoleName: holder, PolicyArn: policy });
      const role = /href="(\/roles\/\d+)"/.exec((await author.page(path)).html)[1];
      const again = await author.go(`${role}/retire`, { form: { key: uniqueName(), reason: 'Once more.' } });
      expect(again.status).toBe(303);
      expect(again.headers.get('location')).not.toBe(path);
    });
  });
}
