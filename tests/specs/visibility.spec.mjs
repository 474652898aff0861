// Who sees what, where the rules let developers see only what has to do with them and their teams.
import { expect, test } from '@playwright/test';
import { personIn } from '../support/browser.mjs';
import { applied, requestFields, submit, uniqueName } from '../support/requests.mjs';
import { people, Visitor } from '../support/visitor.mjs';

const section = (page, name) => page.getByRole('region', { name, exact: true });

/** Puts rules in force, as two admins do. */
async function inForce(source) {
  const [ada, alan] = await Promise.all([people.admin, people.secondAdmin].map((who) => Visitor.signedIn(who)));
  const proposed = await ada.go('/rules', { form: { source, comment: 'A test.' } });
  expect(proposed.status).toBe(303);
  const { html } = await alan.page('/rules');
  const [, version] = /\/rules\/(\d+)\/activate/.exec(html);
  expect((await alan.go(`/rules/${version}/activate`, { form: {} })).status).toBe(303);
}

const twoTeams = (visibility) => `
visibility = "${visibility}"

[[teams]]
name = "Dana's"
members = ["dev@example.com"]

[[teams]]
name = "Dora's"
members = ["dora@example.com"]
`;

test('one team does not find what is the other’s, until it is named in it', async ({ browser }) => {
  const app = uniqueName('team');
  const [dana, oscar] = await Promise.all([people.dev, people.ops].map((who) => Visitor.signedIn(who)));
  const { path, role } = await applied(dana, oscar, requestFields({ app }));
  const waiting = await submit(dana, requestFields({ app: `${app}-2` }));
  await inForce(twoTeams('teams'));
  try {
    const dora = await personIn(browser, people.other);
    await dora.goto('/rules');
    await expect(section(dora, 'In force')).toContainText('A developer sees what they or their teams have to do with');
    const pages = ['/', `/roles?q=${app}`, '/guide', '/requests', '/requests?view=all', '/history', `/history?role=${app}`, `/access?bucket=${app}-data`];
    for (const url of pages) {
      await dora.goto(url);
      await expect(dora.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
      // A chip says what she searched for herself.
      for (const chip of await dora.locator('a.chip').all()) await chip.evaluate((node) => node.remove());
      const text = await dora.getByRole('table').or(dora.getByRole('list')).allInnerTexts();
      expect(text.join(' '), url).not.toContain(app);
    }
    const links = [path, waiting].flatMap((at) => [at, `${at}/edit`, `${at}/revisions`]).concat(`/roles/${role}`, `/roles/${role}/retire`, `/requests/new?role=${role}`);
    const absent = await (await dora.goto('/requests/999999')).text();
    const [, heading] = /<h1[^>]*>([^<]+)</.exec(absent);
    for (const url of links) {
      const answer = await dora.goto(url);
      expect(answer.status(), url).toBe(404);
      await expect(dora.getByRole('heading', { level: 1 }), url).toHaveText(heading);
    }
    const asked = (url) => dora.request.get(url).then((answer) => answer.status());
    for (const url of [`${path}/live`, `${path}/state`, `${waiting}/live`]) {
      expect(await asked(url), url).toBe(404);
    }
    for (const file of ['csv', 'jsonl']) {
      expect(await (await dora.request.get(`/history/export.${file}`)).text()).not.toContain(app);
    }
    const danas = await personIn(browser, people.dev);
    await danas.goto(waiting);
    await danas.locator('form.say').getByRole('textbox').fill('What do you think, @dora@example.com?');
    await danas.locator('form.say').getByRole('button').click();
    await expect(danas.getByRole('main')).toContainText('What do you think');
    await danas.context().close();
    // Named in it, it is hers to see.
    await dora.goto(waiting);
    await expect(dora.getByRole('heading', { level: 1 })).toContainText(`${app}-2`);
    await dora.goto('/requests?view=all');
    await expect(dora.getByRole('main')).toContainText(`${app}-2`);
    await dora.context().close();
  } finally {
    await inForce(twoTeams('all'));
  }
});
