// What an open page shows by itself: the request as it is now, and what a form would make.
import { expect, test } from '@playwright/test';
import { awake, badge, controls, fillRequest, personIn } from '../support/browser.mjs';
import { command, requestFields, seen, submit, uniqueName } from '../support/requests.mjs';
import { people, Visitor } from '../support/visitor.mjs';

let dev;
test.beforeAll(async () => {
  dev = await Visitor.signedIn(people.dev);
});

const withdraw = async (path) => {
  expect((await command(dev, path, 'withdraw', await seen(dev, path))).status).toBe(303);
};

test('a comment that is being typed stays; the page only says that the request has changed', async ({ browser }) => {
  const path = await submit(dev, requestFields());
  const page = await personIn(browser, people.ops);
  await page.goto(path);
  const comment = page.getByRole('textbox', { name: 'Comment' });
  await comment.fill('Please use');
  await comment.blur();
  await withdraw(path);
  await expect(page.getByRole('status').filter({ hasText: 'This request has changed' })).toBeVisible();
  await expect(comment).toHaveValue('Please use');
  await page.getByRole('link', { name: 'Reload the page' }).click();
  await badge(page, 'Withdrawn');
  await page.context().close();
});

test('an answer that says nothing changes nothing, and the next one counts again', async ({ browser }) => {
  const path = await submit(dev, requestFields());
  const page = await personIn(browser, people.ops);
  await page.goto(path);
  const comment = page.getByRole('textbox', { name: 'Comment' });
  // The page has no text of the reader's: if it were loaded again, this mark would be gone.
  await comment.evaluate((element) => element.setAttribute('data-mark', ''));
  const refusals = [
    (route) => route.abort(),
    (route) => route.fulfill({ status: 401 }),
    (route) => route.fulfill({ status: 503, json: { version: 99 } }),
    (route) => route.fulfill({ status: 200, body: '99' }),
  ];
  let asked = 0;
  await page.route('**/requests/*/state', (route) => refusals[asked++ % refusals.length](route));
  await expect.poll(() => asked, { timeout: 15_000 }).toBeGreaterThan(refusals.length);
  await expect(comment).toHaveAttribute('data-mark');
  await page.unroute('**/requests/*/state');
  await withdraw(path);
  await badge(page, 'Withdrawn');
  await page.context().close();
});

test('the version is told to signed-in people, and of requests that there are', async () => {
  const path = await submit(dev, requestFields());
  const ask = async (visitor, of) => {
    const response = await visitor.go(`${of}/state`);
    return [response.status, await response.text()];
  };
  const [status, text] = await ask(dev, path);
  expect([status, JSON.parse(text)]).toEqual([200, { state: 'submitted', version: Number((await seen(dev, path)).version) }]);
  expect(await ask(dev, '/requests/999999999')).toEqual([404, '']);
  expect(await ask(new Visitor(), path)).toEqual([401, 'Sign in first.']);
});

test('the panel beside the form follows what is typed', async ({ browser }) => {
  const page = await personIn(browser, people.dev);
  await page.goto('/requests/new');
  await awake(page);
  const panel = page.getByRole('complementary', { name: 'What this request makes' });
  const form = controls(page);
  const app = uniqueName('panel');
  await expect(panel).toContainText('Shown once the names are complete.');
  await form.app.fill(app);
  // Until they are edited by hand.
  await expect(form.namespace).toHaveValue(app);
  await expect(form.serviceAccount).toHaveValue(app);
  await expect(panel).toContainText(`bln-fairbid-production-${app}`);
  await expect(panel).toContainText('Name a bucket and tick what the pods need.');
  await fillRequest(page, {
    app, namespace: 'kube-system', serviceAccount: app, reason: '',
    grants: [{ bucket: 's3://some-data/in/', access: ['Read'] }, { bucket: 'other-data', prefix: '', access: ['Write', 'Delete'] }],
  });
  await expect(form.grant(0).bucket).toHaveValue('some-data');
  await expect(form.grant(0).prefix).toHaveValue('in/');
  await form.app.fill(`${app}-2`);
  await expect(form.namespace).toHaveValue('kube-system');
  await expect(panel.getByRole('listitem').filter({ hasText: /^May / })).toContainText([/read objects under s3:\/\/some-data\/in\//, /write and delete all objects in the bucket s3:\/\/other-data/]);
  const size = /Policy: (\d+) of 6144 characters/;
  await expect(panel).toContainText(size);
  for (const warning of ['belongs to Kubernetes itself', 'opens the whole bucket s3://other-data', 'can overwrite objects in s3://other-data', 'can delete objects in s3://other-data']) {
    await expect(panel).toContainText(warning);
  }
  // A request that is wrong makes no policy; what it would open is still worth a warning.
  await form.grant(0).bucket.fill('UPPER');
  await expect(panel).not.toContainText(size);
  await expect(panel).toContainText('opens the whole bucket s3://other-data');
  await page.context().close();
});
