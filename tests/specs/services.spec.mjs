// Access to more than S3: the form's kinds of lines, what they make in AWS, and statements that somebody writes.
import { spawnSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { roleInAws } from '../support/aws.mjs';
import { awake, badge, controls, personIn, textField } from '../support/browser.mjs';
import { applied, command, planned, reach, requestFields, seen, submit, uniqueName } from '../support/requests.mjs';
import { people, Visitor } from '../support/visitor.mjs';

let dev;
let ops;
test.beforeAll(async () => {
  [dev, ops] = await Promise.all([Visitor.signedIn(people.dev), Visitor.signedIn(people.ops)]);
});

const line = (page, number) => page.getByRole('group', { name: `Line ${number}`, exact: true });

/** Submits what is reviewed, has it approved and applied; gives the statements of its one policy. */
async function carriedOut(page, app) {
  await page.getByRole('button', { name: 'Submit request' }).click();
  await badge(page, 'Submitted');
  const { pathname } = new URL(page.url());
  await page.context().close();
  await planned(dev, pathname);
  await command(ops, pathname, 'approve', await seen(ops, pathname));
  await reach(dev, pathname, 'applied');
  const { policies } = await roleInAws(`bln-fairbid-production-${app}`);
  expect(policies).toHaveLength(1);
  return policies[0].document.Statement;
}

/** Makes a line one of another kind, as the person's browser lets them. */
async function turn(page, number, kind, javaScriptEnabled) {
  await line(page, number).getByRole('combobox', { name: 'Kind' }).selectOption({ label: kind });
  if (!javaScriptEnabled) await line(page, number).getByRole('button', { name: 'Show its fields' }).click();
}

for (const javaScriptEnabled of [true, false]) {
  test(`a queue, a table and queries: JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async ({ browser }) => {
    const page = await personIn(browser, people.dev, { javaScriptEnabled });
    const app = uniqueName('kinds');
    const form = controls(page);
    await page.goto('/requests/new');
    if (javaScriptEnabled) await awake(page);
    await form.app.fill(app);
    if (!javaScriptEnabled) {
      await form.namespace.fill(app);
      await form.serviceAccount.fill(app);
    }
    await form.reason.fill('Takes orders and reports on them.');
    await turn(page, 1, 'SQS queue', javaScriptEnabled);
    await textField(line(page, 1), 'Queue').fill(`https://sqs.us-east-1.amazonaws.com/003250186609/${app}`);
    await line(page, 1).getByRole('checkbox', { name: 'Receive' }).check();
    await form.another.click();
    // Another line is of the kind that was asked for last.
    await expect(textField(line(page, 2), 'Queue')).toHaveValue('');
    await turn(page, 2, 'DynamoDB table', javaScriptEnabled);
    await line(page, 2).getByRole('checkbox', { name: 'Write' }).check();
    await form.another.click();
    await turn(page, 3, 'Athena queries', javaScriptEnabled);
    await textField(line(page, 3), 'Work group').fill('primary');
    await textField(line(page, 3), 'Database').fill('sales');
    await textField(line(page, 3), 'Results bucket').fill(`s3://${app}-results/athena/`);
    // The only thing that can be done needs no box.
    await expect(line(page, 3).getByRole('checkbox')).toHaveCount(0);
    await form.review.click();

    // What is missing is said beside its field, and nothing that was typed is lost.
    await expect(line(page, 2)).toContainText('Enter the table’s name'.replace('’', "'"));
    await expect(textField(line(page, 2), 'Table')).toHaveAttribute('aria-invalid', 'true');
    await expect(textField(line(page, 1), 'Queue')).toHaveValue(/\/003250186609\//);
    await expect(line(page, 1).getByRole('checkbox', { name: 'Receive' })).toBeChecked();
    await expect(textField(line(page, 3), 'Results prefix')).toHaveValue('athena/');
    await textField(line(page, 2), 'Table').fill(app);
    await form.review.click();

    await expect(page.getByRole('heading', { level: 1 })).toContainText(app);
    const main = page.getByRole('main');
    await expect(main).toContainText(`Pods will be able to receive messages of the queue ${app}`);
    await expect(main).toContainText(`Pods will be able to write items of the table ${app}`);
    await expect(main).toContainText(`query the database sales with the Athena work group primary, with results in s3://${app}-results/athena/`);
    await expect(main.getByText(/takes messages off the queue/)).toHaveCount(1);
    const statements = await carriedOut(page, app);
    expect(statements.map((one) => one.Sid)).toEqual(['ReceiveQueues', 'WriteTables', 'QueryWorkGroups', 'QueryCatalogs', 'QueryDatabases', 'QueryResultBuckets', 'QueryResults', 'ListAthena']);
    expect(statements[1].Resource).toEqual([
      `arn:aws:dynamodb:us-east-1:003250186609:table/${app}`, `arn:aws:dynamodb:us-east-1:003250186609:table/${app}/index/*`,
    ]);
  });

  test(`a custom statement is taken word for word and looked at twice: JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async ({ browser }) => {
    const page = await personIn(browser, people.dev, { javaScriptEnabled });
    const app = uniqueName('custom');
    const form = controls(page);
    await page.goto('/requests/new');
    if (javaScriptEnabled) await awake(page);
    await form.app.fill(app);
    await form.namespace.fill(app);
    await form.serviceAccount.fill(app);
    await form.reason.fill('Needs it.');
    await turn(page, 1, 'Custom statement', javaScriptEnabled);
    const statement = textField(line(page, 1), 'Statement');
    await statement.fill('{"Effect": "Allow", "Action": "s3:GetObjectTagging"');
    await form.review.click();
    await expect(line(page, 1)).toContainText('This is no JSON');
    await expect(statement).toHaveValue('{"Effect": "Allow", "Action": "s3:GetObjectTagging"');
    await statement.fill('{"Effect": "Allow", "Action": ["iam:PassRole", "s3:GetObjectTaging"], "Resource": "*"}');
    await form.review.click();
    const main = page.getByRole('main');
    await expect(main).toContainText('written by hand: read it word for word');
    await expect(main).toContainText('With iam:PassRole the application can give itself, or somebody else, more rights');
    await expect(main).toContainText(/AWS had no action s3:GetObjectTaging on 20\d\d-\d\d-\d\d: then it allows nothing. Is s3:GetObjectTagging meant\?/);
    await page.getByRole('button', { name: 'Change something' }).click();
    await expect(statement).toHaveValue(/"Action": \[\n/);
    await statement.fill(`{"Sid": "Mine", "Effect": "Allow", "Action": "s3:GetObjectTagging", "Resource": "arn:aws:s3:::${app}/*"}`);
    await form.review.click();
    expect(await carriedOut(page, app)).toEqual([
      { Sid: 'Custom1', Effect: 'Allow', Action: 's3:GetObjectTagging', Resource: `arn:aws:s3:::${app}/*` },
    ]);
  });
}

test('what a line was is gone when it becomes one of another kind, and the panel follows', async ({ browser }) => {
  const page = await personIn(browser, people.dev);
  await page.goto('/requests/new');
  await awake(page);
  await textField(line(page, 1), 'Bucket').fill('data');
  await line(page, 1).getByRole('checkbox', { name: 'Read' }).check();
  const panel = page.getByRole('complementary');
  await expect(panel).toContainText('read all objects in the bucket s3://data.');
  await turn(page, 1, 'SNS topic', true);
  await expect(line(page, 1).getByRole('combobox', { name: 'Kind' })).toBeFocused();
  await expect(panel).not.toContainText('s3://data');
  await textField(line(page, 1), 'Topic').fill('alerts');
  await expect(panel).toContainText('publish to the topic alerts');
  await page.context().close();
});

test('so much that it takes several policies, and then little again', async () => {
  const app = uniqueName('wide');
  const folder = (number) => ({ bucket: `${app}-data`, prefix: `${'a-folder-with-a-long-name'.repeat(12)}-${number}/`, access: ['read'] });
  const wide = requestFields({ app, grants: Array.from({ length: 14 }, (_, number) => folder(number)) });
  const { role } = await applied(dev, ops, wide);
  const name = `bln-fairbid-production-${app}`;
  const names = async () => (await roleInAws(name)).policies.map(({ arn }) => arn.split('/').pop()).sort();
  expect(await names()).toEqual([name, `${name}.2`, `${name}.3`]);
  const narrow = await submit(dev, requestFields({ app, role, grants: [folder(0)] }));
  const { html } = await ops.page(narrow);
  expect(html).toContain('DetachRolePolicy');
  await command(ops, narrow, 'approve', await seen(ops, narrow));
  await reach(dev, narrow, 'applied');
  expect(await names()).toEqual([name]);
});

test('the names of actions are those of the installed data', () => {
  const { status, stderr } = spawnSync(process.execPath, ['iam-data/generate.mjs', '--check'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
