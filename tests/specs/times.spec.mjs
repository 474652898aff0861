// Times in the reader's zone: by the browser's script at first, from the next page on by the server, or as the reader chose.
import { expect, test } from '@playwright/test';
import { badge, personIn } from '../support/browser.mjs';
import { command, requestFields, seen, submit } from '../support/requests.mjs';
import { people, Visitor } from '../support/visitor.mjs';

/** What a moment is in a zone, by another library than the portal's: `2026-11-25 09:46` and the exact words. */
function expected(datetime, timeZone) {
  const at = new Date(datetime);
  const text = (options) => new Intl.DateTimeFormat('sv-SE', { timeZone, ...options }).format(at);
  const offset = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at)
    .find(({ type }) => type === 'timeZoneName').value.replace('GMT', 'UTC');
  const seconds = text({ dateStyle: 'short', timeStyle: 'medium' });
  return timeZone === 'UTC'
    ? { text: `${text({ dateStyle: 'short', timeStyle: 'short' })} UTC`, title: `${seconds} UTC` }
    : { text: text({ dateStyle: 'short', timeStyle: 'short' }), title: `${seconds} ${timeZone}, ${offset}` };
}

/** All times of a page are those of a zone, and its last line says which. */
async function expectZone(page, timeZone) {
  await expect(page.getByRole('contentinfo')).toContainText(`Times are in ${timeZone}.`);
  const times = await page.locator('main time').evaluateAll((all) => all
    .map(({ dateTime, title, textContent, className }) => ({ datetime: dateTime, title, text: textContent, relative: className === 'ago' })));
  expect(times.length).toBeGreaterThan(0);
  for (const { datetime, title, text, relative } of times) {
    const wanted = expected(datetime, timeZone);
    expect(title).toBe(wanted.title);
    if (relative) expect(text).toMatch(/^(just now|\d+ (minute|hour|day)s? ago)$/); else expect(text).toBe(wanted.text);
  }
}

for (const timezoneId of ['America/New_York', 'Pacific/Chatham']) {
  test(`the browser's zone, ${timezoneId}, also after the page has shown itself anew, and without JavaScript once it is known`, async ({ browser }) => {
    const dev = await Visitor.signedIn(people.dev);
    const path = await submit(dev, requestFields());
    const page = await personIn(browser, people.dev, { timezoneId });
    await page.goto(path);
    await expectZone(page, timezoneId);
    await command(dev, path, 'withdraw', await seen(dev, path));
    await badge(page, 'Withdrawn');
    await expectZone(page, timezoneId);
    await page.goto('/requests?view=mine');
    await expectZone(page, timezoneId);

    const storageState = await page.context().storageState();
    const plain = await (await browser.newContext({ storageState, timezoneId: 'UTC', javaScriptEnabled: false })).newPage();
    for (const at of [path, '/requests?view=mine']) {
      await plain.goto(at);
      await expectZone(plain, timezoneId);
    }
    // What programs read stays UTC.
    const auditor = await Visitor.signedIn(people.auditor);
    const exported = await auditor.go('/history/export.jsonl', { headers: { cookie: `${[...auditor.jar()].map((pair) => pair.join('=')).join('; ')}; roleport-zone=${timezoneId}` } });
    for (const line of (await exported.text()).trim().split('\n').slice(0, 20)) expect(JSON.parse(line).at).toMatch(/Z$/);
    await Promise.all([page, plain].map((one) => one.context().close()));
  });
}

test('whoever has told no zone reads UTC', async ({ browser }) => {
  const page = await personIn(browser, people.auditor, { timezoneId: 'Asia/Tokyo', javaScriptEnabled: false });
  await page.goto('/history');
  await expectZone(page, 'UTC');
  await page.context().close();
});

test('a zone that the reader chose counts before the browser’s, with JavaScript and without, until they take it back', async ({ browser }) => {
  const plain = await personIn(browser, people.auditor, { timezoneId: 'Asia/Tokyo', javaScriptEnabled: false });
  await plain.goto('/settings');
  await plain.getByRole('combobox', { name: 'Time zone' }).selectOption('Asia/Kathmandu');
  await plain.getByRole('button', { name: 'Save the zone' }).click();
  await expect(plain.getByRole('status')).toContainText('Saved');
  await expect(plain.getByRole('combobox', { name: 'Time zone' })).toHaveValue('Asia/Kathmandu');
  await plain.goto('/history');
  await expectZone(plain, 'Asia/Kathmandu');

  const page = await (await browser.newContext({ storageState: await plain.context().storageState(), timezoneId: 'Asia/Tokyo' })).newPage();
  await page.goto('/history');
  await expectZone(page, 'Asia/Kathmandu');
  await page.goto('/settings');
  await page.getByRole('combobox', { name: 'Time zone' }).selectOption('');
  await page.getByRole('button', { name: 'Save the zone' }).click();
  await page.goto('/history');
  await expectZone(page, 'Asia/Tokyo');
  await Promise.all([page, plain].map((one) => one.context().close()));
});

test('what is no zone is refused beside the field, and changes nothing', async () => {
  const dev = await Visitor.signedIn(people.dev);
  const answer = await dev.go('/settings/zone', { form: { zone: 'Europe/Nowhere' } });
  expect(answer.status).toBe(422);
  expect(answer.headers.getSetCookie().filter((line) => line.includes('zone'))).toEqual([]);
  const html = await answer.text();
  expect(html).toMatch(/id="zone-error"[^>]*>There is no zone “Europe\/Nowhere”/);
  expect(html).toMatch(/<select[^>]*id="zone"[^>]*aria-describedby="zone-hint zone-error"[^>]*aria-invalid="true"/);
  // A cookie that somebody wrote by hand is no zone either.
  const cookie = (value) => [...dev.jar()].map((pair) => pair.join('=')).concat(`roleport-zone=${value}`).join('; ');
  const page = await dev.go('/requests', { headers: { cookie: cookie('"><script>alert(1)</script>') } });
  expect(await page.text()).toContain('data-zone="UTC"');
});

test('“just now” becomes “2 hours ago” on a page that stays open', async ({ browser }) => {
  const dev = await Visitor.signedIn(people.dev);
  const path = await submit(dev, requestFields());
  const page = await personIn(browser, people.dev);
  await page.clock.install();
  await page.goto(path);
  const asked = page.getByRole('main').locator('.byline time.ago');
  await expect(asked).toHaveText('just now');
  await page.clock.fastForward('02:00:30');
  await expect(asked).toHaveText('2 hours ago');
  await page.clock.fastForward('23:00:00');
  await expect(asked).toHaveText('1 day ago');
  await page.context().close();
});
