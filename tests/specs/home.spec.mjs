// The home page, the list of roles with its views, and the theme; with and without JavaScript.
import { expect, test } from '@playwright/test';
import { personIn } from '../support/browser.mjs';
import { applied, command, requestFields, seen, submit, uniqueName } from '../support/requests.mjs';
import { people, Visitor } from '../support/visitor.mjs';

const section = (page, name) => page.getByRole('region', { name });
const next = (page) => page.getByRole('region', { name: 'Next', exact: true });

test('each person’s home page has the one thing that they do next', async ({ browser }) => {
  const app = uniqueName('next');
  const [dana, oscar] = await Promise.all([people.dev, people.ops].map((who) => Visitor.signedIn(who)));
  // More to look at twice than anything else that waits meanwhile, and something with less.
  const wild = ['write', 'delete'].flatMap((access) => ['mamba-events', 'boa-events', 'viper-events'].map((bucket) => ({ bucket, access: [access] })));
  const path = await submit(dana, requestFields({ app, grants: wild }));
  await submit(dana, requestFields({ app: uniqueName('tame') }));
  const number = path.split('/').at(-1);

  const approver = await personIn(browser, people.ops, { javaScriptEnabled: false });
  await approver.goto('/?by=risk');
  const waiting = section(approver, /^Waiting for you/);
  const row = waiting.getByRole('row').filter({ hasText: app });
  await expect(row).toContainText('just now');
  await expect(row.locator('.badge-attention')).not.toHaveText('0');
  const risks = await waiting.getByRole('row').locator('td[data-label="Look at twice"]').allInnerTexts();
  const counts = risks.map((text) => Number(/^\d+/.exec(text.trim())?.[0] ?? 0));
  expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  await expect(waiting.getByRole('link', { name: 'Riskiest first' })).toHaveAttribute('aria-current', 'true');
  const first = (await waiting.getByRole('rowheader').first().innerText()).split(':')[0];
  await expect(next(approver).getByRole('link')).toHaveText(`Review request ${first}`);
  await expect(next(approver)).toContainText('It has the most to look at twice.');
  await expect(approver.locator('.button-primary')).toHaveCount(1);
  await approver.goto('/requests');
  await approver.getByRole('link', { name: 'Riskiest first' }).click();
  await expect(approver).toHaveURL('/requests?view=riskiest');
  await expect(approver.getByRole('table')).toHaveAccessibleName('Requests that wait for a decision, riskiest first');
  await expect(approver.getByRole('rowheader').first()).toContainText(first);
  await expect(approver.getByRole('link', { name: 'To decide' })).toHaveAttribute('aria-current', 'page');

  await command(oscar, path, 'request-changes', { ...await seen(oscar, path), comment: 'Does it delete?' });
  const author = await personIn(browser, people.dev, { javaScriptEnabled: false });
  await author.goto('/');
  // Others of theirs may wait for an answer as well.
  await expect(next(author).getByRole('link')).toHaveText(/^Answer request \d+$/);
  await expect(section(author, /^Your open requests/)).toContainText(`${number}: ${app}`);

  const auditor = await personIn(browser, people.auditor, { javaScriptEnabled: false });
  await auditor.goto('/');
  await expect(section(auditor, 'Latest events').getByRole('row')).toHaveCount(11);
  await next(auditor).getByRole('link', { name: 'Ask who had access' }).click();
  await expect(auditor).toHaveURL('/access');
  for (const page of [approver, author, auditor]) await page.context().close();
});

test('each chart says in words and in a table what it draws', async ({ browser }) => {
  const [dana, oscar] = await Promise.all([people.dev, people.ops].map((who) => Visitor.signedIn(who)));
  await applied(dana, oscar, requestFields({ app: uniqueName('count') }));
  const page = await personIn(browser, people.dev, { javaScriptEnabled: false });
  await page.goto('/');
  for (const title of ['Time to approval, by week', 'Open requests, by age', 'Grants, by service']) {
    const chart = page.getByRole('figure').filter({ hasText: title });
    const words = await chart.getByRole('img').getAttribute('aria-label');
    await expect(chart).toContainText(words);
    await chart.getByText('As a table').click();
    const drawn = await chart.locator('svg rect').count();
    await expect(chart.getByRole('table').locator('tbody tr')).toHaveCount(drawn);
    expect(await chart.locator('[style]').count()).toBe(0);
  }
  const weeks = page.getByRole('figure').filter({ hasText: 'Time to approval' });
  await expect(weeks.locator('tbody tr')).toHaveCount(12);
  await expect(weeks.locator('tbody tr').last()).not.toContainText('none');
  await page.context().close();
});

for (const javaScriptEnabled of [true, false]) {
  test(`roles are searched and ordered in the address, and a view is kept, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async ({ browser }) => {
    const app = uniqueName('view');
    const [dana, oscar] = await Promise.all([people.dev, people.ops].map((who) => Visitor.signedIn(who)));
    await applied(dana, oscar, requestFields({ app }));
    const page = await personIn(browser, people.dev, { javaScriptEnabled });
    await page.goto(`/?q=${app}`);
    await expect(page).toHaveURL(`/roles?q=${app}`);
    await page.getByRole('columnheader').getByRole('link', { name: 'Namespace' }).click();
    await expect(page).toHaveURL(`/roles?q=${app}&sort=namespace`);
    await expect(page.getByRole('columnheader', { name: 'Namespace' })).toHaveAttribute('aria-sort', 'ascending');
    await expect(page.locator('[aria-sort]')).toHaveCount(1);
    await expect(page.getByRole('table').locator('tbody tr')).toHaveCount(1);

    await page.getByText('Keep this view').click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(app);
    await page.getByRole('button', { name: 'Keep', exact: true }).click();
    await expect(page).toHaveURL(`/roles?q=${app}&sort=namespace`);
    await expect(page.getByRole('link', { name: app, exact: true })).toHaveAttribute('aria-current', 'page');
    await expect(page.getByText('Keep this view')).toHaveCount(0);

    await page.getByRole('link', { name: /^has .*: remove this filter$/ }).click();
    await expect(page).toHaveURL('/roles?sort=namespace');
    const namespaces = await page.locator('td[data-label="Namespace"]').allInnerTexts();
    expect(namespaces.length).toBeGreaterThan(1);
    expect(namespaces).toEqual(namespaces.toSorted());
    await page.goto('/roles');
    await page.getByRole('link', { name: app, exact: true }).click();
    await expect(page).toHaveURL(`/roles?q=${app}&sort=namespace`);

    const other = await personIn(browser, people.ops, { javaScriptEnabled });
    await other.goto('/roles');
    await expect(other.getByRole('link', { name: app, exact: true })).toHaveCount(0);
    await other.context().close();
    await page.getByRole('button', { name: `Forget the view ${app}` }).click();
    await expect(page).toHaveURL('/roles');
    await expect(page.getByRole('link', { name: app, exact: true })).toHaveCount(0);
    await page.context().close();
  });

  test(`roles are filtered by single fields and turned round, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async ({ browser }) => {
    const app = uniqueName('field');
    const [dana, oscar] = await Promise.all([people.dev, people.ops].map((who) => Visitor.signedIn(who)));
    for (const name of ['a', 'b', 'c']) {
      await applied(dana, oscar, requestFields({ app: `${app}-${name}`, namespace: app, service_account: `${app}-${name}` }));
    }
    const page = await personIn(browser, people.dev, { javaScriptEnabled });
    const form = page.getByRole('search', { name: 'Search roles' });
    const accounts = () => page.locator('td[data-label="Service account"]').allInnerTexts();
    await page.goto('/roles');
    await form.getByText('Filters').click();
    await form.getByLabel('Namespace').fill(app);
    await form.getByLabel('Service', { exact: true }).selectOption('s3');
    await form.getByRole('button', { name: 'Filter' }).click();
    await expect(page).toHaveURL(new RegExp(`/roles\\?(.*&)?namespace=${app}(&.*)?service=s3`));
    await expect(page.getByRole('table').locator('tbody tr')).toHaveCount(3);
    await expect(form.getByLabel('Namespace')).toBeVisible();
    await expect(form.getByLabel('Namespace')).toHaveValue(app);

    const head = (name) => page.getByRole('columnheader', { name });
    await head('Service account').getByRole('link').click();
    expect(await accounts()).toEqual(['a', 'b', 'c'].map((name) => `${app}-${name}`));
    await head('Service account').getByRole('link').click();
    await expect(page).toHaveURL(`/roles?namespace=${app}&service=s3&sort=-service-account`);
    await expect(head('Service account')).toHaveAttribute('aria-sort', 'descending');
    expect(await accounts()).toEqual(['c', 'b', 'a'].map((name) => `${app}-${name}`));

    await page.getByText('Keep this view').click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(app);
    await page.getByRole('button', { name: 'Keep', exact: true }).click();
    await expect(page.getByRole('link', { name: app, exact: true })).toHaveAttribute('aria-current', 'page');
    await page.getByRole('button', { name: `Forget the view ${app}` }).click();

    await page.goto(`/roles?q=${app}-b&namespace=${app}&cluster=production&sort=-service-account`);
    await expect(page.getByRole('table').locator('tbody tr')).toHaveCount(1);
    await page.getByRole('link', { name: `Namespace: ${app} : remove this filter` }).click();
    await expect(page).toHaveURL(`/roles?q=${app}-b&cluster=production&sort=-service-account`);
    await page.getByRole('link', { name: 'by service account, last first : remove this filter' }).click();
    await expect(page).toHaveURL(`/roles?q=${app}-b&cluster=production`);

    await form.getByLabel('Namespace').fill('Not_a_name');
    await form.getByRole('button', { name: 'Filter' }).click();
    await expect(form.getByLabel('Namespace')).toHaveAttribute('aria-invalid', 'true');
    await expect(form.getByLabel('Namespace')).toHaveAccessibleDescription(/Use lower case only/);
    await expect(page.locator('#found')).toContainText('Correct the filters above');
    for (const [query, words] of [['service=s4', 'no such service'], ['cluster=moon', 'no such cluster'], ['state=new', 'no such state'], ['sort=arn', 'no such order'], ['after=x', 'No page starts there']]) {
      const answer = await page.goto(`/roles?${query}`);
      expect(answer.status(), query).toBe(422);
      await expect(page.getByRole('main'), query).toContainText(words);
    }
    await page.goto(`/roles?namespace=${app}&state=drifted`);
    await expect(page.locator('#found')).toContainText('No role matches all of the filters.');
    await page.goto(`/roles?namespace=${app}&views=full`);
    await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveAccessibleDescription(/You have 20 views already/);
    await page.context().close();
  });

  test(`the theme is chosen, kept, and right from the first byte, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async ({ browser }) => {
    const page = await personIn(browser, people.dev, { javaScriptEnabled, colorScheme: 'light' });
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    await page.goto('/roles?sort=namespace');
    const light = await ground();
    const colours = page.getByRole('form', { name: 'Colours' });
    await expect(colours.getByRole('button', { name: 'System' })).toHaveAttribute('aria-pressed', 'true');
    await colours.getByRole('button', { name: 'Dark' }).click();
    await expect(page).toHaveURL('/roles?sort=namespace');
    await expect(colours.getByRole('button', { name: 'Dark' })).toHaveAttribute('aria-pressed', 'true');
    const dark = await ground();
    expect(dark).not.toBe(light);
    const html = await (await page.request.get('/guide')).text();
    expect(html).toMatch(/<html[^>]*data-theme="dark"/);
    expect(html).toMatch(/<meta name="color-scheme" content="dark"/);
    await page.emulateMedia({ media: 'print' });
    expect(await ground()).not.toBe(dark);
    await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
    await colours.getByRole('button', { name: 'Light' }).click();
    await expect(colours.getByRole('button', { name: 'Light' })).toHaveAttribute('aria-pressed', 'true');
    expect(await ground()).toBe(light);
    await colours.getByRole('button', { name: 'System' }).click();
    await expect(colours.getByRole('button', { name: 'System' })).toHaveAttribute('aria-pressed', 'true');
    expect(await ground()).toBe(dark);
    await page.context().close();
  });
}

test('the theme’s form leads nowhere else', async () => {
  const dana = await Visitor.signedIn(people.dev);
  for (const next of ['https://elsewhere.example', '//elsewhere.example', '/\\elsewhere.example', '']) {
    const answer = await dana.go('/theme', { form: { theme: 'dark', next } });
    expect(answer.status, next).toBe(303);
    expect(answer.headers.get('location'), next).toBe('/');
  }
  const answer = await dana.go('/theme', { form: { theme: '"; Domain=example', next: '/roles' } });
  expect(answer.headers.get('set-cookie')).toContain('roleport-theme=system;');
});

test('roles are found while one types, in an address that finds them again', async ({ browser }) => {
  const [dana, olga] = [await Visitor.signedIn(people.dev), await Visitor.signedIn(people.ops)];
  const app = uniqueName('typed');
  await applied(dana, olga, requestFields({ app }));
  const page = await personIn(browser, people.dev);
  await page.goto('/roles?sort=namespace');
  const search = page.getByRole('searchbox', { name: 'Search roles' });
  await search.pressSequentially(`s3://${app}-data`);
  await expect(page).toHaveURL(/sort=namespace/);
  await expect(page).toHaveURL(new RegExp(`q=[^&]*${app}-data`));
  await expect(page.locator('#found tbody tr')).toHaveCount(1);
  await expect(page.locator('#found-said')).toHaveText('Active roles 1');
  await expect(search).toBeFocused();
  await page.reload();
  await expect(page.locator('#found tbody tr')).toHaveCount(1);
  await search.fill(`${app}-nowhere`);
  await expect(page.locator('#found')).toContainText('No role matches');
  await search.fill('');
  await expect(page).toHaveURL('/roles?sort=namespace');
  await page.context().close();
});
