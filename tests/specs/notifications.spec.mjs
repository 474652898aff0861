// What people are told by e-mail, what they choose, and what those who look after it see.
import { expect, test } from '@playwright/test';
import { personIn } from '../support/browser.mjs';
import { header, mailbox, text } from '../support/mailbox.mjs';
import { command, requestFields, seen, submit, uniqueName } from '../support/requests.mjs';
import { people, textOf, Visitor } from '../support/visitor.mjs';

test.skip(!process.env.ROLEPORT_SMTP_URL, 'the portal sends its e-mail elsewhere');

let box;
test.beforeAll(async () => {
  box = await mailbox();
  // Whoever has signed in has roles, and is told.
  await Promise.all([people.dev, people.ops, people.admin].map((person) => Visitor.signedIn(person)));
});
test.afterAll(() => box.close());

const about = (app) => box.mails.filter(({ data }) => header(data, 'Subject').endsWith(`: ${app}`));
const got = (app, to) => expect.poll(() => about(app).filter((mail) => mail.to === to).length, { timeout: 40_000 });

test('those who decide are told, then the one who asked', async () => {
  const [dev, ops] = await Promise.all([Visitor.signedIn(people.dev), Visitor.signedIn(people.ops)]);
  const app = uniqueName('told');
  const path = await submit(dev, requestFields({ app }));
  await got(app, 'ops@example.com').toBe(1);
  await got(app, 'admin@example.com').toBe(1);
  const [mail] = about(app);
  expect(header(mail.data, 'Subject')).toBe(`[Roleport] Request ${path.split('/').at(-1)} waits for your decision: ${app}`);
  expect(text(mail.data)).toContain(path);
  expect(about(app).filter(({ to }) => to === 'dev@example.com')).toEqual([]);
  const reason = { ...await seen(ops, path), comment: 'Not <b>now</b>.' };
  expect((await command(ops, path, 'reject', reason)).status).toBe(303);
  await got(app, 'dev@example.com').toBe(1);
  const outcome = about(app).find(({ to }) => to === 'dev@example.com');
  expect(text(outcome.data)).toContain('Not &lt;b&gt;now&lt;/b&gt;.');
});

for (const javaScriptEnabled of [true, false]) {
  test(`a choice is kept, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async ({ browser }) => {
    const page = await personIn(browser, people.second, { javaScriptEnabled });
    await page.getByRole('link', { name: /^Sam Second/ }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
    const choice = page.getByRole('checkbox', { name: 'somebody else has handled a request' });
    const before = await choice.isChecked();
    await choice.setChecked(!before);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('status')).toContainText('Saved');
    await page.goto('/settings');
    await expect(choice).toBeChecked({ checked: !before });
    await expect(page.getByRole('checkbox')).toHaveCount(4);
    await page.context().close();
  });
}

test('a developer is asked only about what can concern them, and keeps the rest', async () => {
  const dev = await Visitor.signedIn(people.dev);
  const { html } = await dev.page('/settings');
  expect(html.match(/type="checkbox"/g)).toHaveLength(2);
  expect(html).toMatch(/type="hidden"[^>]*name="waits_for_me"/);
});

test('only those who look after it see what was sent; an admin has it sent again', async ({ browser }) => {
  const [dev, ops] = await Promise.all([Visitor.signedIn(people.dev), Visitor.signedIn(people.ops)]);
  const app = uniqueName('again');
  await submit(dev, requestFields({ app }));
  await got(app, 'ops@example.com').toBe(1);
  for (const visitor of [dev, ops]) {
    const { status, html } = await visitor.page('/deliveries');
    expect([status, textOf(html).includes(app)]).toEqual([403, false]);
    expect(html).not.toContain('href="/deliveries"');
    expect((await visitor.go('/deliveries/1/send', { form: {} })).status).toBe(403);
  }
  expect((await new Visitor().go('/deliveries')).status).toBe(303);

  const page = await personIn(browser, people.admin);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Notifications' }).click();
  const line = page.getByRole('row').filter({ hasText: app }).filter({ hasText: 'Oscar Ops' });
  await expect(line).toContainText('Sent');
  await line.getByRole('button', { name: /^Send again/ }).click();
  await got(app, 'ops@example.com').toBe(2);
  const ids = about(app).filter(({ to }) => to === 'ops@example.com').map(({ data }) => header(data, 'Message-ID'));
  expect(new Set(ids).size).toBe(1);
  await page.context().close();
});
