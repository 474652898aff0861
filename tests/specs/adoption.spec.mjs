// Roles that were made outside Roleport: found, compared with the team's table, adopted, and used as before.
import { expect, test } from '@playwright/test';
import { assume, podToken, roleInAws, s3Client } from '../support/aws.mjs';
import { badge, personIn } from '../support/browser.mjs';
import { makeByHand, reading } from '../support/by-hand.mjs';
import { command, reach, seen, uniqueName } from '../support/requests.mjs';
import { people, Visitor } from '../support/visitor.mjs';

const section = (page, name) => page.getByRole('region', { name, exact: true });

/** Has AWS read, and waits until the list shows a role. */
async function readAws(page, name) {
  await page.goto('/unmanaged');
  await page.getByRole('button', { name: 'Read AWS now' }).click();
  await page.waitForURL(/reading=/);
  await expect(page.getByRole('status')).toHaveCount(0, { timeout: 60_000 });
  await page.getByRole('searchbox', { name: 'Search roles to adopt' }).fill(name);
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page.getByRole('link', { name, exact: true })).toBeVisible();
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test('a role is found, adopted as it is, and its pods notice nothing', async ({ browser }) => {
      test.setTimeout(150_000);
      const app = uniqueName('adopted');
      const name = `by-hand-${app}`;
      const arn = await makeByHand({
        name, path: '/old/', subjects: [`${app}/reader`, `${app}/writer`],
        inline: { s3: reading('adoption-bucket') }, managed: [reading('adoption-bucket-2')],
      });
      const root = s3Client();
      for (const Bucket of ['adoption-bucket', 'adoption-bucket-2']) {
        await root('CreateBucket', { Bucket }).catch(() => {});
        await root('PutObject', { Bucket, Key: 'day/1', Body: 'x' });
      }
      const { trust } = await roleInAws(name);
      const issuer = `https://${trust.Statement[0].Principal.Federated.split(':oidc-provider/')[1]}`;
      const pod = async () => s3Client(await assume(arn, podToken({ issuer, namespace: app, serviceAccount: 'reader' })));
      const reads = async () => {
        const ask = await pod();
        for (const Bucket of ['adoption-bucket', 'adoption-bucket-2']) await ask('GetObject', { Bucket, Key: 'day/1' });
      };
      await reads();

      const [ops, admin] = await Promise.all([people.ops, people.admin].map((who) => personIn(browser, who, { javaScriptEnabled })));
      await ops.goto('/roles');
      await ops.getByRole('link', { name: 'Roles to adopt' }).click();
      await readAws(ops, name);
      await ops.getByRole('link', { name, exact: true }).click();
      await expect(section(ops, 'What its pods may do')).toContainText('s3://adoption-bucket');
      await expect(section(ops, 'What adopting it does')).toContainText(`the service account ${app}/writer`);
      const form = section(ops, 'Adopt it');
      await expect(form.getByRole('textbox', { name: 'Service account' })).toHaveValue('reader');

      // What is wrong is said beside its field, and what was typed stays.
      await form.getByRole('textbox', { name: 'Application' }).fill(app);
      await form.getByRole('textbox', { name: 'Service account' }).fill('nobody');
      await form.getByRole('button', { name: 'Ask for its adoption' }).click();
      await expect(form.getByRole('textbox', { name: 'Reason' })).toHaveAttribute('aria-invalid', 'true');
      await form.getByRole('textbox', { name: 'Reason' }).fill('Made two years ago.');
      await form.getByRole('button', { name: 'Ask for its adoption' }).click();
      await expect(form).toContainText(`AWS does not let ${app}/nobody assume this role now. It does let ${app}/reader, ${app}/writer in.`);
      await expect(form.getByRole('textbox', { name: 'Application' })).toHaveValue(app);
      await form.getByRole('textbox', { name: 'Service account' }).fill('reader');
      await form.getByRole('button', { name: 'Ask for its adoption' }).click();
      await badge(ops, 'Submitted');
      const path = new URL(ops.url()).pathname;

      await expect(async () => {
        await admin.goto(path);
        await expect(section(admin, 'What changes')).toContainText('Nothing changes for its pods', { timeout: 500 });
      }).toPass({ timeout: 20_000 });
      await expect(admin.getByRole('main')).toContainText('Adoption');
      await expect(section(admin, 'What approval would do in AWS')).toContainText(`Delete the inline policy s3 of ${name}`);
      await admin.getByRole('button', { name: 'Approve' }).click();
      await reach(await Visitor.signedIn(people.ops), path, 'applied');
      await ops.goto(path);
      await expect(ops.getByRole('main')).toContainText('The role is Roleport’s now');
      await reads();
      const after = await roleInAws(name);
      expect(after.arn).toBe(arn);
      expect(after.policies).toHaveLength(1);
      expect(after.tags['roleport:namespace']).toBe(app);
      await ops.goto(`/unmanaged?q=${name}`);
      await expect(ops.getByRole('main')).toContainText('None with this text.');
      await ops.goto(`/roles?q=${app}`);
      await ops.getByRole('link', { name, exact: true }).click();
      await expect(ops.getByRole('main')).toContainText(arn);
      await Promise.all([ops, admin].map((page) => page.context().close()));
    });

    test('the team’s table is compared with AWS, and those chosen are asked for', async ({ browser }) => {
      test.setTimeout(150_000);
      const apps = ['same', 'differs', 'absent'].map((one) => uniqueName(one));
      const roles = apps.map((app) => `bln-fairbid-production-${app}`);
      for (const place of [0, 1]) {
        await makeByHand({ name: roles[place], subjects: [`${apps[place]}/${apps[place]}`], inline: { s3: reading(`${apps[place]}-events`) } });
      }
      const ops = await personIn(browser, people.ops, { javaScriptEnabled });
      await readAws(ops, roles[1]);
      await ops.getByRole('link', { name: 'Import a table' }).click();
      await ops.getByRole('button', { name: 'Compare with AWS' }).click();
      await expect(ops.getByRole('textbox', { name: 'Table' })).toHaveAttribute('aria-invalid', 'true');
      const line = (place, permissions) => `arn:aws:iam::003250186609:role/${roles[place]},${apps[place]},${apps[place]},${permissions}`;
      const table = ['iam_role,namespace,service_account,permissions', line(0, `s3://${apps[0]}-events`), line(1, 's3://raw'), line(2, 's3://raw')].join('\n');
      await ops.getByRole('textbox', { name: 'Table' }).fill(table);
      await ops.getByRole('button', { name: 'Compare with AWS' }).click();
      const row = (place) => ops.getByRole('row').filter({ hasText: roles[place] });
      await expect(row(0)).toContainText('As the table says');
      await expect(row(1)).toContainText('In the table, not in AWS: s3://raw');
      await expect(row(2)).toContainText('Not found in AWS');
      await ops.getByRole('checkbox', { name: roles[1] }).uncheck();
      await ops.getByRole('button', { name: 'Ask for the adoption' }).click();
      await expect(ops.getByRole('textbox', { name: 'Reason' })).toHaveAttribute('aria-invalid', 'true');
      await expect(ops.getByRole('textbox', { name: 'Table' })).toHaveValue(table);
      await ops.getByRole('checkbox', { name: roles[1] }).uncheck();
      await ops.getByRole('textbox', { name: 'Reason' }).fill('From the wiki.');
      await ops.getByRole('button', { name: 'Ask for the adoption' }).click();
      await expect(row(0)).toContainText('Asked for');
      await expect(row(1)).toContainText('Differs from the table');
      await row(0).getByRole('link', { name: /^Request/ }).click();
      await badge(ops, 'Submitted');
      await expect(ops.getByRole('main')).toContainText(apps[0]);
      await ops.context().close();
    });
  });
}

test('who only asks for roles does not see them', async () => {
  const dev = await Visitor.signedIn(people.dev);
  const page = await dev.page('/unmanaged');
  expect(page.status).toBe(403);
  const home = await dev.page('/');
  expect(home.html).not.toContain('Roles to adopt');
});
