// What an open page shows by itself: the request as it is now, and what a form would make.
import { setTimeout as sleep } from 'node:timers/promises';
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

const noStreams = (page) => page.route(/\/live(\?|$)/, (route) => route.fulfill({ status: 503 }));

/** Counts what a page asks for, by the end of the path. */
const counted = (page, end) => {
  const asked = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.endsWith(end)) asked.push(request.url());
  });
  return asked;
};

test('a change arrives at once, by the stream alone', async ({ browser }) => {
  const path = await submit(dev, requestFields());
  const page = await personIn(browser, people.ops);
  const [polls, streams] = [counted(page, `${path}/state`), counted(page, `${path}/live`)];
  await page.goto(path);
  await expect.poll(() => streams.length).toBe(1);
  // Longer than the timer would wait, were there one.
  await page.waitForTimeout(2000);
  const started = Date.now();
  await withdraw(path);
  await page.getByRole('main').getByText('Withdrawn', { exact: true }).first().waitFor({ timeout: 2000 });
  expect(Date.now() - started).toBeLessThan(2000);
  expect(polls).toEqual([]);
  expect(streams.length).toBe(1);
  await page.context().close();
});

test('a tab in the background holds no stream, and catches up when it is back', async ({ browser }) => {
  const path = await submit(dev, requestFields());
  const page = await personIn(browser, people.ops);
  const [polls, streams] = [counted(page, `${path}/state`), counted(page, `${path}/live`)];
  const closed = [];
  page.on('requestfailed', (request) => {
    if (request.url().endsWith(`${path}/live`)) closed.push(request.url());
  });
  const turn = (state) => page.evaluate((value) => {
    Object.defineProperty(document, 'visibilityState', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, state);
  await page.goto(path);
  await expect.poll(() => streams.length).toBe(1);
  await turn('hidden');
  await expect.poll(() => closed.length).toBe(1);
  await withdraw(path);
  await page.waitForTimeout(2000);
  await expect(page.getByRole('main').getByText('Submitted', { exact: true }).first()).toBeVisible();
  expect([streams.length, polls.length]).toEqual([1, 0]);
  await turn('visible');
  await badge(page, 'Withdrawn');
  expect([streams.length, polls.length]).toEqual([2, 0]);
  await page.context().close();
});

test('where the stream is refused, the page asks by a timer', async ({ browser }) => {
  const path = await submit(dev, requestFields());
  const page = await personIn(browser, people.ops);
  const [polls, streams] = [counted(page, `${path}/state`), counted(page, `${path}/live`)];
  await noStreams(page);
  await page.goto(path);
  await expect.poll(() => polls.length, { timeout: 15_000 }).toBeGreaterThan(1);
  expect(streams.length).toBe(1);
  await withdraw(path);
  await badge(page, 'Withdrawn');
  await page.context().close();
});

test('the stream says what it is, starts with the present version, and is for signed-in people', async () => {
  const path = await submit(dev, requestFields());
  const stop = new AbortController();
  const response = await dev.go(`${path}/live`, { signal: stop.signal, headers: { 'accept-encoding': 'br, gzip' } });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  expect(response.headers.get('cache-control')).toBe('no-store, no-transform');
  expect(response.headers.get('x-accel-buffering')).toBe('no');
  expect(response.headers.get('content-encoding')).toBe(null);
  expect(response.headers.getSetCookie()).toEqual([]);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const { value } = await reader.read();
  // One for the submission, one for its plan.
  expect(value).toContain('data: {"state":"submitted","version":2}');
  await withdraw(path);
  expect((await reader.read()).value).toContain('data: {"state":"withdrawn","version":3}');
  stop.abort();
  expect((await dev.go('/requests/999999999/live')).status).toBe(404);
  expect((await new Visitor().go(`${path}/live`)).status).toBe(401);
  expect((await new Visitor().go('/requests/live?view=all')).status).toBe(401);
  expect((await dev.go('/requests/live?view=nothing')).status).toBe(404);
});

test('one person holds no more than twenty streams, and gets places back', async () => {
  const path = await submit(dev, requestFields());
  const second = await Visitor.signedIn(people.second);
  const stop = new AbortController();
  const open = () => second.go(`${path}/live`, { signal: stop.signal });
  const held = await Promise.all(Array.from({ length: 20 }, open));
  expect(held.map((response) => response.status)).toEqual(held.map(() => 200));
  expect((await open()).status).toBe(503);
  stop.abort();
  await expect.poll(async () => {
    const again = new AbortController();
    const { status } = await second.go(`${path}/live`, { signal: again.signal });
    again.abort();
    return status;
  }).toBe(200);
});

for (const streams of [true, false]) {
  test(`a list says how many requests have changed, ${streams ? 'by the stream' : 'by a timer'}`, async ({ browser }) => {
    const path = await submit(dev, requestFields());
    const page = await personIn(browser, people.dev);
    if (!streams) await noStreams(page);
    const polls = counted(page, '/changes');
    await page.goto('/requests?view=mine');
    const note = page.getByRole('status').filter({ hasText: /changed/ });
    const line = page.getByRole('row').filter({ has: page.locator(`a[href="${path}"]`) });
    await expect(line).toContainText('Submitted');
    await withdraw(path);
    // Other tests ask for roles as the same person, so the number may be any.
    await expect(note).toContainText(/have changed|has changed/, { timeout: streams ? 5_000 : 20_000 });
    if (streams) expect(polls).toEqual([]);
    // The line stays as it was until the reader wants it.
    await expect(line).toContainText('Submitted');
    await note.getByRole('link', { name: /^show/ }).click();
    await expect(line).toContainText('Withdrawn');
    expect(new URL(page.url()).search).toBe('?view=mine');
    await page.context().close();
  });
}

test('without JavaScript the pages are as before', async ({ browser }) => {
  const path = await submit(dev, requestFields());
  const page = await personIn(browser, people.ops, { javaScriptEnabled: false });
  const streams = counted(page, '/live');
  for (const at of [path, '/requests', '/']) {
    await page.goto(at);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByText(/ha(s|ve) changed/).filter({ visible: true })).toHaveCount(0);
  }
  expect(streams).toEqual([]);
  await page.context().close();
});

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
  await noStreams(page);
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

test('whoever has clicked away gets there, though the request changes on the way', async ({ browser }) => {
  const path = await submit(dev, requestFields());
  const page = await personIn(browser, people.ops);
  const streams = counted(page, `${path}/live`);
  await page.goto(path);
  await expect.poll(() => streams.length).toBe(1);
  await page.route('**/rules', async (route) => {
    await withdraw(path);
    // Long enough for the news to come before the page.
    await sleep(1500);
    await route.continue();
  });
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Rules' }).click();
  await expect(page).toHaveURL(/\/rules$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Approval rules');
  await page.context().close();
});

test('the version is told to signed-in people, and of requests that there are', async () => {
  const path = await submit(dev, requestFields());
  const ask = async (visitor, of) => {
    const response = await visitor.go(`${of}/state`);
    return [response.status, await response.text()];
  };
  const [status, text] = await ask(dev, path);
  // What an open page shows: its version and one plan.
  expect([status, JSON.parse(text)]).toEqual([200, { state: 'submitted', version: Number((await seen(dev, path)).version) + 1 }]);
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
  await expect(panel).toContainText('Name a resource and tick what the pods need.');
  await fillRequest(page, {
    app, namespace: 'kube-system', serviceAccount: app, reason: '',
    grants: [{ bucket: 's3://some-data/in/', access: ['Read'] }, { bucket: 'other-data', prefix: '', access: ['Write', 'Delete'] }],
  });
  await expect(form.grant(0).bucket).toHaveValue('some-data');
  await expect(form.grant(0).prefix).toHaveValue('in/');
  await form.app.fill(`${app}-2`);
  await expect(form.namespace).toHaveValue('kube-system');
  await expect(panel.getByRole('listitem').filter({ hasText: /^Added: / })).toContainText([/write and delete all objects in the bucket s3:\/\/other-data/, /read objects under s3:\/\/some-data\/in\//]);
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
