// An application that AWS does not take: the reason on the page, then another try, or giving up.
import { expect, test } from '@playwright/test';
import { badge, personIn } from '../support/browser.mjs';
import { iamSend, roleInAws } from '../support/aws.mjs';
import { reach, requestFields, stateOf, submit, uniqueName } from '../support/requests.mjs';
import { people, Visitor } from '../support/visitor.mjs';

/** A request whose role name somebody else's role has already. */
async function inTheWay() {
  const app = uniqueName('foreign');
  const roleName = `bln-fairbid-production-${app}`;
  await iamSend('CreateRole', { RoleName: roleName, AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [] }) });
  const author = await Visitor.signedIn(people.dev);
  return { app, roleName, author, path: await submit(author, requestFields({ app })) };
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    const approve = async (browser, path) => {
      const page = await personIn(browser, people.ops, { javaScriptEnabled });
      await page.goto(path);
      await page.getByRole('button', { name: 'Approve' }).click();
      if (!javaScriptEnabled) {
        await reach(await Visitor.signedIn(people.ops), path, 'failed');
        await page.goto(path);
      }
      await badge(page, 'Failed');
      return page;
    };

    test('a role that is not ours is left alone; the author mends the cause and tries again', async ({ browser }) => {
      const { author, path, roleName } = await inTheWay();
      const approver = await approve(browser, path);
      await expect(approver.getByRole('main')).toContainText(roleName);
      expect((await roleInAws(roleName)).tags).toEqual({});
      await approver.context().close();

      await iamSend('DeleteRole', { RoleName: roleName });
      const page = await personIn(browser, people.dev, { javaScriptEnabled });
      await page.goto(path);
      await page.getByRole('button', { name: 'Retry' }).click();
      await expect.poll(() => stateOf(author, path), { timeout: 30_000 }).toBe('applied');
      // With JavaScript the page shows it by itself, and a second way there would be in its way.
      if (!javaScriptEnabled) await page.goto(path);
      await badge(page, 'Applied');
      await expect(page.getByRole('main')).toContainText('asked to apply it again');
      expect((await roleInAws(roleName)).policies).toHaveLength(1);
      await page.context().close();
    });

    test('a request that is given up is settled, and the role can be asked for anew', async ({ browser }) => {
      const { app, author, path, roleName } = await inTheWay();
      const page = await approve(browser, path);
      await page.getByRole('button', { name: 'Give up' }).click();
      await badge(page, 'Withdrawn');
      await expect(page.getByRole('main')).toContainText('gave the request up');
      await page.context().close();
      await iamSend('DeleteRole', { RoleName: roleName });
      expect(await submit(author, requestFields({ app }))).not.toBe(path);
    });
  });
}
