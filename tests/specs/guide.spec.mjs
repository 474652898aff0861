// The guide has the names of the reader's own role, and says so where they are examples.
import { expect, test } from '@playwright/test';
import { personIn } from '../support/browser.mjs';
import { applied, requestFields, uniqueName } from '../support/requests.mjs';
import { people, Visitor } from '../support/visitor.mjs';

const pages = ['/guide', '/guide/pods', '/guide/permissions', '/guide/sdks', '/guide/trouble', '/guide/pod-identity', '/guide/devops'];

for (const javaScriptEnabled of [true, false]) {
  test(`the guide is filled in with a role’s names, and has the role’s own snippets, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async ({ browser }) => {
    const app = uniqueName('guide');
    const [dana, oscar] = await Promise.all([people.dev, people.ops].map((who) => Visitor.signedIn(who)));
    const { role } = await applied(dana, oscar, requestFields({ app }));
    const page = await personIn(browser, people.dev, { javaScriptEnabled });
    await page.goto(`/roles/${role}`);
    const blocks = (scope) => scope.locator('#helm').locator('..').locator('pre').allInnerTexts();
    const ofRole = await blocks(page);
    await page.getByRole('link', { name: 'Guide with its names' }).click();
    await expect(page).toHaveURL(`/guide/pods?role=${role}`);
    expect(await blocks(page)).toEqual(ofRole);
    await expect(page.getByRole('main')).toContainText(`kubectl -n ${app} describe serviceaccount ${app}`);
    await page.getByRole('navigation', { name: 'Guide' }).getByRole('link', { name: 'How it works' }).click();
    await expect(page).toHaveURL(`/guide?role=${role}`);
    await expect(page.getByRole('img', { name: /pod sends its token/ })).toContainText(`service account ${app}`);
    await expect(page.getByRole('main')).toContainText(`system:serviceaccount:${app}:${app}`);
    // Without a number it is their newest role; another may have been made meanwhile.
    await page.goto('/guide');
    await expect(page.getByText('The names on this page are those of')).toBeVisible();
    await page.context().close();
  });
}

test('who has no role reads examples that say so', async ({ browser }) => {
  const page = await personIn(browser, people.auditor, { javaScriptEnabled: false });
  await page.goto('/guide/pods');
  await expect(page.getByText('The names on this page are examples')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('arn:aws:iam::111122223333:role/my-app');
  await page.context().close();
});

test('every page of the guide leads to the next, and a wrong address is not found', async ({ browser }) => {
  const page = await personIn(browser, people.dev, { javaScriptEnabled: false });
  await page.goto(pages[0]);
  for (const path of pages.slice(1)) {
    await page.getByText('Next: ').getByRole('link').click();
    await expect(page).toHaveURL(path);
    await expect(page.getByRole('navigation', { name: 'Guide' }).locator('[aria-current=page]')).toHaveCount(1);
  }
  await expect(page.getByText('Next: ')).toHaveCount(0);
  expect((await page.goto('/guide/nothing')).status()).toBe(404);
  expect((await page.goto('/guide?role=999999')).status()).toBe(404);
  // They speak of no role, and ask for none.
  for (const path of ['/guide/sdks', '/guide/devops']) expect((await page.goto(`${path}?role=999999`)).status()).toBe(200);
  await page.context().close();
});

test('the table of SDKs names each language that the portal’s people use', async ({ browser }) => {
  const page = await personIn(browser, people.dev, { javaScriptEnabled: false });
  await page.goto('/guide/sdks');
  const languages = new Set((await page.getByRole('rowheader').allInnerTexts()).map((text) => text.trim()));
  for (const language of ['Java', 'Scala', 'Python', 'Go', 'JavaScript', 'Ruby', '.NET', 'PHP', 'C++', 'Rust']) {
    expect(languages.has(language), language).toBe(true);
  }
  await page.context().close();
});
