// The Doctor: from what somebody pastes to the cause, the cure, and the form for what is missing.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { podToken } from '../support/aws.mjs';
import { badge, controls, personIn, textField } from '../support/browser.mjs';
import { applied, command, requestFields, seen, uniqueName } from '../support/requests.mjs';
import { people, textOf, Visitor } from '../support/visitor.mjs';

const issuer = 'https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF';
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
let dev;
let app;
let role;

test.beforeAll(async () => {
  const ops = await Visitor.signedIn(people.ops);
  dev = await Visitor.signedIn(people.dev);
  app = uniqueName('doc');
  ({ role } = await applied(dev, ops, requestFields({ app })));
});

const denied = (action, resource, name = `bln-fairbid-production-${app}`) => 'botocore.exceptions.ClientError: An error occurred (AccessDenied) '
  + `when calling the operation: User: arn:aws:sts::003250186609:assumed-role/${name}/botocore-session-1 is not authorized to perform: ${action} `
  + `on resource: "${resource}" because no identity-based policy allows the ${action} action`;

const finding = (page, code) => page.locator(`#findings [data-code="${code}"]`);

async function paste(page, text, path = '/doctor') {
  await page.goto(path);
  await page.getByRole('textbox', { name: 'What you see' }).fill(text);
  await page.getByRole('button', { name: 'Find out what is wrong' }).click();
  await expect(page.locator('#findings')).toBeVisible();
}

for (const javaScriptEnabled of [true, false]) {
  test(`a missing permission becomes a request: JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async ({ browser }) => {
    const page = await personIn(browser, people.dev, { javaScriptEnabled });
    const bucket = `${uniqueName('other')}-data`;
    // The role is found by the session that AWS names.
    await paste(page, denied('s3:GetObject', `arn:aws:s3:::${bucket}/in/2026/a b.csv`));
    await expect(page.getByRole('heading', { name: 'One thing is wrong' })).toBeVisible();
    const found = finding(page, 'permission_missing');
    await expect(found).toContainText(`Nothing allows the role bln-fairbid-production-${app} to call s3:GetObject`);
    await expect(found).toContainText(`s3://${bucket}/in/2026/`);
    // Nothing that was typed is lost.
    await expect(page.getByRole('textbox', { name: 'What you see' })).toHaveValue(/botocore\.exceptions/);
    await found.getByRole('link', { name: 'Ask for this permission' }).click();

    await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Change the access of ${app}`);
    await expect(page.getByText('The link that brought you here has filled something in')).toBeVisible();
    const form = controls(page);
    await expect(form.grant(0).bucket).toHaveValue(`${app}-data`);
    await expect(form.grant(1).bucket).toHaveValue(bucket);
    await expect(form.grant(1).prefix).toHaveValue('in/2026/');
    await expect(form.grant(1).box('Read')).toBeChecked();
    await expect(form.grant(1).box('Write')).not.toBeChecked();
    await form.reason.fill('Reads the year.');
    await form.review.click();
    await expect(page.getByRole('main')).toContainText(`s3://${bucket}/in/2026/`);
    await page.getByRole('button', { name: 'Submit request' }).click();
    await badge(page, 'Submitted');
    const { pathname } = new URL(page.url());
    await page.context().close();
    expect((await command(dev, pathname, 'withdraw', await seen(dev, pathname))).status).toBe(303);
  });
}

test('for a role that Roleport does not know, and for what no kind covers', async ({ browser }) => {
  const page = await personIn(browser, people.dev);
  const queue = uniqueName('orders');
  await paste(page, `${denied('sqs:sendmessage', `arn:aws:sqs:us-east-1:003250186609:${queue}`, 'somebody-else')}\nName: x\nNamespace: blue-finch\nAnnotations: eks.amazonaws.com/role-arn: arn:aws:iam::003250186609:role/nope`.replace('Name: x', 'Name: finch'));
  await finding(page, 'permission_missing').getByRole('link', { name: 'Ask for this permission' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ask for AWS access');
  await expect(textField(page, 'Queue')).toHaveValue(queue);
  await expect(page.getByRole('checkbox', { name: 'Send' })).toBeChecked();
  await expect(controls(page).namespace).toHaveValue('blue-finch');
  await expect(controls(page).serviceAccount).toHaveValue('finch');

  await paste(page, denied('lambda:InvokeFunction', 'arn:aws:lambda:us-east-1:003250186609:function:resize'));
  await finding(page, 'permission_missing').getByRole('link', { name: 'Ask for this permission' }).click();
  await expect(page.getByRole('textbox', { name: 'Statement' })).toHaveValue(/"lambda:InvokeFunction"[\s\S]*function:resize/);
  await page.context().close();
});

test('a role’s page leads there, and commands have its names in them', async ({ browser }) => {
  const page = await personIn(browser, people.dev);
  await page.goto(`/roles/${role}`);
  await page.getByRole('link', { name: 'Something does not work?' }).click();
  await expect(page.getByRole('combobox', { name: 'Role' })).toHaveValue(role);
  await expect(page.getByRole('main')).toContainText(`kubectl -n ${app} describe serviceaccount ${app}`);
  await page.getByRole('textbox', { name: 'What you see' }).fill('AWS_REGION=us-east-1');
  await page.getByRole('button', { name: 'Find out what is wrong' }).click();
  await expect(finding(page, 'no_role_in_pod')).toContainText(`kubectl -n ${app} rollout restart deployment/${app}`);
  await expect(page.getByRole('combobox', { name: 'Role' })).toHaveValue(role);
  await page.context().close();
});

test('secrets are taken out, nothing is told twice or not at all', async () => {
  const ask = (text, more = {}) => dev.go('/doctor', { form: { text, ...more } });
  let html = await (await ask(`AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nAWS_SECRET_ACCESS_KEY=${secret}`)).text();
  expect(html).not.toContain(secret);
  expect(html).not.toContain('AKIAIOSFODNN7EXAMPLE');
  expect(textOf(html)).toContain('The pod has an access key of its own');
  html = await (await ask('the quick brown fox')).text();
  expect(textOf(html)).toContain('There is nothing in this text that the Doctor knows');
  expect(html).toContain('the quick brown fox');

  for (const [text, words] of [['  ', 'the pod has no role'], ['x'.repeat(20_001), 'The text has 20001 characters']]) {
    const response = await ask(text);
    expect(response.status).toBe(422);
    expect(textOf(await response.text())).toContain(words);
  }
  // The longest there can be, in characters that take the most room.
  expect((await ask('🦀'.repeat(20_000))).status).toBe(200);
  // A role that is not there, or hidden.
  expect((await ask('x', { role: '999999999' })).status).toBe(404);
  expect((await dev.go('/doctor?role=999999999')).status).toBe(404);
  expect((await dev.go('/doctor?role=abc')).status).toBe(200);
  expect((await new Visitor().go('/doctor', { form: { text: 'x' } })).status).toBe(303);
  // Markup is text.
  html = await (await ask('<img src=x onerror=alert(1)> AccessDenied when calling the <b>PutItem operation')).text();
  expect(html).not.toContain('<img src=x');
});

test('a link’s text is shown as text, and no service is invented', async () => {
  const { status, html } = await dev.page(`/requests/new?service=s3&bucket=${encodeURIComponent('"><script>alert(1)</script>')}&access=read,all`);
  expect(status).toBe(200);
  expect(html).not.toContain('<script>alert(1)');
  expect((await dev.page('/requests/new?service=toaster&bucket=abc')).html).not.toContain('value="abc"');
  expect((await dev.page(`/requests/new?role=999999999&service=s3&bucket=abc`)).status).toBe(404);
});

test('a token is checked in the browser and never sent', async ({ browser }) => {
  const page = await personIn(browser, people.dev);
  const sent = [];
  page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''} ${JSON.stringify(request.headers())}`));
  const right = podToken({ issuer, namespace: app, serviceAccount: app });
  const other = podToken({ issuer: 'https://oidc.eks.us-east-1.amazonaws.com/id/ANEW', namespace: app, serviceAccount: 'default', audience: 'https://kubernetes.default.svc' });
  await page.goto(`/doctor?role=${role}`);
  const field = page.getByRole('textbox', { name: 'Token' });
  const answer = page.locator('#token-answer');
  expect(await field.evaluate((own) => [own.name, own.form])).toEqual(['', null]);

  await field.fill(right);
  await expect(answer).toContainText('The token is what the role’s trust asks for');
  await expect(answer.getByRole('row', { name: /^sub/ })).toContainText(`system:serviceaccount:${app}:${app}`);
  await field.fill(other);
  await expect(answer).toContainText('The token comes from another cluster');
  await expect(answer).toContainText('The token is that of another service account');
  await expect(answer).toContainText('The token is not meant for sts.amazonaws.com');
  await field.fill('hello');
  await expect(answer).toContainText('This is no token');
  await field.fill(right);
  await page.getByRole('combobox', { name: 'Role' }).selectOption('');
  await expect(answer).toContainText('The token is one for AWS, and has not expired');
  expect(await new AxeBuilder({ page }).analyze().then(({ violations }) => violations.map(({ id }) => id))).toEqual([]);

  // Not even with the form beside it.
  await page.getByRole('textbox', { name: 'What you see' }).fill('AWS_REGION=us-east-1');
  await page.getByRole('button', { name: 'Find out what is wrong' }).click();
  await expect(page.locator('#findings')).toBeVisible();
  for (const part of [...right.split('.'), ...other.split('.')]) expect(sent.filter((one) => one.includes(part))).toEqual([]);
  expect(sent.some((one) => one.includes('/doctor'))).toBe(true);
  await page.context().close();
});

test('without JavaScript a command decodes a token; its claims are diagnosed', async ({ browser }) => {
  const page = await personIn(browser, people.dev, { javaScriptEnabled: false });
  await page.goto(`/doctor?role=${role}`);
  await expect(page.getByRole('textbox', { name: 'Token' })).toBeHidden();
  // What stands in a noscript is no text to Playwright, but is there to be seen.
  await expect(page.getByRole('region', { name: 'Decode the pod\'s token' })).toBeVisible();
  const claims = { aud: ['sts.amazonaws.com'], exp: 4_102_444_800, iss: issuer, sub: `system:serviceaccount:${app}:default` };
  await page.getByRole('textbox', { name: 'What you see' }).fill(JSON.stringify(claims, null, 2));
  await page.getByRole('button', { name: 'Find out what is wrong' }).click();
  await expect(finding(page, 'token_subject')).toContainText(`serviceAccountName: ${app}`);
  await page.context().close();
});

test('an auditor reads findings and asks for nothing', async ({ browser }) => {
  const page = await personIn(browser, people.auditor);
  await paste(page, denied('s3:GetObject', 'arn:aws:s3:::other-data/in/x'));
  await expect(finding(page, 'permission_missing')).toContainText('A developer can ask for it.');
  await expect(page.getByRole('link', { name: 'Ask for this permission' })).toHaveCount(0);
  await page.context().close();
});
