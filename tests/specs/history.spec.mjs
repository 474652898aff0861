// The audit history as an auditor uses it: what is in it, filters, permalinks, exports, who had access.
import { spawnSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { exchange } from '../bench/client.mjs';
import { personIn } from '../support/browser.mjs';
import { readCsv } from '../support/csv.mjs';
import { roleportBin } from '../support/env.mjs';
import { applied, command, requestFields, seen, submit, uniqueName } from '../support/requests.mjs';
import { people, textOf, Visitor } from '../support/visitor.mjs';

const today = () => new Date().toISOString().slice(0, 10);
const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

let dev;
let ops;
let auditor;
let app;
let bucket;
let request;
let roleId;
test.beforeAll(async () => {
  [dev, ops, auditor] = await Promise.all([people.dev, people.ops, people.auditor].map((person) => Visitor.signedIn(person)));
  app = uniqueName('audit');
  bucket = `${app}-data`;
  const done = await applied(dev, ops, requestFields({ app, grants: [{ bucket, prefix: 'in/day/', access: ['read'] }] }));
  request = done.path;
  roleId = done.role;
});

const history = (filters = {}) => `/history?${new URLSearchParams(filters)}`;
const exported = async (visitor, form, filters = {}) => {
  const response = await visitor.go(`/history/export.${form}?${new URLSearchParams(filters)}`);
  expect(response.status).toBe(200);
  return { text: await response.text(), headers: response.headers };
};
const lines = async (visitor, filters) => (await exported(visitor, 'jsonl', filters)).text.trimEnd().split('\n').filter(Boolean).map((line) => JSON.parse(line));

for (const javaScriptEnabled of [true, false]) {
  test(`filter, open an event, see who had access: JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async ({ browser }) => {
    const page = await personIn(browser, people.auditor, { javaScriptEnabled });
    await page.getByRole('link', { name: 'History', exact: true }).click();
    await page.getByRole('textbox', { name: 'Bucket' }).fill(bucket);
    await page.getByRole('textbox', { name: 'From' }).fill(day(-1));
    await page.getByRole('textbox', { name: 'To' }).fill(day(1));
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('request.approved');
    await page.getByRole('button', { name: 'Filter' }).click();
    await expect(page).toHaveURL(new RegExp(`bucket=${bucket}`));
    const rows = page.getByRole('table').locator('tbody tr');
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText('Oscar Ops');
    await expect(rows).toContainText('from 127.0.0.1');
    await expect(page.getByRole('textbox', { name: 'Bucket' })).toHaveValue(bucket);
    await expect(page.getByRole('combobox', { name: 'Kind' })).toHaveValue('request.approved');

    await rows.getByRole('link').first().click();
    await expect(page).toHaveURL(/\/history\/\d+$/);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Oscar Ops approved the request');
    await expect(page.getByText('Its content matches its hash')).toBeVisible();
    const change = page.getByRole('row', { name: /state/ });
    await expect(change).toContainText('submitted');
    await expect(change).toContainText('approved');
    await expect(page.getByText(/roleport audit verify --head \d+:[0-9a-f]{64}/)).toBeVisible();

    await page.getByRole('link', { name: 'All events' }).click();
    await page.getByRole('link', { name: 'Who had access' }).click();
    await page.getByRole('textbox', { name: 'Bucket' }).fill(`s3://${bucket}/in/`);
    await page.getByRole('button', { name: 'Show who had access' }).click();
    await expect(page.getByRole('heading', { name: `1 role could read s3://${bucket}/in/ on ${today()}` })).toBeVisible();
    const answer = page.getByRole('table').locator('tbody tr');
    await expect(answer).toContainText(`bln-fairbid-production-${app}`);
    await expect(answer).toContainText('Oscar Ops');
    await expect(answer).toContainText('of Dana Developer');
    await expect(answer).toContainText('Only a part of it');
    await expect(answer).toContainText('and still');
    await answer.getByRole('link', { name: /^Request \d+$/ }).click();
    await expect(page).toHaveURL(new RegExp(`${request}$`));
    await page.context().close();
  });
}

test('days that are none are told beside their fields, and what was typed stays', async ({ browser }) => {
  const page = await personIn(browser, people.dev, { javaScriptEnabled: false });
  const answer = await page.goto(history({ from: 'last week', to: '2026-02-30', person: 'dana' }));
  expect(answer.status()).toBe(422);
  for (const [name, value] of [['From', 'last week'], ['To', '2026-02-30']]) {
    const field = page.getByRole('textbox', { name });
    await expect(field).toHaveValue(value);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(/Write the day as year-month-day/);
  }
  await expect(page.getByRole('textbox', { name: 'Person' })).toHaveValue('dana');
  expect((await page.goto('/access?bucket=data&day=soon')).status()).toBe(422);
  await expect(page.getByRole('textbox', { name: 'Day' })).toHaveValue('soon');
  expect((await page.goto('/access?prefix=in/')).status()).toBe(422);
  await expect(page.getByRole('textbox', { name: 'Bucket' })).toHaveAccessibleDescription(/Enter the bucket/);
  await page.context().close();
});

test('the way of a request is in the history, with who, from where, before and after', async () => {
  const events = (await lines(auditor, { bucket })).reverse();
  expect(events.map(({ kind }) => kind)).toEqual(['request.submitted', 'request.approved', 'request.applying', 'request.applied']);
  const [submitted, approved, , done] = events;
  expect([submitted.actor_name, submitted.actor_email, submitted.address, submitted.via]).toEqual(['Dana Developer', 'dev@example.com', '127.0.0.1', 'portal']);
  expect([approved.before, approved.after]).toEqual([{ state: 'submitted' }, { state: 'approved' }]);
  expect([done.actor_name, done.via, done.address]).toEqual([null, 'worker', null]);
  expect(done.after.grants).toEqual([{ service: 's3', bucket, prefix: 'in/day/', access: ['list', 'read'] }]);
  expect(done.role_name).toBe(`bln-fairbid-production-${app}`);
  for (const [index, event] of events.entries()) {
    expect(event.buckets).toEqual([bucket]);
    expect(event.hash).toMatch(/^[0-9a-f]{64}$/);
    if (index > 0 && event.position === events[index - 1].position + 1) expect(event.previous_hash).toBe(events[index - 1].hash);
  }
});

test('sign-ins, sign-outs, refusals and the configuration are in it', async () => {
  const visitor = await Visitor.signedIn(people.second);
  await visitor.go('/sign-out', { form: {} });
  const kinds = (await lines(auditor, { person: 'second@example.com' })).map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['person.signed_in', 'person.signed_out']));

  // Nobody's sign-in: a callback that no sign-in led to.
  expect((await new Visitor().go('/sign-in/callback?code=x&state=y')).status).toBe(403);
  const [unknown] = await lines(auditor, { kind: 'person.refused' });
  expect([unknown.actor_name, unknown.address]).toEqual([null, '127.0.0.1']);
  expect(unknown.comment).toMatch(/no sign-in is under way/);

  const waiting = await submit(dev, requestFields());
  expect((await command(dev, waiting, 'approve', await seen(ops, waiting))).status).toBe(403);
  const [refused] = await lines(auditor, { kind: 'refused', person: 'dev@example.com' });
  expect([refused.kind, refused.request_id]).toEqual(['request.refused', Number(waiting.split('/').at(-1))]);

  const [configured] = await lines(auditor, { kind: 'configuration.changed' });
  expect(configured.via).toBe('server');
  expect(configured.after.clusters.map(({ name }) => name)).toContain('production');
  expect(JSON.stringify(configured)).not.toMatch(/postgres:/);
  expect(configured.after.oidc.client_secret).toBe('********');
});

test('both exports hold what the page shows, and no cell is a formula', async () => {
  const reason = '=HYPERLINK("http://evil.example","x"), "quoted"\nand a second line';
  const fields = requestFields({ reason });
  await command(dev, await submit(dev, fields), 'withdraw', await seen(dev, await newest(dev)));
  const filters = { role: fields.app };
  const page = textOf((await auditor.page(history(filters))).html);
  const json = await lines(auditor, filters);
  const { text, headers } = await exported(auditor, 'csv', filters);
  expect(headers.get('content-type')).toMatch(/^text\/csv/);
  expect(headers.get('content-disposition')).toBe('attachment; filename="roleport-history.csv"');
  const [names, ...rows] = readCsv(text);
  const csv = rows.map((row) => Object.fromEntries(row.map((cell, index) => [names[index], cell])));
  expect(csv.map(({ position, kind, hash }) => [Number(position), kind, hash])).toEqual(json.map(({ position, kind, hash }) => [position, kind, hash]));
  expect(json.map(({ kind }) => kind)).toEqual(['request.withdrawn', 'request.submitted']);
  for (const { position, words } of json) expect(page).toMatch(new RegExp(`\\b${position}\\b.*${words}`));
  expect(json.at(-1).comment).toBe(reason);
  expect(csv.at(-1).comment).toBe(`'${reason}`);
  for (const row of rows) for (const cell of row) expect(cell).not.toMatch(/^[=+@\t\r-]/);
  const jsonl = await exported(auditor, 'jsonl', filters);
  expect(jsonl.headers.get('content-type')).toMatch(/^application\/jsonl/);
  expect(jsonl.headers.get('content-disposition')).toContain('.jsonl');
});

/** The path of the newest request of a person. */
async function newest(visitor) {
  const { html } = await visitor.page('/requests?view=mine');
  return /href="(\/requests\/\d+)"/.exec(html)[1];
}

test('the end of an export waits for nobody', async () => {
  const cookie = [...auditor.jar()].map((pair) => pair.join('=')).join('; ');
  const taken = [];
  // A client confirms what it has read after 40 ms: a server that waits for that is never quicker, on any machine.
  for (let index = 0; index < 12; index += 1) taken.push((await exchange({ address: '/history/export.csv?bucket=nothing-of-this-name', headers: { cookie } })).milliseconds);
  expect(Math.min(...taken)).toBeLessThan(38);
});

test('the whole history is exported in order, without a gap', async () => {
  const positions = (await lines(auditor)).map(({ position }) => position);
  expect(positions.length).toBeGreaterThan(10);
  expect(positions).toEqual(positions.map((_, index) => positions[0] - index));
  expect(positions.at(-1)).toBe(1);
});

test('an auditor sees everything and changes nothing', async () => {
  for (const path of ['/', '/requests?view=all', request, `/roles/${roleId}`, '/history', '/history/1', '/access', `/access?bucket=${bucket}`]) {
    const { status, html } = await auditor.page(path);
    expect(status, path).toBe(200);
    const forms = [...html.matchAll(/<form\b[^>]*method="post"[^>]*action="([^"]*)"/g)].map(([, action]) => action);
    // What only the reader sees.
    expect(forms.filter((action) => !['/theme', '/language', '/shortcuts'].includes(action)), path).toEqual(['/sign-out']);
  }
  const waiting = await submit(dev, requestFields());
  const form = await seen(ops, waiting);
  for (const name of ['approve', 'reject', 'withdraw']) {
    expect((await command(auditor, waiting, name, { ...form, comment: 'x' })).status, name).toBe(403);
  }
  expect((await auditor.go('/requests/new', { form: { ...requestFields(), key: uniqueName(), intent: 'submit' } })).status).toBe(403);
  const refused = await lines(auditor, { person: 'auditor@example.com', kind: 'request.refused' });
  expect(refused.length).toBeGreaterThanOrEqual(4);
});

test('nothing of it is told to strangers, and unknown events are 404', async () => {
  for (const path of ['/history', '/history/1', '/history/export.csv?kind=x', '/history/export.jsonl', '/access']) {
    const response = await new Visitor().go(path);
    expect(response.status, path).toBe(303);
    expect(response.headers.get('location')).toContain('/sign-in?next=');
  }
  for (const path of ['/history/0', '/history/99999999', '/history/x', '/history/-1']) {
    expect((await auditor.page(path)).status, path).toBe(404);
  }
  // The page that says what is wrong, in place of half a file.
  const wrong = await auditor.go('/history/export.csv?from=soon');
  expect([wrong.status, wrong.headers.get('location')]).toEqual([303, '/history?from=soon']);
});

test('the program proves that the history is whole, and that a noted head is in it', async () => {
  test.skip(!process.env.DATABASE_URL, 'needs the database of the portal');
  const verify = (args, env = process.env) => {
    const { status, stdout } = spawnSync(roleportBin, ['audit', 'verify', '--json', ...args], { encoding: 'utf8', env });
    return { status, report: stdout && JSON.parse(stdout) };
  };
  const [event] = await lines(auditor, { bucket });
  const noted = `${event.position}:${event.hash}`;
  const { status, report } = verify(['--head', noted]);
  expect([status, report.intact, report.noted_head_found]).toEqual([0, true, true]);
  expect(report.events).toBeGreaterThanOrEqual(event.position);
  expect(report.head).toMatch(new RegExp(`^${report.events}:[0-9a-f]{64}$`));
  expect(report.protection).toMatch(/roleport_server/);

  const wrong = verify(['--head', `${event.position}:${'0'.repeat(64)}`]);
  expect([wrong.status, wrong.report.position, wrong.report.fault]).toEqual([1, event.position, 'rewritten']);
  const ahead = verify(['--head', `99999999:${event.hash}`]);
  expect([ahead.status, ahead.report.fault]).toEqual([1, 'truncated']);
  expect(verify([], { PATH: process.env.PATH }).status).toBe(2);
  expect(verify(['--head', 'nonsense']).status).toBe(2);
});

test('a question is taken exactly as it was typed', async () => {
  const odd = 'in/100%25 & more+/ü/';
  const { html } = await auditor.page(`/access?${new URLSearchParams({ bucket: 'data', prefix: odd, write: 'on' })}`);
  expect(html).toContain('value="in/100%25 &amp; more+/ü/"');
  expect(textOf(html)).toContain(`No role could write s3://data/${odd} on ${today()}`);
  expect(html).not.toMatch(/name="read"[^>]* checked/);
});
